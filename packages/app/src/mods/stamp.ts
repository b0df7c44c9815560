import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { isMissing } from './disk.ts';

/**
 * What a file looked like when its content was last known. The change time is in it because an unpacker can set
 * an old modification time on new content; nobody can set the change time.
 */
export interface Stamp {
  readonly size: number;
  /** Nanoseconds as decimal text: a double cannot hold them. */
  readonly mtimeNs: string;
  readonly ctimeNs: string;
}

export const stampOf = (stats: BigIntStats): Stamp => ({
  size: Number(stats.size),
  mtimeNs: stats.mtimeNs.toString(),
  ctimeNs: stats.ctimeNs.toString(),
});

export const sameStamp = (a: Stamp, b: Stamp): boolean => sameContentStamp(a, b) && a.ctimeNs === b.ctimeNs;

/** For received files: making or dropping a hard link moves the change time but not the content. */
export const sameContentStamp = (a: Stamp, b: Stamp): boolean => a.size === b.size && a.mtimeNs === b.mtimeNs;

/** @returns undefined where there is nothing. */
export async function stampAt(path: string): Promise<Stamp | undefined> {
  try {
    return stampOf(await lstat(path, { bigint: true }));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
