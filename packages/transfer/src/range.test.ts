import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isMutual, seesInRange, START_METRES, STOP_METRES } from './range.rules.ts';

describe('who is near enough', () => {
  test.each([
    [0, true],
    [49.99, true],
    [50, true],
    [50.01, false],
    [55, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
    [-1, false],
    [undefined, false],
  ])('P55 a transfer may start at %p metres: %p', (metres, starts) => {
    expect(seesInRange(false, metres)).toBe(starts);
  });

  test.each([
    [50.01, true],
    [55, true],
    [55.01, false],
    [undefined, false],
    [Number.NaN, false],
  ])('P55 one that has started goes on at %p metres: %p', (metres, goesOn) => {
    expect(seesInRange(true, metres)).toBe(goesOn);
  });

  test('P55 both sides must see each other', () => {
    expect(isMutual({ mine: true, theirs: true })).toBe(true);
    expect(isMutual({ mine: true, theirs: false })).toBe(false);
    expect(isMutual({ mine: false, theirs: true })).toBe(false);
  });

  test('P55 whatever limit is set, nothing starts past 50 or goes on past 55', () => {
    const metres = fc.double({ min: -10, max: 200, noNaN: false });
    fc.assert(
      fc.property(metres, metres, fc.boolean(), (distance, limit, before) => {
        if (!seesInRange(before, distance, limit)) return;
        expect(distance).toBeLessThanOrEqual(before ? STOP_METRES : START_METRES);
        expect(distance).toBeLessThanOrEqual(limit + (before ? STOP_METRES - START_METRES : 0));
      }),
      { numRuns: 2000 },
    );
  });

  test('a smaller limit of the user counts', () => {
    expect(seesInRange(false, 12, 10)).toBe(false);
    expect(seesInRange(true, 12, 10)).toBe(true);
    expect(seesInRange(true, 15.1, 10)).toBe(false);
    expect(seesInRange(false, 5, Number.NaN)).toBe(false);
  });
});
