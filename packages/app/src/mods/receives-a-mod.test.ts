import { appendFileSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fetchMod, openHome, receive, share } from './testing/homes.ts';
import { noise, readFiles, removeTempFolders, tempFolder, wardrobe, writeFiles } from './testing/folders.ts';

afterAll(removeTempFolders);

async function start() {
  const source = join(await tempFolder(), 'robe');
  writeFiles(source, wardrobe());
  return { source, mod: await share(source), home: await openHome(await tempFolder()) };
}

const leftOvers = (home: string): string[] => [
  ...readdirSync(join(home, 'cache/partial')),
  ...readdirSync(join(home, 'mods/.fyteclub')),
];

describe('Ben receives a mod of Ada’s', () => {
  test('P78 the folder is byte for byte the shared one, empty files and folders included', async () => {
    const { source, mod, home } = await start();
    const path = await receive(mod, home.library);
    expect(readFiles(path)).toEqual(readFiles(source));
    expect(path.startsWith(join(home.folder, 'mods'))).toBe(true);
    expect(home.library.received()).toEqual([
      { ...mod.offer, shell: expect.any(String), owner: mod.checked.manifest.owner, path },
    ]);
    expect(await home.library.holds(mod.offer.mod)).toBe(true);
    await home.library.close();
    expect(leftOvers(home.folder).filter((name) => name !== 'aside')).toEqual([]);
  });

  test('P78 cut off again and again, restarted in between, with a bent and a torn file: it ends as the shared one', async () => {
    const { source, mod, home } = await start();
    for (const frames of [4, 8, 8, 6]) {
      const { ends } = await fetchMod(mod, home.library, (index) => index < frames);
      expect(ends[1]).toEqual({ kind: 'failed', code: 'channel-lost' });
      const files = join(home.folder, 'cache/partial', mod.offer.mod, 'files');
      writeFileSync(join(files, 'm/3.mtrl'), noise(311));
      writeFileSync(join(files, 'm/left over.txt'), 'not of this mod');
      if (frames === 6) appendFileSync(join(files, 'm/5.mtrl'), 'too long');
      expect(home.library.received()).toEqual([]);
      await home.restart();
    }
    expect(readFiles(await receive(mod, home.library))).toEqual(readFiles(source));
  });

  test('a file that somebody changes between the last chunk and the end is noticed, and heals', async () => {
    const { source, mod, home } = await start();
    const target = join(home.folder, 'cache/partial', mod.offer.mod, 'files/m/7.mtrl');
    let meddled = false;
    const { ends } = await fetchMod(mod, home.library, async () => {
      if (!meddled && statSync(target, { throwIfNoEntry: false })?.size === 200 + 37 * 7) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        writeFileSync(target, noise(200 + 37 * 7));
        meddled = true;
      }
      return true;
    });
    expect([meddled, ends[1]]).toEqual([true, { kind: 'failed', code: 'changed-on-disk' }]);
    expect(readFiles(await receive(mod, home.library))).toEqual(readFiles(source));
  });

  test('a received folder that was deleted or touched is not held any more, and comes back', async () => {
    const { source, mod, home } = await start();
    const path = await receive(mod, home.library);
    writeFileSync(join(path, 'm/9.mtrl'), 'edited');
    unlinkSync(join(path, 'meta.json'));
    expect(await home.library.holds(mod.offer.mod)).toBe(false);
    const { down } = await fetchMod(mod, home.library);
    expect(down).toBeLessThan(3_000);
    expect((await home.library.install(mod.offer.mod)).ok).toBe(true);
    expect(readFiles(path)).toEqual(readFiles(source));
    rmSync(path, { recursive: true });
    await home.restart();
    expect(await home.library.holds(mod.offer.mod)).toBe(false);
    expect(readFiles(await receive(mod, home.library))).toEqual(readFiles(source));
  });

  test('a kept manifest that is damaged is asked for again', async () => {
    const { source, mod, home } = await start();
    await fetchMod(mod, home.library, (index) => index < 8);
    writeFileSync(join(home.folder, 'cache/partial', mod.offer.mod, 'manifest'), noise(2_000));
    expect(readFiles(await receive(mod, home.library))).toEqual(readFiles(source));
  });

  test('thousands of tiny files need few handles and few frames', async () => {
    const source = join(await tempFolder(), 'storm');
    writeFiles(
      source,
      Object.fromEntries(
        Array.from({ length: 3000 }, (_, i) => [`m${i % 20}/${i}.mtrl`, noise(1_000 + (i % 2_000))]),
      ),
    );
    const home = await openHome(await tempFolder());
    const mod = await share(source);
    let [open, frames] = [0, 0];
    const { ends } = await fetchMod(mod, home.library, () => {
      frames++;
      if (process.platform === 'linux') open = Math.max(open, readdirSync('/proc/self/fd').length);
      return true;
    });
    expect(ends[1]).toEqual({ kind: 'done' });
    expect(open).toBeLessThan(120);
    expect(frames).toBeLessThan(150);
  });
});
