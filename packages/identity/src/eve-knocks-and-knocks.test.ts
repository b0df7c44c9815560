import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countsAsFailure,
  FIRST_PAUSE_MS,
  forgetFailures,
  LONGEST_PAUSE_MS,
  MAX_REMEMBERED,
  mayKnock,
  NO_FAILURES,
  rememberFailure,
  type Backoff,
} from './backoff.rules.ts';

const now = 1_700_000_000_000;
const SECOND = 1000;
const [eve, ben] = ['203.0.113.7', 'key of Ben'];

/** Eve fails as soon as she is heard again, so many times. */
function failing(times: number): { readonly backoff: Backoff; readonly at: number } {
  let backoff = NO_FAILURES;
  let at = now;
  for (let i = 0; i < times; i++) {
    while (!mayKnock(backoff, eve, at)) at += SECOND;
    backoff = rememberFailure(backoff, eve, at);
  }
  return { backoff, at };
}
const pauseAfter = (times: number): number => {
  const { backoff, at } = failing(times);
  let until = at;
  while (!mayKnock(backoff, eve, until)) until += SECOND;
  return until - at;
};

describe('whoever fails', () => {
  test('is heard again after half a minute, a minute, two, and so on up to an hour', () => {
    const minutes = [1, 2, 3, 4, 7, 8, 9, 30].map((times) => pauseAfter(times) / 60_000);
    expect(minutes).toEqual([0.5, 1, 2, 4, 32, 60, 60, 60]);
    expect([FIRST_PAUSE_MS, LONGEST_PAUSE_MS]).toEqual([30_000, 3_600_000]);
  });

  test('costs nobody else a second', () => {
    expect(mayKnock(failing(9).backoff, ben, now)).toBe(true);
  });

  test('and gets in after all, or is quiet for an hour, begins anew', () => {
    const { backoff, at } = failing(4);
    expect(mayKnock(forgetFailures(backoff, eve), eve, at)).toBe(true);
    expect(forgetFailures(backoff, ben)).toBe(backoff);
    const later = at + 4 * 60_000 + LONGEST_PAUSE_MS + 1;
    const again = rememberFailure(backoff, eve, later);
    expect(mayKnock(again, eve, later + FIRST_PAUSE_MS - 1)).toBe(false);
    expect(mayKnock(again, eve, later + FIRST_PAUSE_MS)).toBe(true);
    const sooner = rememberFailure(backoff, eve, later - 1);
    expect(mayKnock(sooner, eve, later - 1 + FIRST_PAUSE_MS)).toBe(false);
  });

  test('is not shut out for a day because our clock was set back by one', () => {
    expect(mayKnock(failing(9).backoff, eve, now - 24 * LONGEST_PAUSE_MS)).toBe(true);
  });
});

describe('what is remembered', () => {
  const flood = (backoff: Backoff, count: number): Backoff => {
    let flooded = backoff;
    for (let i = 0; i < count; i++) flooded = rememberFailure(flooded, `address ${flooded.size}/${i}`, now);
    return flooded;
  };

  test('is bounded, whatever comes', () => {
    expect(flood(NO_FAILURES, MAX_REMEMBERED + 50).size).toBe(MAX_REMEMBERED);
  });

  test('and a flood of new names does not wash out who has failed most', () => {
    let backoff = flood(NO_FAILURES, MAX_REMEMBERED);
    for (let i = 0; i < 5; i++) backoff = rememberFailure(backoff, eve, now);
    expect(mayKnock(flood(backoff, MAX_REMEMBERED + 50), eve, now + FIRST_PAUSE_MS)).toBe(false);
  });

  test('is dropped once it says nothing any more', () => {
    const old = flood(NO_FAILURES, 10);
    const later = now + FIRST_PAUSE_MS + LONGEST_PAUSE_MS + 1;
    expect([...rememberFailure(old, ben, later).keys()]).toEqual([ben]);
  });

  test('a pause is never shorter than half a minute nor longer than an hour', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 * LONGEST_PAUSE_MS), { maxLength: 40 }), (gaps) => {
        let [backoff, at] = [NO_FAILURES, now];
        for (const gap of gaps) {
          at += gap;
          backoff = rememberFailure(backoff, eve, at);
          expect(mayKnock(backoff, eve, at + FIRST_PAUSE_MS - 1)).toBe(false);
          expect(mayKnock(backoff, eve, at + LONGEST_PAUSE_MS)).toBe(true);
        }
      }),
    );
  });
});

test('only what is the fault of whoever came counts', () => {
  for (const code of [
    'bad-signature',
    'removed',
    'token-expired',
    'malformed-frame',
    'invite-unknown',
  ] as const)
    expect(countsAsFailure(code)).toBe(true);
  for (const code of ['denied', 'challenge-expired', 'foreign-version', 'password-needed'] as const)
    expect(countsAsFailure(code)).toBe(false);
});
