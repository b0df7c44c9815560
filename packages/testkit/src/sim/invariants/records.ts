import type { MemberId } from '@fyteclub/identity';
import type { Book } from '@fyteclub/phonebook';
import type { Computer } from '../computer.ts';
import { firstWrong, type Invariant } from './invariant.ts';
import { Memory } from './memory.ts';
import { isReversed } from './roster.ts';

/**
 * A record that counted is never given up for an older one, over restarts too. With its own clock set back a node may
 * hold it until its time comes again, but it does not lose it.
 */
export const sequencesGrow: Invariant = {
  name: 'sequences-never-go-back',
  properties: [20],
  watch: () => {
    const memory = new Memory(() => new Map<MemberId, number>());
    return {
      check: (views) =>
        firstWrong(views, (view) => {
          const { computer, phonebook } = view;
          const { roster, book } = phonebook;
          const sequences = memory.of(view);
          const wrong = firstWrong([...sequences], ([member, sequence]) => {
            const now = latestOf(book, member);
            // Whoever went is forgotten, and may come back if its removal loses against another.
            const wasForgotten = roster.members[member] === undefined || isReversed(roster, member);
            if (wasForgotten) sequences.delete(member);
            if (wasForgotten || (now !== undefined && now >= sequence)) return undefined;
            return `${computer.name} knew record ${sequence} of ${member.slice(0, 8)} and now knows ${now ?? 'none'}`;
          });
          for (const { member, sequence } of book.current.values())
            sequences.set(member, Math.max(sequence, sequences.get(member) ?? 0));
          return wrong;
        }),
    };
  },
};

function latestOf({ current, waiting }: Book, member: MemberId): number | undefined {
  const held = waiting.filter((record) => record.member === member);
  const known = [...held, current.get(member)].flatMap((record) => record?.sequence ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Two records of one number convict their owner; only a disk that was set back excuses it. */
export const noRivalRecords: Invariant = {
  name: 'no-rival-records',
  properties: [21],
  watch: () => {
    const owners = new Map<MemberId, Computer>();
    return {
      check: (views) => {
        for (const { me, computer } of views) owners.set(me, computer);
        return firstWrong(views, ({ computer: { name }, phonebook: { book } }) =>
          firstWrong([...book.rivals.keys()], (member) => {
            const owner = owners.get(member);
            return owner === undefined || owner.wasSetBack
              ? undefined
              : `${name} has two records of one number by ${owner.name}`;
          }),
        );
      },
    };
  },
};
