import { toHex, type MemberId } from '@fyteclub/identity';
import type { Scene } from '../scene.ts';
import type { View } from '../view.ts';

/** Something that must come about once the net is whole again and nobody does anything. */
export interface Goal {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly properties: readonly number[];
  /** @returns what is still missing, in a sentence. */
  missing(views: readonly View[], scene: Scene): string | undefined;
}

/** Everybody has the opinion of the first. */
const agreeOn =
  (what: string, opinion: (view: View) => string | null) =>
  (views: readonly View[]): string | undefined => {
    const [first, ...others] = views;
    if (first === undefined) return undefined;
    const dissenters = others.filter((view) => opinion(view) !== opinion(first));
    const names = dissenters.map(({ computer }) => computer.name).join(', ');
    return names === '' ? undefined : `${first.computer.name} and ${names} differ in ${what}`;
  };

const sameHistory: Goal = {
  name: 'same-history',
  properties: [27, 37],
  missing: agreeOn('the history', ({ phonebook: { roster } }) => roster.heads.join()),
};

const sameHost: Goal = {
  name: 'same-host',
  properties: [46, 47],
  missing: (views) => {
    const undecided = views.find(({ settled, election }) => !settled || election.host === null);
    if (undecided !== undefined) return `${undecided.computer.name} has not settled on a host`;
    return agreeOn('the host', ({ election }) => election.host)(views);
  },
};

const allMeet: Goal = {
  name: 'everybody-online-is-seen-online',
  properties: [75],
  missing: (views) => {
    for (const { computer } of views) {
      const members = computer.node?.members({});
      if (members?.ok !== true) return `${computer.name} does not say who is a member`;
      const online = new Set(members.value.members.flatMap(({ id, online: on }) => (on ? [id] : [])));
      const unseen = views.find(({ me }) => !online.has(me));
      if (unseen !== undefined) return `${computer.name} does not see ${unseen.computer.name}`;
    }
    return undefined;
  },
};

const sameSignatures: Goal = {
  name: 'same-signatures',
  properties: [30, 31],
  missing: agreeOn('who signed what', ({ phonebook: { roster } }) => toHex(roster.signaturesHash)),
};

const oneEpoch: Goal = {
  name: 'one-usable-epoch',
  properties: [37],
  missing: (views, scene) => {
    const epochOf = ({ computer }: View): string => scene.standing(computer)?.epoch ?? '';
    const without = views.find((view) => epochOf(view) === '');
    if (without !== undefined) return `${without.computer.name} has no epoch to seal under`;
    return agreeOn('the epoch', epochOf)(views);
  },
};

/** Everything that must come about in the end. */
export const GOALS: readonly Goal[] = [sameHistory, sameSignatures, oneEpoch, sameHost, allMeet];

/**
 * Those who should agree: nodes that hold themselves members, but for those whom others know to have gone. These
 * are refused by everybody and are told why only at a door that they find. Nor can two halves of a group agree in which
 * everybody is a stranger to, or was removed by, everybody in the other: nobody is left to bring them together.
 */
function hasLapsed({ node }: View['computer']): boolean {
  const status = node?.status();
  return status?.ok === true && status.value.shells.some(({ state }) => state === 'expired');
}

const know = ({ phonebook }: View, { me }: View): boolean => phonebook.roster.members[me] !== undefined;

export function presentMembers(views: readonly View[]): readonly View[] {
  const gone = new Set<MemberId>(
    views.flatMap(({ phonebook }) => Object.keys(phonebook.roster.former) as MemberId[]),
  );
  // Whose lease is over is kept out too, until it meets somebody else whose is.
  const present = views.filter(({ me, computer }) => !gone.has(me) && !hasLapsed(computer));
  const [first] = present;
  const together = new Set(first === undefined ? [] : [first]);
  for (const one of together)
    for (const other of present) if (know(one, other) && know(other, one)) together.add(other);
  return [...together];
}
