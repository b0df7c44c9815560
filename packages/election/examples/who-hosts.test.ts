import { expect, test } from '@jest/globals';
import { ada, ben, cleo, hostAmong } from './who-hosts.ts';

test('the example names who has been up for longest of those who are there', () => {
  expect(hostAmong(ada, ben, cleo)).toBe(ben.memberId);
  expect(hostAmong(ada, cleo)).toBe(ada.memberId);
  expect(hostAmong()).toBe(cleo.memberId);
});
