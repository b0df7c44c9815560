import { addOps, emptyGraph, resolve } from '@fyteclub/phonebook';
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
  name: 'exactly-those-online-are-seen-online',
  properties: [75],
  missing: (views) => {
    for (const { computer } of views) {
      const members = computer.node?.members({});
      if (members?.ok !== true) return `${computer.name} does not say who is a member`;
      const online = new Set(members.value.members.flatMap(({ id, online: on }) => (on ? [id] : [])));
      const unseen = views.find(({ me }) => !online.has(me));
      if (unseen !== undefined) return `${computer.name} does not see ${unseen.computer.name}`;
      for (const { me } of views) online.delete(me);
      const [ghost] = online;
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
        const known = phonebook.book.current[me];
        const isThere = known?.endpoint.addresses.some(({ host }) => host === computer.address);
        return known?.instance !== election.instance || isThere !== true;
      });
      if (behind !== undefined) return `${behind.computer.name} does not know where ${computer.name} is now`;
    }
    return undefined;
  },
};

/** Everything that must come about in the end. */
export const GOALS: readonly Goal[] = [sameHistory, sameHost, allMeet, latestRecords];

/**
 * Those who should agree: nodes that hold themselves members and are, by everything that anybody knows. The others
 * have left, or were let in by somebody who had; they are refused by everybody and not told why.
 */
export function presentMembers(views: readonly View[]): readonly View[] {
  const [first] = views;
  if (first === undefined) return [];
  const differ = views.some(
    ({ phonebook }) => phonebook.roster.heads.join() !== first.phonebook.roster.heads.join(),
  );
  const everything = views.flatMap(({ phonebook }) => Object.values(phonebook.graph.ops));
  const { members } = differ
    ? resolve(addOps(emptyGraph(first.phonebook.graph.shell), everything).graph)
    : first.phonebook.roster;
  return views.filter(({ me }) => members[me] !== undefined);
}
