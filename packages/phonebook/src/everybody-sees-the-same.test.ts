import { describe, expect, test } from '@jest/globals';
import type { MemberId, OpId } from '@fyteclub/identity';
import fc from 'fast-check';
import { addOps, emptyGraph } from './graph.rules.ts';
import { dependencies, type CheckedOp, type OpOf } from './op.ts';
import { canonicalOrder } from './order.rules.ts';
import { resolve } from './resolve.rules.ts';
import { histories } from './testing/histories.ts';

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

const RUNS = { numRuns: 40 };

describe('P27 everybody with the same operations', () => {
  test('sees the same roster, in whatever order, however often and in whatever portions they come', () => {
    fc.assert(
      fc.property(
        histories.chain(({ all }) =>
          fc.tuple(fc.constant(all), shuffled([...all, ...all]), fc.integer({ min: 1, max: 9 })),
        ),
        ([all, order, portion]) => {
          const shell = all[0]!.op.shell;
          const reference = addOps(emptyGraph(shell), all).graph;
          let graph = emptyGraph(shell);
          for (let at = 0; at < order.length; at += portion)
            graph = addOps(graph, order.slice(at, at + portion)).graph;
          expect(graph.waiting).toEqual({});
          expect(resolve(graph)).toEqual(resolve(reference));
          expect(Object.keys(resolve(graph).members)).toEqual(Object.keys(resolve(reference).members));
        },
      ),
      RUNS,
    );
  });

  test('sees the same after merging, whoever merges whom', () => {
    fc.assert(
      fc.property(histories, ({ copies }) => {
        const [a, b, c] = copies.map((copy) => copy.split());
        a!.merge(b!);
        a!.merge(c!);
        c!.merge(b!);
        c!.merge(copies[0]!);
        expect(a!.roster).toEqual(c!.roster);
      }),
      RUNS,
    );
  });
});

test('more operations never change the order of those already there', () => {
  fc.assert(
    fc.property(histories, ({ copies, all }) => {
      const whole = canonicalOrder(all).map(({ id }) => id);
      for (const { ops } of copies) {
        const part = new Set(ops.map(({ id }) => id));
        expect(whole.filter((id) => part.has(id))).toEqual(canonicalOrder(ops).map(({ id }) => id));
      }
    }),
    RUNS,
  );
});

/** The rules once more, as plainly as they can be said and as slow as that is. */
function plainMembers(all: readonly CheckedOp[]): readonly MemberId[] {
  const byId = new Map(all.map((checked) => [checked.id, checked]));
  const past = ({ op }: CheckedOp): ReadonlySet<OpId> =>
    new Set(dependencies(op).flatMap((id) => [id, ...past(byId.get(id)!)]));
  const isType =
    <T extends CheckedOp['op']['type']>(type: T) =>
    (checked: CheckedOp): checked is CheckedOp<OpOf<T>> =>
      checked.op.type === type;
  const joined = (member: MemberId) => (checked: CheckedOp) =>
    (checked.op.type === 'genesis' && checked.op.founder === member) ||
    (checked.op.type === 'admit' && checked.op.joiner === member);
  const counts = (checked: CheckedOp): boolean => {
    if (checked.op.type === 'genesis' || checked.op.type === 'leave') return true;
    const { author } = checked.op;
    const leaves = all.filter(isType('leave')).filter(({ op }) => op.author === author);
    if (leaves.some((leave) => !past(leave).has(checked.id))) return false;
    const before = [...past(checked)].map((id) => byId.get(id)!);
    if (!before.filter(joined(author)).some(counts)) return false;
    if (checked.op.type !== 'admit') return true;
    const { invite } = checked.op;
    return before.filter(isType('invite')).some((issued) => issued.op.invite === invite && counts(issued));
  };
  const everybody = new Set(
    all.flatMap(({ op }) => (op.type === 'genesis' ? [op.founder] : op.type === 'admit' ? [op.joiner] : [])),
  );
  const gone = new Set(all.filter(isType('leave')).map(({ op }) => op.author));
  return [...everybody]
    .filter((member) => !gone.has(member) && all.filter(joined(member)).some(counts))
    .sort();
}

test('P33 the resolver agrees with the rules said plainly', () => {
  fc.assert(
    fc.property(histories, ({ all }) => {
      fc.pre(all.length < 28);
      const { graph } = addOps(emptyGraph(all[0]!.op.shell), all);
      expect(Object.keys(resolve(graph).members).sort()).toEqual(plainMembers(all));
    }),
    RUNS,
  );
});

test('nobody is a member and a former member at once, and everybody has one seniority', () => {
  fc.assert(
    fc.property(histories, ({ all }) => {
      const { members, former } = resolve(addOps(emptyGraph(all[0]!.op.shell), all).graph);
      expect(Object.keys(members).filter((id) => former[id as MemberId] !== undefined)).toEqual([]);
      const ranks = Object.values(members).map(({ seniority }) => seniority);
      expect(new Set(ranks).size).toBe(ranks.length);
    }),
    RUNS,
  );
});
