import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareFolders } from '../corpus/compare-folders.ts';
import { Broken, type Person } from './person.ts';
import type { Wardrobe } from './wardrobe.ts';

/** After a restart: the state of before, or of after what was under way; and every file that shows is whole. */
export async function checkRestarted(person: Person, wardrobe: Wardrobe): Promise<void> {
  await checkMembership(person);
  const mods = await person.mods().catch(() => []);
  for (const [hash, name] of person.has) {
    const mod = mods.find((each) => each.direction === 'received' && each.hash === hash);
    // Without a group there is nothing to list; what is in the folder is looked at below.
    if (person.id !== undefined && mod?.state !== 'complete')
      throw new Broken(`${person.name} has lost "${name}": ${JSON.stringify(mod)}`);
  }
  await checkFiles(person, wardrobe);
}

async function checkMembership(person: Person): Promise<void> {
  if (person.id === undefined) return;
  const group = await person.group();
  if (group?.state !== 'member' || group.me.id !== person.id)
    throw new Broken(`${person.name} has lost its place: ${JSON.stringify(group)}`);
}

/** Everything below `mods/` is a whole mod, byte for byte as it was shared. */
export async function checkFiles(person: Person, wardrobe: Wardrobe): Promise<void> {
  for (const folder of await receivedFolders(person)) {
    const source = wardrobe.folderOf(folder.name);
    if (source === undefined) throw new Broken(`${person.name} has a folder of nobody’s: ${folder.path}`);
    const differences = await compareFolders(source, folder.path);
    if (differences.length > 0)
      throw new Broken(
        `${folder.path} is not what was shared: ${JSON.stringify(differences.slice(0, 3))} of ${differences.length}`,
      );
  }
}

/** The folders of received mods, whosever they are; what begins with a dot is the node's own. */
export async function receivedFolders({ home }: Person): Promise<readonly { name: string; path: string }[]> {
  const mods = join(home, 'mods');
  const owners = await readdir(mods).catch(() => []);
  const folders = await Promise.all(
    owners
      .filter((owner) => !owner.startsWith('.'))
      .map(async (owner) =>
        (await readdir(join(mods, owner))).map((name) => ({ name, path: join(mods, owner, name) })),
      ),
  );
  return folders.flat();
}
