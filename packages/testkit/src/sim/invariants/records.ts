import type { MemberId } from '@fyteclub/identity';
import type { Computer } from '../computer.ts';
import { firstWrong, type Invariant } from './invariant.ts';
import { Memory } from './memory.ts';

/** What a node knows of where somebody is never goes back to something older, over restarts too. */
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
            const now = book.current[member]?.sequence;
            // Whoever went is forgotten, and may come back if its removal loses against another.
            if (roster.members[member] === undefined) sequences.delete(member);
            if (roster.members[member] === undefined || (now !== undefined && now >= sequence))
              return undefined;
            return `${computer.name} knew record ${sequence} of ${member.slice(0, 8)} and now knows ${now ?? 'none'}`;
          });
          for (const [member, record] of Object.entries(book.current))
            sequences.set(member as MemberId, record.sequence);
          return wrong;
        }),
    };
  },
};

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
          firstWrong(Object.keys(book.rivals) as MemberId[], (member) => {
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
