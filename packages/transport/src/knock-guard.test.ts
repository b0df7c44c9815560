import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ADMITTED_MEMORY_MS,
  begin,
  emptyKnockGuard,
  finish,
  MAX_UNFINISHED,
  mayKnock,
  type KnockGuard,
} from './knock-guard.rules.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

function flood(
  guard: KnockGuard,
  names: readonly string[],
  now: number,
): { guard: KnockGuard; begun: number } {
  let begun = 0;
  for (const name of names) {
    if (!mayKnock(guard, name, now)) continue;
    guard = begin(guard, name, now);
    begun += 1;
  }
  return { guard, begun };
}
const names = (count: number, prefix = 'n'): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

test('a hundred friends who return together all get in', () => {
  expect(flood(emptyKnockGuard(NOON), names(100), NOON).begun).toBe(100);
});

test('P64 a thousand names begin no more connections than there are slots, and finished ones free theirs', () => {
  const { guard, begun } = flood(emptyKnockGuard(NOON), names(1_000), NOON);
  expect(begun).toBe(MAX_UNFINISHED);
  const later = NOON + 60_000;
  expect(flood(guard, names(1_000, 'later'), later).begun).toBe(0);
  const two = finish(finish(guard));
  expect(flood(two, names(1_000, 'later'), later).begun).toBe(2);
});

test('a flood that finishes at once is slowed down all the same', () => {
  let guard = emptyKnockGuard(NOON);
  let begun = 0;
  for (let i = 0; i < 10_000; i++) {
    const now = NOON + i;
    if (!mayKnock(guard, `n${i}`, now)) continue;
    guard = finish(begin(guard, `n${i}`, now));
    begun += 1;
  }
  expect(begun).toBeLessThan(500);
});

test('a name opens one connection, however often and from wherever it is repeated', () => {
  const guard = finish(begin(emptyKnockGuard(NOON), 'ben', NOON));
  expect(mayKnock(guard, 'ben', NOON + ADMITTED_MEMORY_MS - 1)).toBe(false);
  expect(mayKnock(guard, 'cleo', NOON)).toBe(true);
});

test('what it remembers is bounded, and time running backwards gives nothing away', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 300 }), (times) => {
      let guard = emptyKnockGuard(NOON);
      for (const [index, offset] of times.entries()) {
        const now = NOON + offset;
        if (mayKnock(guard, `n${index}`, now)) guard = begin(guard, `n${index}`, now);
        expect(guard.unfinished).toBeLessThanOrEqual(MAX_UNFINISHED);
        expect(guard.allowance).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
