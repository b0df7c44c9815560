import { expect, test } from '@jest/globals';
import type { OpId } from '@fyteclub/identity';
import fc from 'fast-check';
import { addOps } from './graph.rules.ts';
import { historyOf, indexOf, type GraphIndex } from './graph-index.rules.ts';
import { emptyGraph, opsOf, type OpGraph } from './op-graph.ts';
import { dependencies, type CheckedOp } from './op.ts';
import { canonicalOrder, headsOf, insertInOrder } from './order.rules.ts';
import { inSet } from './op-set.rules.ts';
import { resolve } from './resolve.rules.ts';
import { signaturesHash } from './signatures.rules.ts';
import { ada, ben, trio } from './testing/cast.ts';
import { crowds, histories } from './testing/histories.ts';

const RUNS = { numRuns: 15 };

/** Who is in whose past, by id. */
const pastsOf = ({ history, order }: Pick<GraphIndex, 'history' | 'order'>): readonly unknown[] =>
  order.map(({ id }, index) => [
    id,
    order.filter((_, other) => inSet(history.pastOf(index), other)).map((past) => past.id),
    history.supportOf(index),
  ]);

function expectIndexed(graph: OpGraph): void {
  const order = canonicalOrder(opsOf(graph));
  const index = indexOf(graph);
  expect(index.order).toEqual(order);
  expect(index.history.order).toEqual(order);
  expect(index.heads).toEqual(headsOf(order));
  expect(index.signatures).toEqual(signaturesHash(order));
  expect(pastsOf(index)).toEqual(pastsOf({ order, history: historyOf(graph, order) }));
}

const portions = fc
  .tuple(fc.oneof(histories, crowds), fc.integer({ min: 1, max: 9 }))
  .chain(([{ all }, size]) =>
    fc.tuple(fc.shuffledSubarray([...all], { minLength: all.length }), fc.constant(size), fc.constant(all)),
  );

test('what is kept of a graph while it grows is what would be found by looking at all of it', () => {
  fc.assert(
    fc.property(portions, ([ops, size, all]) => {
      let graph = emptyGraph(all[0]!.op.shell);
      for (let at = 0; at < ops.length; at += size) {
        graph = addOps(graph, ops.slice(at, at + size)).graph;
        expectIndexed(graph);
      }
    }),
    RUNS,
  );
});

test('an operation is inserted where the whole order would have it', () => {
  fc.assert(
    fc.property(histories, ({ all }) => {
      const once = canonicalOrder([...new Map(all.map((checked) => [checked.id, checked])).values()]);
      const order: CheckedOp[] = [];
      // Children after parents, in another order than the canonical one.
      const depths = depthsOf(once);
      const depth = ({ id }: CheckedOp): number => depths.get(id) ?? 0;
      const last = [...once].sort((a, b) => depth(a) - depth(b) || (a.id < b.id ? 1 : -1));
      for (const checked of last) insertInOrder(order, checked);
      expect(order.map(({ id }) => id)).toEqual(once.map(({ id }) => id));
    }),
    RUNS,
  );
});

/** For each operation the length of the longest way back to the beginning. */
function depthsOf(order: readonly CheckedOp[]): ReadonlyMap<OpId, number> {
  const depths = new Map<OpId, number>();
  for (const { id, op } of order)
    depths.set(id, Math.max(0, ...dependencies(op).map((parent) => (depths.get(parent) ?? 0) + 1)));
  return depths;
}

test('whoever kept an older graph reads from it what was there then', () => {
  const copy = trio();
  const before = copy.graph;
  const roster = resolve(before);
  copy.leave(ben);
  expect(copy.has(ben)).toBe(false);
  expect(resolve(before)).toEqual(roster);
  const other = copy.split();
  other.graph = before;
  other.remove(ada, ben);
  expectIndexed(other.graph);
  expectIndexed(copy.graph);
});
