import { appendFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { fetchMod, openHome, receive, share } from './testing/homes.ts';
import {
  noise,
  readFiles,
  removeTempFolders,
  tempFolder,
  wardrobe,
  writeFiles,
  type Files,
} from './testing/folders.ts';

afterAll(removeTempFolders);

const before = wardrobe();
const after: Files = {
  ...Object.fromEntries(Object.entries(before).filter(([path]) => path !== 'm/4.mtrl')),
  'chara/equipment/robe.tex': Buffer.concat([
    Buffer.from('in front'),
    before['chara/equipment/robe.tex'] as Uint8Array,
  ]),
  'm/2.mtrl': noise(900),
  'new/file.bin': noise(5_000),
};

async function twoVersions() {
  const folder = await tempFolder();
  writeFiles(join(folder, 'one'), before);
  writeFiles(join(folder, 'two'), after);
  const [one, two] = [await share(join(folder, 'one')), await share(join(folder, 'two'))];
  return { one, two, home: await openHome(await tempFolder()) };
}

describe('Ada publishes a new version', () => {
  test('P81 it takes the old one’s place as a whole, and only what is new travels', async () => {
    const { one, two, home } = await twoVersions();
    const path = await receive(one, home.library);
    const { down, ends } = await fetchMod(two, home.library);
    expect(ends[1]).toEqual({ kind: 'done' });
    expect(down).toBeLessThan(90_000);
    expect(readFiles(path)).toEqual(readFiles(one.path));
    expect((await home.library.install(two.offer.mod)).ok).toBe(true);
    expect(readFiles(path)).toEqual(readFiles(two.path));
    expect(home.library.received().map(({ mod }) => mod)).toEqual([two.offer.mod]);
    expect([await home.library.holds(one.offer.mod), await home.library.holds(two.offer.mod)]).toEqual([
      false,
      true,
    ]);
  });

  test('P81 a file that changes while it is shared leaves the old version, then the new one', async () => {
    const { one, two, home } = await twoVersions();
    const path = await receive(one, home.library);
    const target = 'chara/equipment/robe.mdl';
    let edited = false;
    const { ends } = await fetchMod(two, home.library, () => {
      if (!edited) writeFileSync(join(two.path, 'new/file.bin'), noise(5_000));
      edited = true;
      return true;
    });
    expect(ends.map((end) => end.kind === 'failed' && end.code)).toEqual(['stale', 'stale']);
    expect(readFiles(path)).toEqual(readFiles(one.path));
    const three = await share(two.path);
    expect(three.offer.mod).not.toBe(two.offer.mod);
    const update = await fetchMod(three, home.library);
    expect(update.down).toBeLessThan(90_000);
    await home.library.install(three.offer.mod);
    expect(readFiles(path)).toEqual(readFiles(three.path));
    expect(statSync(join(path, target)).size).toBe(400_000);
    expect(readdirSync(join(home.folder, 'cache/partial'))).toEqual([]);
  });

  test('P81 a file that only grew is a change too: nobody gets half of a version that is gone', async () => {
    const { one, home } = await twoVersions();
    appendFileSync(join(one.path, 'chara/equipment/robe.tex'), 'more');
    const { ends } = await fetchMod(one, home.library);
    expect(ends[0]).toEqual({ kind: 'failed', code: 'stale', path: 'chara/equipment/robe.tex' });
    expect(home.library.received()).toEqual([]);
  });

  test('an unchanged file is shared by name, not copied, and the old version stays intact until it is replaced', async () => {
    const { one, two, home } = await twoVersions();
    const path = await receive(one, home.library);
    await fetchMod(two, home.library);
    const file = 'chara/equipment/robe.mdl';
    const fresh = join(home.folder, 'cache/partial', two.offer.mod, 'files');
    expect(statSync(join(fresh, file)).ino).toBe(statSync(join(path, file)).ino);
    expect(statSync(join(fresh, 'm/2.mtrl')).ino).not.toBe(statSync(join(path, 'm/2.mtrl')).ino);
    expect(readFiles(path)).toEqual(readFiles(one.path));
  });

  test('P81 a linked file that turns out to be touched is never written in place', async () => {
    const { one, two, home } = await twoVersions();
    const path = await receive(one, home.library);
    await fetchMod(two, home.library, (index) => index < 2);
    const file = 'chara/equipment/robe.mdl';
    const linked = join(home.folder, 'cache/partial', two.offer.mod, 'files', file);
    expect(statSync(linked).ino).toBe(statSync(join(path, file)).ino);
    const touched = noise(400_000);
    writeFileSync(join(path, file), touched);
    const { ends } = await fetchMod(two, home.library);
    expect(ends[1]).toEqual({ kind: 'done' });
    expect(readFiles(path)[file]).toBe(Buffer.from(touched).toString('base64'));
    await home.library.install(two.offer.mod);
    expect(readFiles(path)).toEqual(readFiles(two.path));
  });

  test('P79 chunks of another mod, of what we share ourselves and of half-come mods are not fetched', async () => {
    const { one, home } = await twoVersions();
    const folder = await tempFolder();
    const robe = before['chara/equipment/robe.tex'] as Uint8Array;
    writeFiles(join(folder, 'other'), { 'x/y.tex': robe });
    const other = await share(join(folder, 'other'), undefined, 'Other');
    await receive(one, home.library);
    expect((await fetchMod(other, home.library)).down).toBeLessThan(5_000);

    const sharing = await openHome(await tempFolder(), { shared: [one.scan] });
    expect((await fetchMod(other, sharing.library)).down).toBeLessThan(5_000);
    const own = join(one.path, 'chara/equipment/robe.tex');
    const copy = join(sharing.folder, 'cache/partial', other.offer.mod, 'files/x/y.tex');
    expect(statSync(copy).ino).not.toBe(statSync(own).ino);

    const half = await openHome(await tempFolder());
    await fetchMod(one, half.library);
    expect((await fetchMod(other, half.library)).down).toBeLessThan(5_000);
  });

  test('two owners may call their mods alike', async () => {
    const { one, home } = await twoVersions();
    const stranger = join(home.folder, 'mods/0123456789abcdef/Silk Robe');
    mkdirSync(stranger, { recursive: true });
    writeFileSync(join(stranger, 'mine.txt'), 'x');
    const path = await receive(one, home.library);
    expect(path).not.toBe(stranger);
    expect(readFiles(stranger)).toEqual({ 'mine.txt': Buffer.from('x').toString('base64') });
  });
});
