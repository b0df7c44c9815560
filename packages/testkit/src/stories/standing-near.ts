import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareFolders, type Difference } from '../corpus/compare-folders.ts';
import { walk } from '../corpus/folders.ts';
import { until } from '../processes/until.ts';
import type { CastMember } from '../processes/cast.ts';
import type { Mod } from '../processes/answers.ts';

/** Each tells their own node that the other stands so far away. */
export async function stand(one: CastMember, other: CastMember, metres: number | 'off'): Promise<void> {
  await Promise.all([one.near(other.name, metres), other.near(one.name, metres)]);
}

/** How a mod stands with whom it is offered to, once it is known there at all. */
export function received(person: CastMember, name: string): Promise<Mod> {
  const find = async (): Promise<Mod | undefined> =>
    (await person.mods()).find((mod) => mod.direction === 'received' && mod.name === name);
  return until(find, { what: `${person.name} to hear of ${name}`, everyMs: 250 });
}

/** Waits for the whole mod, then tells in what it differs from what was shared: `[]` when in nothing. */
export async function differencesOnceComplete(
  person: CastMember,
  name: string,
  shared: string,
): Promise<Difference[]> {
  const complete = async (): Promise<string | null | false> => {
    const { state, path } = await received(person, name);
    return state === 'complete' && path;
  };
  const what = `${person.name} to have all of ${name}`;
  return compareFolders(shared, await until(complete, { what, timeoutMs: 120_000, everyMs: 250 }));
}

/** Bytes of received mods on a person's disk: on their way in `cache/partial`, in place under `mods`. */
export async function bytesOnDisk({ home }: CastMember): Promise<{ partial: number; inPlace: number }> {
  const [partial, inPlace] = await Promise.all(
    [join(home, 'cache', 'partial'), join(home, 'mods')].map(allocated),
  );
  return { partial: partial ?? 0, inPlace: inPlace ?? 0 };
}

/** What the files below a folder really take: a file that was made long before it was filled takes little. */
async function allocated(folder: string): Promise<number> {
  const entries = await walk(folder).catch(() => new Map<string, string>());
  const files = [...entries].filter(([, kind]) => kind === 'file').map(([path]) => join(folder, path));
  const sizes = files.map((file) =>
    stat(file).then(
      ({ blocks }) => blocks * 512,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}

/** Until so much of a mod is on a person's disk, be it on its way or in place. */
export const untilOnDisk = (person: CastMember, bytes: number): Promise<true> =>
  until(
    async () => {
      const { partial, inPlace } = await bytesOnDisk(person);
      return partial + inPlace >= bytes;
    },
    { what: `${person.name} to have ${bytes} bytes of a mod`, timeoutMs: 60_000, everyMs: 20 },
  );
