import { OFFERS_MAX } from '@fyteclub/transfer';
import { expect, test } from '@jest/globals';
import type { Self } from './context.ts';
import { Shares } from './shares.ts';

/** Somebody who shares so many folders, none of which is there any more. */
function sharing(count: number): { readonly shares: Shares; readonly kept: Map<string, unknown> } {
  const rows = Array.from({ length: count }, (_, i) => ({ path: `/mods/${i}`, name: `Mod ${i}` }));
  const kept = new Map<string, unknown>(rows.map((row) => [`00/${row.name}`, row]));
  const table = {
    entries: () => [...kept],
    put: (key: string, row: unknown) => kept.set(key, row),
    remove: (key: string) => kept.delete(key),
  };
  const missing = { ok: false, error: { code: 'path-missing' } };
  const folders = { watch: () => ({ close: () => undefined }), share: () => Promise.resolve(missing) };
  const parts = { disk: { folders }, log: { warn: () => undefined }, now: () => 0 };
  const self = { shell: '00', node: { parts, paths: {}, store: { node: { table: () => table } } } };
  return { shares: new Shares(self as unknown as Self, () => undefined), kept };
}

test('two names that Windows takes for one are not shared beside each other', async () => {
  const { shares, kept } = sharing(1);
  for (const name of ['mod 0', 'MOD 0'])
    expect(await shares.add('/mods/new', name)).toMatchObject({
      ok: false,
      error: { code: 'share-name-taken', message: expect.stringContaining('"Mod 0"') },
    });
  expect(await shares.add('/mods/new', 'Mod 1')).toMatchObject({ error: { code: 'path-missing' } });
  expect(kept.size).toBe(1);
});

test('nobody shares more mods than a friend hears of: the next is refused, and nothing else changes', async () => {
  const { shares, kept } = sharing(OFFERS_MAX);
  const refused = await shares.add('/mods/new', undefined);
  expect(refused).toMatchObject({ ok: false, error: { code: 'too-many-mods' } });
  expect(kept.size).toBe(OFFERS_MAX);
  // One that is shared already is no other.
  expect(await shares.add('/mods/7', 'Mod 7')).toMatchObject({ error: { code: 'path-missing' } });
  shares.remove('Mod 7');
  expect(await shares.add('/mods/new', undefined)).toMatchObject({ error: { code: 'path-missing' } });
});
