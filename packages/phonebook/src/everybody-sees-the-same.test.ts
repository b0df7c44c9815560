import { describe, expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { addOps } from './graph.rules.ts';
import { emptyGraph } from './op-graph.ts';
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
          expect(graph.waiting.size).toBe(0);
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
      const once = [...new Map(all.map((checked) => [checked.id, checked])).values()];
      const whole = canonicalOrder(once).map(({ id }) => id);
      for (const { ops } of copies) {
        const part = new Set(ops.map(({ id }) => id));
        expect(whole.filter((id) => part.has(id))).toEqual(canonicalOrder(ops).map(({ id }) => id));
      }
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
