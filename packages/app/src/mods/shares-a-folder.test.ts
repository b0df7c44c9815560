import { mkdirSync, renameSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { SHARE_ERRORS } from './errors.ts';
import { scanFolder, type FolderRow } from './scan.ts';
import { shareFolder } from './share.ts';
import { ada, memoryTable, share, shell } from './testing/homes.ts';
import { noise, removeTempFolders, tempFolder, wardrobe, writeFiles, type Files } from './testing/folders.ts';

afterAll(removeTempFolders);

async function folderWith(files: Files): Promise<string> {
  const folder = await tempFolder();
  writeFiles(folder, files);
  return folder;
}

const later = Date.now() + 60_000;

async function scan(folder: string, index = memoryTable<FolderRow>()) {
  const scanned = await scanFolder(folder, index, later);
  if (!scanned.ok) throw new Error(scanned.error.code);
  return scanned.value;
}

describe('Ada shares a folder', () => {
  test('an unchanged folder gives the same mod hash, and is not read again', async () => {
    const folder = await folderWith(wardrobe());
    const index = memoryTable<FolderRow>();
    const first = await scan(folder, index);
    expect(first.read).toBeGreaterThan(3_000_000);
    expect((await scan(folder, index)).read).toBe(0);
    expect((await share(folder, index)).offer).toEqual((await share(folder)).offer);
    expect(first.tree.folders).toEqual(['nothing here']);
    expect((await share(folder)).offer).toMatchObject({ name: 'Silk Robe', files: 66 });
  });

  test('only a file that changed is read again, also when its size and time stay the same', async () => {
    const folder = await folderWith(wardrobe());
    const index = memoryTable<FolderRow>();
    const before = await share(folder, index);
    await scan(folder, index);
    const path = join(folder, 'chara/equipment/robe.mdl');
    const when = new Date(1_600_000_000_000);
    utimesSync(path, when, when);
    await scan(folder, index);
    writeFileSync(path, noise(400_000));
    utimesSync(path, when, when);
    expect((await scan(folder, index)).read).toBe(400_000);
    expect((await share(folder, index)).offer.mod).not.toBe(before.offer.mod);
  });

  test('a file written this very moment is not trusted by its time', async () => {
    const folder = await folderWith({ 'a.bin': noise(5_000) });
    const index = memoryTable<FolderRow>();
    await scanFolder(folder, index, Date.now());
    const again = await scanFolder(folder, index, Date.now());
    expect(again.ok && again.value.read).toBe(5_000);
  });

  test('files that come, go and move are seen', async () => {
    const folder = await folderWith({ 'a.bin': 'a', 'b.bin': 'b' });
    const index = memoryTable<FolderRow>();
    await scan(folder, index);
    unlinkSync(join(folder, 'a.bin'));
    renameSync(join(folder, 'b.bin'), join(folder, 'c.bin'));
    mkdirSync(join(folder, 'd'));
    const { tree } = await scan(folder, index);
    expect(tree.entries.map(({ path }) => path)).toEqual(['c.bin']);
    expect(tree.folders).toEqual(['d']);
  });

  test('a single file is shared under its own name', async () => {
    const folder = await folderWith({ 'robe.pmp': noise(1000), 'other.txt': 'x' });
    const shared = await share(join(folder, 'robe.pmp'));
    expect(shared.checked.manifest.entries.map(({ path }) => path)).toEqual(['robe.pmp']);
  });

  test('a large file is cut as if it had been read in one piece', async () => {
    const whole = noise(5_300_000);
    const folder = await folderWith({ 'a.bin': whole, 'b/a.bin': Buffer.concat([Buffer.alloc(0), whole]) });
    const { tree } = await scan(folder);
    expect(Buffer.compare(tree.entries[0]!.chunks, tree.entries[1]!.chunks)).toBe(0);
    const shifted = await folderWith({ 'a.bin': Buffer.concat([noise(3), whole]) });
    const known = new Set(rows(tree.entries[0]!.chunks));
    const fresh = rows((await scan(shifted)).tree.entries[0]!.chunks).filter((row) => !known.has(row));
    expect(fresh.length).toBeLessThanOrEqual(3);
  });
});

const rows = (table: Uint8Array): string[] =>
  Array.from({ length: table.length / 34 }, (_, i) =>
    Buffer.from(table.subarray(34 * i, 34 * i + 32)).toString('hex'),
  );

describe('a folder that may not be shared', () => {
  const refusal = async (path: string, name?: string, keepOut: readonly string[] = []): Promise<unknown> => {
    const options = { shell, ring: ada, index: memoryTable<FolderRow>(), now: later, keepOut };
    const shared = await shareFolder(path, name === undefined ? options : { ...options, name });
    if (shared.ok) return undefined;
    expect(SHARE_ERRORS[shared.error.code].next).toMatch(/\.$/);
    return shared.error;
  };

  test('P54 the reason names the rule and the place', async () => {
    if (process.platform === 'win32') return;
    expect(await refusal(await folderWith({ 'chara/nul.tex': 'x' }))).toEqual({
      code: 'path-device',
      path: 'chara/nul.tex',
    });
    expect(await refusal(await folderWith({ 'Robe.tex': 'x', 'robe.tex': 'y' }))).toEqual({
      code: 'path-collision',
      path: 'robe.tex',
    });
    expect(await refusal(await folderWith({ 'robe. ': 'x' }))).toMatchObject({ code: 'path-trailing' });
    expect(await refusal(await folderWith({ 'ok.txt': 'x' }), 'a/b')).toMatchObject({ code: 'name-invalid' });
  });

  test('links are neither followed nor skipped', async () => {
    const folder = await folderWith({ 'a.txt': 'x' });
    symlinkSync('/etc/hostname', join(folder, 'link.txt'));
    expect(await refusal(folder)).toEqual({ code: 'path-link', path: 'link.txt' });
    const around = await folderWith({ 'b.txt': 'x' });
    symlinkSync(folder, join(around, 'folder'));
    expect(await refusal(around)).toEqual({ code: 'path-link', path: 'folder' });
    expect(await refusal(join(around, 'folder'))).toMatchObject({ code: 'path-link' });
  });

  test('what FyteClub keeps for itself, and whatever holds it or leads there', async () => {
    const home = await folderWith({
      'state/node.lmdb': 'keys',
      'config.toml': 'name = "Ada"',
      'mods/Ben/Robe/robe.mdl': 'x',
      'state of the art/a.txt': 'x',
    });
    const keepOut = [join(home, 'state'), join(home, 'config.toml'), join(home, 'log')];
    const around = await folderWith({ 'b.txt': 'x' });
    symlinkSync(home, join(around, 'house'));
    for (const path of ['.', 'state', 'state/node.lmdb', 'config.toml'])
      for (const root of [home, join(around, 'house')])
        expect(await refusal(join(root, path), 'Mod', keepOut)).toEqual({ code: 'path-private' });
    expect(await refusal('/', 'Mod', keepOut)).toEqual({ code: 'path-private' });
    for (const path of ['mods/Ben/Robe', 'state of the art'])
      expect(await refusal(join(home, path), 'Mod', keepOut)).toBeUndefined();
  });

  test('what is no file, and what is not there', async () => {
    const folder = await folderWith({ 'a.txt': 'x' });
    if (spawnSync('mkfifo', [join(folder, 'pipe')]).status === 0) {
      expect(await refusal(folder)).toEqual({ code: 'path-special', path: 'pipe' });
    }
    expect(await refusal(join(folder, 'nowhere'))).toMatchObject({ code: 'path-missing' });
  });
});
