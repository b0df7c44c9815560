import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { systemCode } from '../system-errors.ts';
import { fetchMod, openHome, receive, share } from './testing/homes.ts';
import {
  noise,
  readFiles,
  removeTempFolders,
  tempFolder,
  writeFiles,
  type Files,
} from './testing/folders.ts';

const mounts: string[] = [];

afterAll(async () => {
  for (const folder of mounts) spawnSync('umount', [folder]);
  await removeTempFolders();
});

/** A disk of its own that can be filled; undefined where we may not make one. */
async function smallDisk(size: string): Promise<string | undefined> {
  const folder = await tempFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'fyteclub-test', folder]);
  if (mounted.status !== 0) {
    const why = mounted.error?.message ?? mounted.stderr.toString().trim();
    console.info(`a small disk could not be mounted, so a full one was not tried: ${why}`);
    return undefined;
  }
  mounts.push(folder);
  return folder;
}

const files: Files = {
  'large.tex': noise(9_000_000),
  ...Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`m/${i}.mdl`, noise(10_000 + i)])),
};

async function shared() {
  const source = join(await tempFolder(), 'robe');
  writeFiles(source, files);
  return share(source);
}

/** Leaves so much, or less where somebody else writes to the disk at the same time. */
const fill = (disk: string, leave: number): void => {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - leave));
  } catch (error) {
    if (systemCode(error) !== 'ENOSPC') throw error;
  }
};

describe('the receiver’s disk is full', () => {
  test('P82 in the middle of a transfer: it stops with its reason, loses nothing and goes on when there is room', async () => {
    const disk = await smallDisk('48m');
    if (disk === undefined) return;
    const [mod, home] = [await shared(), await openHome(disk)];
    const first = await fetchMod(mod, home.library, (index) => {
      if (index === 20) fill(disk, 2_000_000);
      return true;
    });
    expect(first.ends[1]).toEqual({ kind: 'failed', code: 'disk-full' });
    expect(home.library.received()).toEqual([]);
    // Still full: nothing is fetched only to be thrown away.
    const still = await fetchMod(mod, home.library);
    expect([still.ends[1], still.down]).toEqual([{ kind: 'failed', code: 'disk-full' }, 0]);
    rmSync(join(disk, 'filler'));
    const rest = await fetchMod(mod, home.library);
    expect(rest.ends[1]).toEqual({ kind: 'done' });
    expect(rest.down).toBeLessThan(mod.offer.bytes - 1_500_000);
    const installed = await home.library.install(mod.offer.mod);
    expect(installed.ok && readFiles(installed.value.path)).toEqual(readFiles(mod.path));
    await home.library.close();
  });

  test('P82 from the start: the old version stays in place', async () => {
    const disk = await smallDisk('40m');
    if (disk === undefined) return;
    const [mod, home] = [await shared(), await openHome(disk)];
    const path = await receive(mod, home.library);
    writeFiles(mod.path, { 'large.tex': noise(9_000_000) });
    const newer = await share(mod.path);
    const before = readFiles(path);
    fill(disk, 1_000_000);
    const { ends } = await fetchMod(newer, home.library);
    expect(ends[1]).toEqual({ kind: 'failed', code: 'disk-full' });
    expect(readFiles(path)).toEqual(before);
    rmSync(join(disk, 'filler'));
    await receive(newer, home.library);
    expect(readFiles(path)).toEqual(readFiles(newer.path));
    await home.library.close();
  });
});

test('mods may lie on another disk than the cache: what comes in waits on theirs', async () => {
  const other = '/dev/shm';
  if (!existsSync(other) || statSync(other).dev === statSync(tmpdir()).dev) {
    console.info('there is no second file system to write to, so mods on another disk were not tried');
    return;
  }
  const folder = await mkdtemp(join(other, 'fyteclub-mods-'));
  try {
    const cache = join(await tempFolder(), 'cache');
    mkdirSync(cache, { recursive: true });
    const [mod, home] = [await shared(), await openHome(folder, { cache })];
    await fetchMod(mod, home.library, (index) => index < 20);
    await home.restart();
    const { down } = await fetchMod(mod, home.library);
    expect(down).toBeLessThan(mod.offer.bytes - 1_000_000);
    const installed = await home.library.install(mod.offer.mod);
    expect(installed.ok && readFiles(installed.value.path)).toEqual(readFiles(mod.path));
    await home.library.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
