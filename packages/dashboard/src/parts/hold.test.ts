import { expect, test } from '@jest/globals';
import { holdAfter, type Hold, type HoldEvent } from './hold.rules.ts';

const after = (...events: HoldEvent[]): Hold => events.reduce<Hold>(holdAfter, 'idle');

test('held for long enough it is done, and letting go afterwards does nothing more', () => {
  expect(after('down', 'held')).toBe('done');
  expect(after('down', 'held', 'up', 'press')).toBe('done');
});

test('let go too soon nothing is done, however often', () => {
  expect(after('down', 'up')).toBe('early');
  expect(after('down', 'up', 'press', 'down', 'up', 'press', 'held')).toBe('early');
});

test('what cannot hold presses twice, and in time', () => {
  expect(after('press')).toBe('armed');
  expect(after('press', 'press')).toBe('done');
  expect(after('press', 'timeout', 'press')).toBe('armed');
});

test('after a while it is as it was', () => {
  expect(after('down', 'up', 'timeout')).toBe('idle');
  expect(after('down', 'held', 'timeout')).toBe('idle');
  expect(after('down', 'timeout', 'held')).toBe('done');
});
