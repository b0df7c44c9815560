import { expect, test } from '@jest/globals';
import { adasRoster, bensRoster } from './a-group-of-two.ts';

test('the example lets Ben in, and both see the same group', () => {
  expect(Object.values(adasRoster.members).map(({ seniority }) => seniority)).toEqual([0, 1]);
  expect(Object.values(adasRoster.invites)).toMatchObject([{ state: 'used' }]);
  expect(bensRoster).toEqual(adasRoster);
});
