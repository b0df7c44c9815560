import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { examplesIn } from './example.mjs';
import { repository } from './tool.mjs';

const root = repository();
const run = (name) =>
  spawnSync(process.execPath, [join(root, 'tools/example.mjs'), name], { encoding: 'utf8', timeout: 60_000 });

test('every package with machines or codes has an example', () => {
  const folders = [...examplesIn(root).values()].map(
    (file) => file.split(/[\\/]packages[\\/]/)[1].split(/[\\/]/)[0],
  );
  expect([...new Set(folders)].sort()).toEqual([
    'app',
    'election',
    'identity',
    'phonebook',
    'testkit',
    'transfer',
    'transport',
  ]);
});

test('an example runs by its name', () => {
  const { status, stderr } = run('two-sides-sync');
  expect([status, stderr]).toEqual([0, expect.stringContaining('1 passed, 1 total')]);
}, 90_000);

test('a name that is none is answered with those that are', () => {
  const { status, stderr } = run('nothing');
  expect([status, stderr]).toEqual([2, expect.stringContaining('two-sides-sync')]);
});
