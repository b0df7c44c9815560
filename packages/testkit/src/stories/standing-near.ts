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

/** Bytes of a mod that have reached a person's disk and are not yet a mod. */
export async function partialBytes({ home }: CastMember): Promise<number> {
  const folder = join(home, 'cache', 'partial');
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

/** Until so much of a mod is on a person's disk. */
export const untilPartial = (person: CastMember, bytes: number): Promise<true> =>
  until(async () => (await partialBytes(person)) >= bytes, {
    what: `${person.name} to have ${bytes} bytes of a mod`,
    timeoutMs: 60_000,
    everyMs: 20,
  });
