import { shellRows } from '@fyteclub/app';
import { readToken, toHex, type MemberId } from '@fyteclub/identity';
import { addOps, emptyGraph, resolve } from '@fyteclub/phonebook';
import type { Scene } from '../scene.ts';
import type { View } from '../view.ts';

/** Something that must come about once the net is whole again and nobody does anything. */
export interface Goal {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly properties: readonly number[];
  /** Somebody who is not counted may come or go and bring this about for a moment, also when all agree. */
  readonly mayLapse?: boolean;
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
  missing: (views, scene) => {
    const running = new Set(scene.views().map(({ me }) => me));
    const undecided = views.find(({ election: { host } }) => host === null || !running.has(host));
    if (undecided !== undefined) return `${undecided.computer.name} has no host who is there`;
    return agreeOn('the host', ({ election }) => election.host)(views);
  },
};

const settled: Goal = {
  name: 'settled-on-a-host',
  properties: [46],
  mayLapse: true,
  missing: (views) => {
    const undecided = views.find((view) => !view.settled);
    if (undecided !== undefined) return `${undecided.computer.name} has not settled on a host`;
    const inDoubt = views.find(mayLoseSomebody);
    return inDoubt && `${inDoubt.computer.name} may yet find that somebody is gone`;
  },
};

/** A suspicion has not stood for its time, or friends are still being asked: either may cost a host its place. */
const mayLoseSomebody = ({ election: { lives, doubts } }: View): boolean =>
  Object.keys(doubts).length > 0 || [...lives.values()].some(({ standing }) => standing === 'suspected');

const allMeet: Goal = {
  name: 'exactly-those-online-are-seen-online',
  properties: [75],
  missing: (views, scene) => {
    // Villains may be there or not, and say so to whom they like.
    const running = new Set([...scene.views().map(({ me }) => me), ...scene.villains.keys]);
    for (const { computer } of views) {
      const members = computer.node?.members({});
      if (members?.ok !== true) return `${computer.name} does not say who is a member`;
      const online = new Set(members.value.members.flatMap(({ id, online: on }) => (on ? [id] : [])));
      const unseen = views.find(({ me }) => !online.has(me));
      if (unseen !== undefined) return `${computer.name} does not see ${unseen.computer.name}`;
      const ghost = [...online].find((member) => !running.has(member));
      if (ghost !== undefined) return `${computer.name} sees ${ghost.slice(0, 8)}, who is not there`;
    }
    return undefined;
  },
};

const latestRecords: Goal = {
  name: 'everybody-knows-the-latest-address',
  properties: [17, 20],
  missing: (views) => {
    for (const { computer, me, election } of views) {
      const behind = views.find(({ phonebook }) => {
        const known = phonebook.book.current.get(me);
        const isThere = known?.endpoint.addresses.some(({ host }) => host === computer.address);
        return known?.instance !== election.instance || isThere !== true;
      });
      if (behind !== undefined) return `${behind.computer.name} does not know where ${computer.name} is now`;
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
export const GOALS: readonly Goal[] = [
  sameHistory,
  sameSignatures,
  oneEpoch,
  sameHost,
  settled,
  allMeet,
  latestRecords,
];

/** Whose lease is over is kept out, until it meets somebody else whose is. */
function hasLapsed({ node }: View['computer']): boolean {
  const status = node?.status();
  return status?.ok === true && status.value.shells.some(({ state }) => state === 'expired');
}

/** By whom the leases are that a node has to show. */
function leasedBy({ computer, phonebook }: View): readonly MemberId[] {
  const row = shellRows(computer.image.mount().store, phonebook.graph.shell).membership.get();
  if (row === undefined || row.state === 'joining') return [];
  return [row.token, row.spare].flatMap((bytes) => {
    const token = bytes && readToken(bytes);
    return token?.ok === true ? [token.value.issuer] : [];
  });
}

/** Whether one opens its door to another: a member, and leased by somebody whom it does not know to be removed. */
function opensTo(leases: ReadonlyMap<MemberId, readonly MemberId[]>): (one: View, other: View) => boolean {
  return ({ phonebook: { roster } }, { me }) =>
    roster.members[me] !== undefined &&
    (leases.get(me) ?? []).some((issuer) => roster.former[issuer] !== 'removed');
}

/** Who is a member by everything that anybody knows. */
function membersByAll(views: readonly View[], first: View): Readonly<Record<string, unknown>> {
  const headsOf = ({ phonebook }: View): string => phonebook.roster.heads.join();
  if (views.every((view) => headsOf(view) === headsOf(first))) return first.phonebook.roster.members;
  const everything = views.flatMap(({ phonebook }) => [...phonebook.graph.ops.values()]);
  return resolve(addOps(emptyGraph(first.phonebook.graph.shell), everything).graph).members;
}

/**
 * Those who should agree: nodes that hold themselves members and are, by everything that anybody knows. The others
 * have left, were removed, or were let in by somebody who had gone; they are refused by everybody and are told why only
 * at a door that they find. Nor can two halves of a group agree in which everybody is kept out by everybody in the
 * other, as a stranger, as removed, or as leased by somebody removed: nobody is left to bring them together.
 */
export function presentMembers(views: readonly View[]): readonly View[] {
  const [any] = views;
  if (any === undefined) return [];
  const members = membersByAll(views, any);
  const present = views.filter(({ me, computer }) => members[me] !== undefined && !hasLapsed(computer));
  const [first] = present;
  const together = new Set(first === undefined ? [] : [first]);
  const opens = opensTo(new Map(present.map((view) => [view.me, leasedBy(view)])));
  for (const one of together)
    for (const other of present)
      if (!together.has(other) && opens(one, other) && opens(other, one)) together.add(other);
  return [...together];
}
