import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { DiskImage } from '../testing/disk-image.ts';
import { openStore, type Store } from './store.ts';
import { runStoreTests } from './testing/store-compliance.ts';

const stores: Store[] = [];
const folderOf = () => join(mkdtempSync(join(tmpdir(), 'fyte-')), 'state');
function opened(folder: string): Store {
  const store = openStore(folder);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}
function openedForAWhile(folder: string): Store {
  const store = opened(folder);
  stores.push(store);
  return store;
}
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

runStoreTests('in a folder', () => {
  const folder = folderOf();
  return { open: () => opened(folder) };
});
runStoreTests('in memory', () => {
  const image = new DiskImage();
  return { open: () => image.mount().store };
});

test('the state is readable by its owner alone', () => {
  const folder = folderOf();
  openedForAWhile(folder);
  expect(statSync(join(folder, 'node.lmdb')).mode & 0o777).toBe(0o600);
});

test('state of a newer format is left alone', async () => {
  const folder = folderOf();
  openedForAWhile(folder).node.table<number>('meta').put('format', 2);
  await stores.pop()?.close();
  expect(openStore(folder)).toMatchObject({ ok: false, error: { code: 'state-newer' } });
});
