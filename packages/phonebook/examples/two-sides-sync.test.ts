import { expect, test } from '@jest/globals';
import { twoSidesSync } from './two-sides-sync.ts';

test('the example brings two copies of a roster together', () => {
  const { apart, together } = twoSidesSync();
  expect(apart.map(({ invites }) => Object.keys(invites).length)).toEqual([2, 2]);
  expect(apart[0]).not.toEqual(apart[1]);
  expect(together.map(({ invites }) => Object.keys(invites).length)).toEqual([3, 3]);
  expect(together[0]).toEqual(together[1]);
});
