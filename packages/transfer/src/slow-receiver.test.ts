import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { HIGH_WATER_BYTES } from './line.ts';
import { FRAME_MAX } from './frames.ts';
import { memorySource, MemoryStore, noise, sameFiles, shareOf, type Files } from './testing/mods.ts';
import { stage } from './testing/transfer.ts';
import { windowBytes } from './window.ts';

const large: Files = { 'large.bin': noise(24_000_000, 4) };
const shared = shareOf(large);
const WINDOW = windowBytes(shared.bytes);

describe('a fast sender and a slow receiver', () => {
  test('P57 a slow wire never has more than the high-water mark and one frame waiting', async () => {
    const run = stage({
      shared,
      source: memorySource(large, shared),
      store: new MemoryStore(),
      tick: () => tick(),
      record: false,
    });
    expect((await run.ends)[1]).toEqual({ kind: 'done' });
    expect(run.down.peak).toBeGreaterThan(HIGH_WATER_BYTES / 2);
    expect(run.down.peak).toBeLessThanOrEqual(HIGH_WATER_BYTES + FRAME_MAX + 17);
  });

  test('P57 a slow disk never has more than the window waiting in memory', async () => {
    const store = new MemoryStore();
    let ahead = 0;
    let slow = true;
    store.slow = async () => {
      ahead = Math.max(ahead, run.down.bytes - written);
      while (slow && run.down.bytes - written < WINDOW - 200_000) await tick();
      await tick();
    };
    let written = 0;
    const write = store.write.bind(store);
    store.write = async (entry, offset, parts) => {
      const result = await write(entry, offset, parts);
      written += parts.reduce((sum, part) => sum + part.length, 0);
      slow = written < 12_000_000;
      return result;
    };
    const run = stage({ shared, source: memorySource(large, shared), store, record: false });
    expect((await run.ends)[1]).toEqual({ kind: 'done' });
    expect(ahead).toBeGreaterThan(WINDOW / 2);
    expect(ahead).toBeLessThan(WINDOW + 3 * 1024 ** 2);
    expect(sameFiles(store.contents(), large)).toBe(true);
  });
});
