import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openStore, type Store } from './store.ts';

const stores: Store[] = [];
const folderOf = () => join(mkdtempSync(join(tmpdir(), 'fyte-')), 'state');
function opened(folder: string): Store {
  const store = openStore(folder);
  if (!store.ok) throw new Error(store.error.message);
  stores.push(store.value);
  return store.value;
}
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

test('what Ada wrote is there after a restart, bytes included', async () => {
  const folder = folderOf();
  const first = opened(folder);
  first.book
    .table<{ at: number; sealed: Uint8Array }>('ops')
    .put('a/1', { at: 5, sealed: Uint8Array.of(1, 2) });
  await stores.pop()?.close();
  const row = opened(folder).book.table<{ at: number; sealed: Uint8Array }>('ops').get('a/1');
  expect({ at: row?.at, sealed: [...(row?.sealed ?? [])] }).toEqual({ at: 5, sealed: [1, 2] });
});

test('bytes that were read belong to the reader: wiping a copy wipes nothing else', () => {
  const table = opened(folderOf()).node.table<{ epochs: { secret: Uint8Array }[] }>('memberships');
  table.put('a', { epochs: [{ secret: Uint8Array.of(1, 2, 3) }] });
  const secret = table.get('a')?.epochs[0]?.secret ?? new Uint8Array();
  secret.slice().fill(0);
  expect([...secret]).toEqual([1, 2, 3]);
  secret.fill(0);
  expect([...(table.get('a')?.epochs[0]?.secret ?? [])]).toEqual([1, 2, 3]);
});

test('entries are those of the prefix, in order', () => {
  const table = opened(folderOf()).book.table<number>('ops');
  for (const key of ['b/2', 'a/1', 'b/1', 'c/1']) table.put(key, 1);
  expect(table.entries('b/').map(([key]) => key)).toEqual(['b/1', 'b/2']);
  expect(table.entries()).toHaveLength(4);
});

test('a change that fails half-way leaves nothing behind', () => {
  const store = opened(folderOf());
  const table = store.book.table<number>('ops');
  expect(() =>
    store.book.together(() => {
      table.put('a', 1);
      throw new Error('the power went');
    }),
  ).toThrow('the power went');
  expect(table.get('a')).toBeUndefined();
});

test('the state is readable by its owner alone', () => {
  const folder = folderOf();
  opened(folder);
  expect(statSync(join(folder, 'node.lmdb')).mode & 0o777).toBe(0o600);
});

test('state of a newer format is left alone', async () => {
  const folder = folderOf();
  opened(folder).node.table<number>('meta').put('format', 2);
  await stores.pop()?.close();
  expect(openStore(folder)).toMatchObject({ ok: false, error: { code: 'state-newer' } });
});
