import type { OpId } from '@fyteclub/identity';
import { dependencies, type CheckedOp } from './op.ts';

/** Where `id` belongs in an ascending list. */
function place(sorted: readonly OpId[], id: OpId): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? id) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The one order in which everybody reads the same operations: parents before children, and among those that could
 * come next the lowest id. Law: more operations never change the relative order of those already there.
 *
 * @param ops closed under causality, in any order.
 */
export function canonicalOrder(ops: readonly CheckedOp[]): readonly CheckedOp[] {
  const byId = new Map(ops.map((checked) => [checked.id, checked]));
  const missing = new Map<OpId, number>();
  const children = new Map<OpId, OpId[]>();
  const ready: OpId[] = [];
  for (const { id, op } of ops) {
    const parents = dependencies(op);
    missing.set(id, parents.length);
    if (parents.length === 0) ready.push(id);
    for (const parent of parents) {
      const theirs = children.get(parent);
      if (theirs === undefined) children.set(parent, [id]);
      else theirs.push(id);
    }
  }
  ready.sort();
  const order: CheckedOp[] = [];
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    const checked = byId.get(next);
    if (checked !== undefined) order.push(checked);
    for (const child of children.get(next) ?? []) {
      const left = (missing.get(child) ?? 0) - 1;
      missing.set(child, left);
      if (left === 0) ready.splice(place(ready, child), 0, child);
    }
  }
  return order;
}

/**
 * The same order with one operation more, found from its end: what is new mostly descends from everything.
 *
 * @param order canonical, with everything that `checked` depends on; nothing in it depends on `checked`.
 */
export function insertInOrder(order: CheckedOp[], checked: CheckedOp): void {
  const needed = new Set(dependencies(checked.op));
  let at = order.length;
  for (let last = order[at - 1]; last !== undefined && !needed.has(last.id); last = order[at - 1]) at--;
  // Among those that could come next the lowest id comes first.
  for (let next = order[at]; next !== undefined && next.id < checked.id; next = order[at]) at++;
  order.splice(at, 0, checked);
}

/** The operations that no other one descends from, ascending. */
export function headsOf(ops: readonly CheckedOp[]): readonly OpId[] {
  const covered = new Set(ops.flatMap(({ op }) => dependencies(op)));
  return ops
    .map(({ id }) => id)
    .filter((id) => !covered.has(id))
    .sort();
}
