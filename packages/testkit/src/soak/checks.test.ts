import { expect, test } from '@jest/globals';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../processes/homes.ts';
import { checkFiles, checkRestarted } from './checks.ts';
import { Broken, Person } from './person.ts';
import { Wardrobe } from './wardrobe.ts';

async function benWithTheCoat(): Promise<{ ben: Person; coat: string; wardrobe: Wardrobe }> {
  const root = await makeFolder();
  const [ada, ben] = [new Person('Ada', join(root, 'Ada')), new Person('Ben', join(root, 'Ben'))];
  const wardrobe = await Wardrobe.fill(root, [ada], 'checks');
  const { name, folder } = wardrobe.garments[0]!;
  const coat = join(ben.home, 'mods', '0123456789abcdef', name);
  await mkdir(join(ben.home, 'mods', '.fyteclub', 'partial'), { recursive: true });
  await cp(folder, coat, { recursive: true });
  return { ben, coat, wardrobe };
}

test('whole mods are fine; a file that is missing, changed or added, or a folder of nobody’s, is not', async () => {
  const { ben, coat, wardrobe } = await benWithTheCoat();
  await checkFiles(ben, wardrobe);
  await writeFile(join(coat, 'meta.json'), '{}');
  await expect(checkFiles(ben, wardrobe)).rejects.toThrow(/not what was shared.*meta\.json/);
  await rm(coat, { recursive: true });
  await mkdir(coat);
  await expect(checkFiles(ben, wardrobe)).rejects.toThrow(Broken);
  await rm(coat, { recursive: true });
  await checkFiles(ben, wardrobe);
  await mkdir(join(ben.home, 'mods', '0123456789abcdef', 'half a hat'));
  await expect(checkFiles(ben, wardrobe)).rejects.toThrow(/nobody’s/);
});

test('whoever comes back with an empty state has lost their place, and their mods', async () => {
  const { ben, coat, wardrobe } = await benWithTheCoat();
  await ben.up();
  await checkRestarted(ben, wardrobe); // has never been in a group
  ben.id = 'who Ben was before';
  await expect(checkRestarted(ben, wardrobe)).rejects.toThrow(/lost its place/);
  await ben.ask('create', { name: 'Another', as: 'Ben' });
  ben.id = (await ben.group())?.me.id;
  await rm(coat, { recursive: true });
  await checkRestarted(ben, wardrobe);
  ben.has.set('its hash', 'Ada’s coat');
  await expect(checkRestarted(ben, wardrobe)).rejects.toThrow(/lost "Ada’s coat"/);
});
