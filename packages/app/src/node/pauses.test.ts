import { expect, test } from '@jest/globals';
import type { MemberId, ShellId } from '@fyteclub/identity';
import { SimulatedClock } from 'xstate';
import { DiskImage } from '../testing/disk-image.ts';
import { Pauses, type PauseRow } from './pauses.ts';

const [shell, other] = ['a', 'b'] as [ShellId, ShellId];
const [ada, ben] = ['1', '2'] as [MemberId, MemberId];
const HOUR = 60 * 60_000;

function setUp() {
  const clock = new SimulatedClock();
  let now = 1_000;
  const table = new DiskImage().mount().store.node.table<PauseRow>('pauses');
  const pauses = new Pauses(table, clock, () => now);
  let changes = 0;
  pauses.listen(() => changes++);
  return {
    pauses,
    again: () => new Pauses(table, clock, () => now),
    changes: () => changes,
    pass: (ms: number) => {
      now += ms;
      clock.increment(ms);
    },
  };
}

test('one member stands still, in one syncshell, until it is resumed', () => {
  const { pauses, again, pass } = setUp();
  pauses.pause({ shell, member: ada }, null);
  pass(48 * HOUR);
  expect([pauses.covers(shell, ada), pauses.covers(shell, ben), pauses.covers(other, ada)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(again().covers(shell, ada)).toBe(true);
  pauses.resume('all');
  expect(pauses.covers(shell, ada)).toBe(true);
  pauses.resume({ shell, member: ada });
  expect(pauses.covers(shell, ada)).toBe(false);
});

test('everything stands still for an hour, and whoever listens hears when it goes on', () => {
  const { pauses, changes, pass } = setUp();
  pauses.pause('all', 1_000 + HOUR);
  expect([pauses.covers(shell, ada), pauses.all, changes()]).toEqual([true, { until: 1_000 + HOUR }, 1]);
  pass(HOUR - 1);
  expect(pauses.covers(shell, ada)).toBe(true);
  pass(1);
  expect([pauses.covers(shell, ada), pauses.all, changes()]).toEqual([false, undefined, 2]);
});

test('what ended while nobody ran is over', () => {
  const { pauses, again, pass } = setUp();
  pauses.pause({ shell, member: ada }, 1_000 + HOUR);
  pauses.stop();
  pass(2 * HOUR);
  expect(again().of(shell, ada)).toBeUndefined();
});

test('longer than a timer can wait', () => {
  const { pauses, pass } = setUp();
  pauses.pause('all', 1_000 + 60 * 24 * HOUR);
  for (let day = 0; day < 59; day++) pass(24 * HOUR);
  expect(pauses.covers(shell, ada)).toBe(true);
  pass(24 * HOUR);
  expect(pauses.covers(shell, ada)).toBe(false);
});
