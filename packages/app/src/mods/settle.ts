import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Work } from '@fyteclub/transfer';
import { checkChunks } from './check-chunks.ts';
import { storeProblem } from './disk.ts';
import { manifestOf, type ReceivedRow } from './received.ts';
import type { Stamp } from './stamp.ts';

/** Fits no file: one that is known to be wrong. */
const NO_STAMP: Stamp = { size: -1, mtimeNs: '', ctimeNs: '' };

/** Has the system write every file through, one by one and in no hurry. */
export async function flushFiles(folder: string, row: ReceivedRow, signal: AbortSignal): Promise<boolean> {
  for (const { path } of manifestOf(row)?.entries ?? []) {
    if (signal.aborted) return false;
    try {
      const handle = await open(join(folder, path), 'r+');
      try {
        await handle.datasync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      storeProblem(error);
      return false;
    }
  }
  return true;
}

/** After a start: which files of a mod that was not yet written through did not survive. */
export async function recheck(folder: string, row: ReceivedRow): Promise<readonly Stamp[]> {
  const work: Work = { signal: new AbortController().signal, beat: () => undefined };
  const stamps: Stamp[] = [];
  for (const [entry, { path, chunks }] of (manifestOf(row)?.entries ?? []).entries()) {
    let whole = false;
    try {
      const handle = await open(join(folder, path), 'r');
      try {
        whole = await checkChunks(handle, chunks, work, () => undefined);
      } finally {
        await handle.close();
      }
    } catch (error) {
      storeProblem(error);
    }
    stamps.push((whole ? row.stamps[entry] : undefined) ?? NO_STAMP);
  }
  return stamps;
}
