import {
  chmodSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { folderOf } from './received.ts';
import { stampOf } from './stamp.ts';
import { fetchMod, memoryTable, openHome, receive, share, type Home } from './testing/homes.ts';
import { noise, readFiles, removeTempFolders, tempFolder, writeFiles } from './testing/folders.ts';
import type { ReceivedRow } from './received.ts';

afterAll(removeTempFolders);

const files = () => ({ 'a.bin': noise(60_000), 'b/c.bin': noise(5_000), 'e/': '' });

async function versions() {
  const folder = await tempFolder();
  writeFiles(join(folder, 'one'), files());
  writeFiles(join(folder, 'two'), files());
  const table = memoryTable<ReceivedRow>();
  const home = await openHome(await tempFolder(), { table });
  return { one: await share(join(folder, 'one')), two: await share(join(folder, 'two')), home, table };
}

/** Everything that an install writes, as a kill at this moment would leave it. */
async function until(step: 'intent' | 'old aside' | 'new in place', first: boolean) {
  const { one, two, home, table } = await versions();
  if (first) await receive(one, home.library);
  await fetchMod(two, home.library);
  const fresh = join(home.folder, 'cache/partial', two.offer.mod, 'files');
  const aside = join(home.folder, 'mods/.fyteclub/aside', two.offer.mod);
  const before = structuredClone(table.rows);
  await home.library.install(two.offer.mod);
  const row = table.rows.get(two.offer.mod)!;
  const target = folderOf({ mods: join(home.folder, 'mods'), partial: '', aside: '' }, row.owner, row.name);
  table.rows.clear();
  for (const [key, value] of before) table.rows.set(key, value);
  table.rows.set(two.offer.mod, { ...row, state: 'installing' });
  if (step !== 'new in place') {
    mkdirSync(join(fresh, '..'), { recursive: true });
    renameSync(target, fresh);
    writeFileSync(join(fresh, '../manifest'), two.checked.signed);
  }
  if (first) {
    mkdirSync(join(aside, '..'), { recursive: true });
    const old = step === 'intent' ? target : aside;
    writeFiles(
      old,
      Object.fromEntries(
        Object.entries(readFiles(one.path)).map(([path, bytes]) => [path, Buffer.from(bytes, 'base64')]),
      ),
    );
  }
  return { one, two, home, target, aside, fresh };
}

const left = (home: Home): boolean => existsSync(join(home.folder, 'mods/.fyteclub/aside'));

describe('a kill while folders change places', () => {
  test.each([
    ['intent', true],
    ['intent', false],
    ['old aside', true],
    ['new in place', true],
    ['new in place', false],
  ] as const)(
    'P78 P81 after "%s" (with an old version: %p) the next start has the new version in place',
    async (step, first) => {
      const { two, home, target } = await until(step, first);
      await home.restart();
      expect(readFiles(target)).toEqual(readFiles(two.path));
      expect(home.library.received().map(({ mod }) => mod)).toEqual([two.offer.mod]);
      expect(await home.library.holds(two.offer.mod)).toBe(true);
      expect(left(home)).toBe(false);
      expect(existsSync(join(home.folder, 'cache/partial', two.offer.mod))).toBe(false);
    },
  );

  test('P81 when the new one was damaged meanwhile, the old one is put back', async () => {
    const { one, two, home, target, fresh } = await until('old aside', true);
    writeFileSync(join(fresh, 'a.bin'), noise(60_000));
    await home.restart();
    expect(readFiles(target)).toEqual(readFiles(one.path));
    expect(home.library.received().map(({ mod }) => mod)).toEqual([one.offer.mod]);
    expect(readFiles(await receive(two, home.library))).toEqual(readFiles(two.path));
  });

  test('when nothing of it is left, nothing is claimed', async () => {
    const { two, home, target } = await until('new in place', false);
    rmSync(target, { recursive: true });
    await home.restart();
    expect(home.library.received()).toEqual([]);
    expect(await home.library.holds(two.offer.mod)).toBe(false);
  });
});

describe('putting a mod in place', () => {
  test('a folder that cannot be moved is reported, the old version stays, and it can be tried again', async () => {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      // Root moves whatever it likes; a file where the owner's folder should be stands in for it.
      const { one, home } = await versions();
      await fetchMod(one, home.library);
      const owner = join(home.folder, 'mods', one.checked.manifest.owner.slice(0, 16));
      writeFileSync(owner, 'in the way');
      expect(await home.library.install(one.offer.mod)).toMatchObject({ ok: false });
      expect(home.library.received()).toEqual([]);
      rmSync(owner);
      expect((await home.library.install(one.offer.mod)).ok).toBe(true);
      return;
    }
    const { one, two, home } = await versions();
    const path = await receive(one, home.library);
    await fetchMod(two, home.library);
    chmodSync(join(path, '..'), 0o500);
    expect(await home.library.install(two.offer.mod)).toEqual({ ok: false, error: 'folder-in-use' });
    expect(readFiles(path)).toEqual(readFiles(one.path));
    chmodSync(join(path, '..'), 0o700);
    expect((await home.library.install(two.offer.mod)).ok).toBe(true);
    expect(readFiles(path)).toEqual(readFiles(two.path));
  });

  test('what a power cut took from a mod that was not yet written through is fetched again', async () => {
    const { one, home, table } = await versions();
    const path = await receive(one, home.library);
    await home.library.close();
    expect(table.rows.get(one.offer.mod)?.state).toMatch(/settled/);
    const row = table.rows.get(one.offer.mod)!;
    writeFileSync(join(path, 'a.bin'), new Uint8Array(60_000));
    // The size and the times survived, the content did not: only hashing tells.
    const [, ...others] = row.stamps;
    const stamps = [stampOf(statSync(join(path, 'a.bin'), { bigint: true })), ...others];
    table.rows.set(one.offer.mod, { ...row, stamps, state: 'settled' });
    await home.restart();
    expect(await home.library.holds(one.offer.mod)).toBe(true);
    table.rows.set(one.offer.mod, { ...row, stamps, state: 'unsettled' });
    await home.restart();
    expect(await home.library.holds(one.offer.mod)).toBe(false);
    expect(readFiles(await receive(one, home.library))).toEqual(readFiles(one.path));
    await home.library.close();
  });

  test('a half-come mod that nobody went on with for a month is dropped', async () => {
    const { one, home } = await versions();
    await fetchMod(one, home.library, (index) => index < 1);
    const folder = join(home.folder, 'cache/partial', one.offer.mod);
    await home.restart();
    expect(existsSync(folder)).toBe(true);
    const old = Date.now() / 1000 - 31 * 24 * 3600;
    utimesSync(join(folder, 'manifest'), old, old);
    await home.restart();
    expect(existsSync(folder)).toBe(false);
  });
});
