import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distancesIn, metresBetween, placeAt, stepTowards } from './field.rules.ts';

const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });

test('whoever walks comes nearer by a step, arrives, and stays', () => {
  fc.assert(
    fc.property(place, place, fc.integer({ min: 1, max: 50 }), (from, goal, metres) => {
      const before = Math.hypot(from.x - goal.x, from.y - goal.y);
      const there = stepTowards(from, goal, metres);
      const after = Math.hypot(there.x - goal.x, there.y - goal.y);
      expect(after).toBeCloseTo(Math.max(0, before - metres), 6);
      expect(stepTowards(goal, goal, metres)).toEqual(goal);
    }),
  );
});

test('a place so far from somebody is so far from them', () => {
  fc.assert(
    fc.property(place, place, fc.integer({ min: 0, max: 100 }), (from, whom, metres) => {
      expect(metresBetween(placeAt(metres, from, whom), whom)).toBeCloseTo(metres, 1);
    }),
  );
});

test('every pair is measured once', () => {
  const places = { Ada: { x: 0, y: 0 }, Ben: { x: 30, y: 40 }, Cleo: { x: 0, y: 80 } };
  expect(distancesIn(places)).toEqual([
    { pair: ['Ada', 'Ben'], metres: 50 },
    { pair: ['Ada', 'Cleo'], metres: 80 },
    { pair: ['Ben', 'Cleo'], metres: 50 },
  ]);
});
