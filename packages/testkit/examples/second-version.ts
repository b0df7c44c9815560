import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { compareFolders, generateMod, makeFolder, mutateMod } from '@fyteclub/testkit';

/** Makes a mod and its second version, and tells which files a friend who has the first would still need. */
export async function secondVersion(): Promise<string[]> {
  const folder = await makeFolder();
  const [first, second] = [join(folder, 'Starlight Robe'), join(folder, 'Starlight Robe 2')];

  await generateMod(first, { seed: 'robe', files: 60, bytes: 2_000_000 });
  await cp(first, second, { recursive: true });
  await mutateMod(second, 'robe');

  return (await compareFolders(first, second)).map(({ path }) => path);
}
