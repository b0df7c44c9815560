import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDataKey } from '@fyteclub/identity';
import { afterEach, expect, test } from '@jest/globals';
import { DiskImage } from '../testing/disk-image.ts';
import { sealedFile } from './sealed-file.ts';
import { findForeignState, openStore, type Store } from './store.ts';
import { openUnder, passphraseFrom, randomBytes } from './testing/passphrases.ts';
import { runStoreTests } from './testing/store-compliance.ts';

const stores: Store[] = [];
const folderOf = () => join(mkdtempSync(join(tmpdir(), 'fyte-')), 'state');
async function opened(folder: string): Promise<Store> {
  const store = await openStore(folder);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}
async function openedUnder(folder: string, passphrase: string): Promise<Store> {
  if (!existsSync(join(folder, 'keys.locked'))) await passphraseFrom(folder, undefined, passphrase);
  const store = await openUnder(folder, passphrase);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}
async function openedForAWhile(folder: string): Promise<Store> {
  const store = await opened(folder);
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
  return { open: () => Promise.resolve(image.mount().store) };
});
runStoreTests('in memory, sealed', () => {
  const image = new DiskImage();
  const key = createDataKey(randomBytes(32), randomBytes);
  const open = () => {
    const { store } = image.mount();
    return Promise.resolve({
      ...store,
      node: sealedFile(store.node, key),
      book: sealedFile(store.book, key),
    });
  };
  return { open };
});
runStoreTests('in a folder, under a passphrase', () => {
  const folder = folderOf();
  return { open: () => openedUnder(folder, 'a chocobo') };
});

test('the state is readable by its owner alone', async () => {
  const folder = folderOf();
  await openedForAWhile(folder);
  expect(statSync(join(folder, 'node.lmdb')).mode & 0o777).toBe(0o600);
});

test.each([
  [3, 'state-newer'],
  [0, 'state-unknown'],
  [1.5, 'state-unknown'],
  ['first', 'state-unknown'],
])('P68 state of format %p is refused as %s, and nothing in its folder is changed', async (format, code) => {
  const folder = folderOf();
  const store = await openedForAWhile(folder);
  store.node.table<unknown>('meta').put('format', format);
  await stores.pop()?.close();
  rmSync(join(folder, 'book.lmdb'));
  writeFileSync(join(folder, 'node.lmdb.new'), 'what another version keeps here');
  const before = contentsOf(folder);
  expect(await findForeignState(folder)).toMatchObject({ code });
  expect(await openStore(folder)).toMatchObject({ ok: false, error: { code } });
  expect(contentsOf(folder)).toEqual(before);
});

test('state of this version, and none at all, is foreign to nobody', async () => {
  const folder = folderOf();
  expect(await findForeignState(folder)).toBeUndefined();
  expect(existsSync(folder)).toBe(false);
  await openedForAWhile(folder);
  await stores.pop()?.close();
  expect(await findForeignState(folder)).toBeUndefined();
});

/** Every file with its bytes; locks are taken by whoever only looks. */
function contentsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-lock'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}
