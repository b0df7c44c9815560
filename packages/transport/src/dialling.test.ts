import { expect, test } from '@jest/globals';
import { toHex, type MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { FIRST_REDIAL_MS, keepsLink, LAST_REDIAL_MS, nextAttempt, offersTo } from './dialling.rules.ts';

const member = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((key) => toHex(key) as MemberId);
const spread = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('waits grow with every failure, are never nothing, and never longer than five minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), spread, (failures, dice) => {
      const wait = nextAttempt(failures, dice);
      expect(wait).toBeGreaterThanOrEqual(FIRST_REDIAL_MS / 2);
      expect(wait).toBeLessThanOrEqual(LAST_REDIAL_MS);
      expect(nextAttempt(failures + 1, dice)).toBeGreaterThanOrEqual(wait);
    }),
  );
});

test('two of a group that woke together do not wait alike', () => {
  expect(nextAttempt(5, 0.1)).not.toBe(nextAttempt(5, 0.9));
});

test('of two members exactly one offers, and both keep the same one of two links', () => {
  fc.assert(
    fc.property(member, member, (ada, ben) => {
      fc.pre(ada !== ben);
      expect(offersTo(ada, ben)).toBe(!offersTo(ben, ada));
      for (const dialler of [ada, ben])
        expect(keepsLink(ada, ben, dialler)).toBe(keepsLink(ben, ada, dialler));
      expect(keepsLink(ada, ben, ada)).toBe(!keepsLink(ada, ben, ben));
    }),
  );
});
