import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareFolders } from './compare-folders.ts';

let root: string;
let [a, b] = ['', ''];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fy-'));
  [a, b] = [join(root, 'a'), join(root, 'b')];
  await mkdir(join(a, 'nested/empty'), { recursive: true });
  await writeFile(join(a, 'nested/file'), Buffer.alloc(3 << 20, 1));
  await cp(a, b, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('alike', async () => {
  expect(await compareFolders(a, b)).toEqual([]);
});

test('a file missing on either side', async () => {
  await writeFile(join(a, 'extra'), '');
  await writeFile(join(b, 'other'), '');
  expect(await compareFolders(a, b)).toEqual([
    { path: 'extra', what: 'only in the first' },
    { path: 'other', what: 'only in the second' },
  ]);
});

test('an empty folder that is gone', async () => {
  await rm(join(b, 'nested/empty'), { recursive: true });
  expect(await compareFolders(a, b)).toEqual([{ path: 'nested/empty', what: 'only in the first' }]);
});

test('one byte of three megabytes', async () => {
  const bytes = Buffer.alloc(3 << 20, 1);
  bytes[bytes.length - 1] = 2;
  await writeFile(join(b, 'nested/file'), bytes);
  expect(await compareFolders(a, b)).toEqual([{ path: 'nested/file', what: 'not the same bytes' }]);
});

test('a file cut short', async () => {
  await writeFile(join(b, 'nested/file'), Buffer.alloc(2 << 20, 1));
  expect(await compareFolders(a, b)).toEqual([{ path: 'nested/file', what: 'not the same bytes' }]);
});

test('a folder where a file should be', async () => {
  await rm(join(b, 'nested/file'));
  await mkdir(join(b, 'nested/file'));
  expect(await compareFolders(a, b)).toEqual([{ path: 'nested/file', what: 'not the same kind' }]);
});

test('a link is equal to nothing, not even to the same link', async () => {
  for (const folder of [a, b]) await symlink('file', join(folder, 'nested/link'));
  expect(await compareFolders(a, b)).toEqual([{ path: 'nested/link', what: 'not the same kind' }]);
});
