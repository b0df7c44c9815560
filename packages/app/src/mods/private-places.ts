import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

const isWithin = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
};

/** Where links on the way to it lead; the path itself where nothing is. */
const whereItIs = (path: string): Promise<string> => realpath(path).catch(() => path);

/**
 * Whether a path is, holds or lies in one of these places, whatever links lead there: whoever shares a whole disk, or
 * the folder around its node's state, would hand every friend its keys.
 */
export async function touches(path: string, places: readonly string[]): Promise<boolean> {
  const [meant, ...taken] = await Promise.all([path, ...places].map(whereItIs));
  return meant !== undefined && taken.some((place) => isWithin(meant, place) || isWithin(place, meant));
}
