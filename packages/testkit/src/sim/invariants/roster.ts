import { toHex, type MemberId } from '@fyteclub/identity';
import type { OpGraph, Roster } from '@fyteclub/phonebook';
import type { Computer } from '../computer.ts';
import { firstWrong, type Invariant } from './invariant.ts';
import { Memory } from './memory.ts';

const withoutBytes = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? toHex(value) : value;

/** Whoever has the same operations and signatures, at whatever time and in whatever order they came, sees the same group. */
export const sameRoster: Invariant = {
  name: 'same-operations-same-roster',
  properties: [27],
  watch: () => {
    const rosters = new Map<string, { readonly roster: string; readonly by: string }>();
    const seen = new WeakSet<OpGraph>();
    return {
      check: (views) =>
        firstWrong(views, ({ computer: { name }, phonebook: { graph, roster } }) => {
          if (seen.has(graph)) return undefined;
          seen.add(graph);
          const operations = `${[...graph.ops.keys()].sort().join(' ')} ${toHex(roster.signaturesHash)}`;
          const text = JSON.stringify(roster, withoutBytes);
          const known = rosters.get(operations);
          if (known === undefined) rosters.set(operations, { roster: text, by: name });
          else if (known.roster !== text)
            return `${name} and ${known.by} read different rosters from the same operations`;
          return undefined;
        }),
    };
  },
};

/** Whether something has come to light that a removal had not reckoned with: then it is void, or wants signatures. */
export const isReversed = ({ removals }: Roster, member: MemberId): boolean =>
  Object.values(removals).some(({ target, state }) => target === member && state !== 'accepted');

/**
 * A member who has gone never comes back under the same key, whatever old news is told; but for a removal that lost
 * against another one made at the same time.
 */
export const goneForGood: Invariant = {
  name: 'former-members-never-reappear',
  properties: [25, 34],
  watch: () => {
    const memory = new Memory(() => new Set<MemberId>());
    return {
      check: (views) =>
        firstWrong(views, (view) => {
          const { computer, phonebook } = view;
          const { roster, book } = phonebook;
          const gone = memory.of(view);
          for (const member of Object.keys(roster.former) as MemberId[]) gone.add(member);
          return firstWrong([...gone], (member) => {
            const isIn = roster.members[member] !== undefined;
            if (isIn && isReversed(roster, member)) {
              gone.delete(member);
              return undefined;
            }
            if (isIn) return `${computer.name} counts ${member.slice(0, 8)} in again, who had gone`;
            if (book.current.get(member) !== undefined)
              return `${computer.name} keeps an address of ${member.slice(0, 8)}, who had gone`;
            return undefined;
          });
        }),
    };
  },
};

/** Two operations with one predecessor convict their author; only a disk that was set back excuses it. */
export const nobodyIsFramed: Invariant = {
  name: 'nobody-is-framed',
  properties: [41],
  watch: (scene) => {
    const seen = new WeakSet<Roster>();
    const owners = new Map<MemberId, Computer>();
    return {
      check: (views) => {
        for (const { me, computer } of views) owners.set(me, computer);
        return firstWrong(views, ({ computer: { name }, phonebook: { roster } }) => {
          if (seen.has(roster)) return undefined;
          seen.add(roster);
          return firstWrong(roster.flags, (flag) => {
            if (flag.kind !== 'equivocation') return undefined;
            const author = owners.get(flag.author);
            if (author === undefined || author.wasSetBack) return undefined;
            scene.say(() => JSON.stringify(flag));
            return `${name} holds that ${author.name} has said two things at once, who never lost anything`;
          });
        });
      },
    };
  },
};
