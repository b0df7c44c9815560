import { expect, test } from '@jest/globals';
import type { ModHash } from '@fyteclub/transfer';
import { DiskImage } from '../testing/disk-image.ts';
import { Holding } from './holding.ts';

const [robe, later] = ['aa', 'bb'] as ModHash[] as [ModHash, ModHash];

function setUp(above: number | null) {
  const { node } = new DiskImage().mount().store;
  return () => new Holding(node.table<1>('released'), above);
}

test('what is bigger is held until it is let through, which outlasts a restart and is good for these bytes alone', () => {
  const start = setUp(100);
  const holding = start();
  expect([100, 101].map((bytes) => holding.holds({ mod: robe, bytes }))).toEqual([false, true]);
  const released: ModHash[] = [];
  holding.listen((mod) => released.push(mod));
  holding.release(robe);
  expect(released).toEqual([robe]);
  for (const each of [holding, start()])
    expect([robe, later].map((mod) => each.holds({ mod, bytes: 101 }))).toEqual([false, true]);
});

test('nothing is held where people want no question', () => {
  expect(setUp(null)().holds({ mod: robe, bytes: Number.MAX_SAFE_INTEGER })).toBe(false);
});

test('that it is held is news once in a run', () => {
  const start = setUp(100);
  const holding = start();
  expect([robe, robe, later].map((mod) => holding.isNews(mod))).toEqual([true, false, true]);
  expect(start().isNews(robe)).toBe(true);
});
