import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut } from './testing/duplex.ts';
import { memorySource, MemoryStore, noise, sameFiles, shareOf, type Files } from './testing/mods.ts';
import { stage } from './testing/transfer.ts';

const wardrobe: Files = Object.fromEntries([
  ...Array.from({ length: 40 }, (_, i) => [`small/${i}.mtrl`, noise(300 + 97 * i, i + 1)] as const),
  ['large.tex', noise(1_300_000, 99)],
]);
const shared = shareOf(wardrobe);
const plainBytes = shared.bytes;

/** Sends until so many frames have arrived, then the channel is gone. */
async function sendUntil(frames: number, store: MemoryStore): Promise<number> {
  const run = stage({
    shared,
    source: memorySource(wardrobe, shared),
    store,
    meddle: (frame, index, deliver) => {
      if (index < frames) deliver(frame);
      else cut([run.down, run.up], [run.sender, run.receiver]);
    },
  });
  await run.ends;
  return run.receiver.progress().bytes;
}

describe('a transfer that is cut and taken up again', () => {
  test('P53 ends byte-identical under new keys, and asks only for what is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 4 }), async (cuts) => {
        const store = new MemoryStore();
        let held = 0;
        for (const frames of cuts) held = Math.max(held, await sendUntil(frames, store));
        const run = stage({ shared, source: memorySource(wardrobe, shared), store });
        expect((await run.ends)[1]).toEqual({ kind: 'done' });
        expect(sameFiles(store.contents(), wardrobe)).toBe(true);
        expect(run.down.bytes).toBeLessThan(plainBytes - held + 20_000);
      }),
      { numRuns: 25 },
    );
  });

  test('P53 no frame of the first try is any use in the second', async () => {
    const store = new MemoryStore();
    const first = stage({ shared, source: memorySource(wardrobe, shared), store: new MemoryStore() });
    await first.ends;
    const second = stage({
      shared,
      source: memorySource(wardrobe, shared),
      store,
      meddle: (_, index, deliver) => deliver(first.down.sent[index]!),
    });
    expect((await second.ends)[1]).toEqual({ kind: 'failed', code: 'bad-frame' });
    expect(store.writes).toBe(0);
  });

  test('all that arrived before the cut is verified and written', async () => {
    const store = new MemoryStore();
    store.slow = () => new Promise((resolve) => setTimeout(resolve, 2));
    expect(await sendUntil(13, store)).toBeGreaterThan(1_150_000);
  });

  test('while the wire is silent nothing verified waits in memory for a kill to lose it', async () => {
    const store = new MemoryStore();
    const run = stage({
      shared,
      source: memorySource(wardrobe, shared),
      store,
      meddle: (frame, index, deliver) => index < 6 && deliver(frame),
    });
    while (run.down.sent.length < 7) await tick();
    for (let i = 0; i < 50; i++) await tick();
    const arrived = Object.entries(wardrobe).reduce((sum, [path, bytes]) => {
      const file = store.files.get(path)!;
      return sum + bytes.reduce((same, byte, i) => same + (byte !== 0 && file[i] === byte ? 1 : 0), 0);
    }, 0);
    expect(arrived).toBeGreaterThan(
      0.98 * (run.down.sent.slice(1, 6).reduce((sum, frame) => sum + frame.length, 0) - 2_000),
    );
    cut([run.down, run.up], [run.sender, run.receiver]);
    await run.ends;
  });
});
