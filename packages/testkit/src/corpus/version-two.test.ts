import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareFolders } from './compare-folders.ts';
import { generateMod } from './mod-corpus.ts';
import { mutateMod } from './mutate-mod.ts';

let root: string;
let first: string;
let second: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fy-'));
  [first, second] = [join(root, 'v1'), join(root, 'v2')];
  await generateMod(first, { seed: 1, files: 200, bytes: 8_000_000 });
  await cp(first, second, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('85 % of the files stay, 10 % are replaced, 5 % (models) are edited', async () => {
  const { replaced, edited } = await mutateMod(second, 7);
  expect(replaced).toHaveLength(20);
  expect(edited).toHaveLength(10);
  expect(edited.filter((path) => !path.endsWith('.mdl'))).toEqual([]);
  const changed = (await compareFolders(first, second)).map(({ path }) => path);
  expect(changed.sort()).toEqual([...replaced, ...edited].sort());
});

test('the same seed changes the same bytes', async () => {
  const third = join(root, 'v2 again');
  await cp(first, third, { recursive: true });
  await mutateMod(second, 7);
  await mutateMod(third, 7);
  expect(await compareFolders(second, third)).toEqual([]);
});

test('an edited model keeps its runs in order, a replaced file keeps its size and no byte after the header', async () => {
  const { replaced, edited } = await mutateMod(second, 7);
  for (const path of edited) {
    const [before, after] = [await readFile(join(first, path)), await readFile(join(second, path))];
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.subarray(-16)).toEqual(before.subarray(-16));
  }
  for (const path of replaced) {
    const [before, after] = [await readFile(join(first, path)), await readFile(join(second, path))];
    expect(after.length).toBe(before.length);
    const kept = before.subarray(80).filter((byte, i) => byte === after[80 + i]);
    expect(kept).toHaveLength(0);
  }
});
