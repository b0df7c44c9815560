import { expect, test } from '@jest/globals';
import type { MemberId, ShellId } from '@fyteclub/identity';
import { SimulatedClock } from 'xstate';
import { DiskImage } from '../testing/disk-image.ts';
import { Gaming, GAMING } from './gaming.ts';
import { Lanes } from './lanes.ts';
import { Limits, type LimitRow } from './limits.ts';

const [shell, ada] = ['a' as ShellId, '1' as MemberId];

function setUp(configured: { up: number | null; down: number | null } = { up: null, down: null }) {
  const { node } = new DiskImage().mount().store;
  const clock = new SimulatedClock();
  let now = 0;
  const start = () => {
    const limits = new Limits({ table: node.table<LimitRow>('limits'), clock, now: () => now, configured });
    const lanes = new Lanes();
    return { limits, lanes, gaming: new Gaming(node.table<number>('settings'), limits, lanes) };
  };
  return {
    start,
    /** Bytes that leave to Ada, or come from her, in ten seconds, after what may go at once. */
    measure: async ({ limits }: { limits: Limits }, way: 'up' | 'down'): Promise<number> => {
      const pace = limits.pace(way, shell, ada);
      let [bytes, over] = [0, false];
      const run = async (): Promise<void> => {
        while (!over) {
          await pace(10_000);
          if ((bytes += 10_000) >= 100_000_000) return;
        }
      };
      void run();
      for (let i = 0; i < 1_000; i++) {
        now += 10;
        clock.increment(10);
        for (let turn = 0; turn < 8; turn++) await Promise.resolve();
      }
      over = true;
      return bytes;
    },
  };
}

/** A quarter of a second and a piece go at once. */
const within = (bytes: number, rate: number): void => {
  expect(bytes).toBeGreaterThan(9.5 * rate);
  expect(bytes).toBeLessThan(10.5 * rate + 10_000);
};

test('little leaves and two transfers run at a time, while what comes is not slowed', async () => {
  const { start, measure } = setUp();
  const node = start();
  expect(await measure(node, 'up')).toBeGreaterThan(10 * GAMING.up);
  node.gaming.on = true;
  within(await measure(node, 'up'), GAMING.up);
  expect(await measure(node, 'down')).toBeGreaterThan(10 * GAMING.up);
});

test('people’s own limits are kept: the lower one holds, and theirs is back afterwards', async () => {
  const { start, measure } = setUp({ up: 400_000, down: null });
  const node = start();
  node.gaming.on = true;
  within(await measure(node, 'up'), GAMING.up);
  expect(node.limits.of('node')).toEqual({ up: 400_000, down: null });
  node.limits.set('node', { up: 100_000 });
  within(await measure(node, 'up'), 100_000);
  node.limits.set('node', { up: 500_000 });
  within(await measure(node, 'up'), GAMING.up);
  node.gaming.on = false;
  within(await measure(node, 'up'), 500_000);
});

test('it outlasts a restart, until it is switched off', async () => {
  const { start, measure } = setUp();
  start().gaming.on = true;
  const again = start();
  expect(again.gaming.on).toBe(true);
  within(await measure(again, 'up'), GAMING.up);
  again.gaming.on = false;
  expect(start().gaming.on).toBe(false);
});
