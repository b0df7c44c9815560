import { expect, test } from '@jest/globals';
import { isEffective, scope } from './effect.rules.ts';
import { indexOf } from './graph-index.rules.ts';
import type { CheckedOp } from './op.ts';
import { ada, ben, cleo, dan, party, trio, type Copy } from './testing/cast.ts';

/** Whether an operation has effect in the view of somebody who has all that this copy has. */
function hasEffect(copy: Copy, { id }: CheckedOp): boolean {
  const { history } = indexOf(copy.graph);
  const view = scope(history, history.everything());
  return isEffective(view, history.indexOf(id)!);
}

test('leaving has effect also if its author was removed meanwhile', () => {
  const copy = trio();
  const there = copy.split();
  const leave = there.leave(ben);
  copy.remove(ada, ben);
  copy.merge(there);
  expect(hasEffect(copy, leave)).toBe(true);
});

test('P30 a removal has effect once it has its signatures, and not before', () => {
  const { copy, people } = party(10);
  const removal = copy.remove(people[1]!, people[9]!);
  expect(hasEffect(copy, removal)).toBe(false);
  copy.sign(people[2]!, removal);
  expect(hasEffect(copy, removal)).toBe(true);
});

test('P32 of two who remove each other only one removal has effect', () => {
  const copy = trio();
  copy.bring(ada, dan, 1);
  const there = copy.split();
  const both = [copy.remove(ben, cleo), there.remove(cleo, ben)] as const;
  copy.merge(there);
  expect(both.map((removal) => hasEffect(copy, removal)).sort()).toEqual([false, true]);
});
