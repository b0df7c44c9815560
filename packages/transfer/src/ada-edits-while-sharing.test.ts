import { describe, expect, test } from '@jest/globals';
import { memorySource, MemoryStore, noise, sameFiles, shareOf, type Files } from './testing/mods.ts';
import { stage } from './testing/transfer.ts';

const before: Files = {
  'a.json': noise(2_000, 1),
  'b.tex': noise(1_200_000, 2),
  'c.tex': noise(1_300_000, 3),
};
const after: Files = { ...before, 'c.tex': Buffer.concat([noise(40, 9), before['c.tex']!]) };

describe('a file changes while it is shared', () => {
  test('P81 both sides end as stale, and the new version arrives whole, reusing what had come', async () => {
    const old = shareOf(before);
    const store = new MemoryStore();
    // The disk already holds the new bytes where the manifest still speaks of the old ones.
    const run = stage({ shared: old, source: memorySource(after, old), store });
    expect(await run.ends).toEqual([
      { kind: 'failed', code: 'stale', path: 'c.tex' },
      { kind: 'failed', code: 'stale' },
    ]);
    expect(store.finished).toBe(false);

    const renewed = shareOf(after);
    const next = new MemoryStore();
    next.files = store.files;
    next.files.set('c.tex', Buffer.concat([store.files.get('c.tex')!, new Uint8Array(40)]));
    const update = stage({ shared: renewed, source: memorySource(after, renewed), store: next });
    expect((await update.ends)[1]).toEqual({ kind: 'done' });
    expect(sameFiles(next.contents(), after)).toBe(true);
    expect(update.down.bytes).toBeLessThan(1_400_000);
  });

  test('a file that got shorter or cannot be read counts as changed', async () => {
    const old = shareOf(before);
    const shorter = { ...before, 'b.tex': before['b.tex']!.subarray(1) };
    const run = stage({ shared: old, source: memorySource(shorter, old), store: new MemoryStore() });
    expect((await run.ends)[0]).toEqual({ kind: 'failed', code: 'stale', path: 'b.tex' });
  });

  test('a full disk ends with its own code and keeps what was written', async () => {
    const shared = shareOf(before);
    const store = new MemoryStore();
    store.slow = () => {
      if (store.writes === 2) store.problem = 'disk-full';
      return Promise.resolve();
    };
    const run = stage({ shared, source: memorySource(before, shared), store });
    expect(await run.ends).toEqual([
      { kind: 'failed', code: 'channel-lost' },
      { kind: 'failed', code: 'disk-full' },
    ]);
    store.problem = undefined;
    store.slow = () => Promise.resolve();
    const again = stage({ shared, source: memorySource(before, shared), store });
    expect((await again.ends)[1]).toEqual({ kind: 'done' });
    expect(again.down.bytes).toBeLessThan(2_400_000);
    expect(sameFiles(store.contents(), before)).toBe(true);
  });
});
