import type { FileHandle } from 'node:fs/promises';
import { equalBytes } from '@fyteclub/identity';
import { chunkCount, chunkHash, chunkSize, sha256, type Work } from '@fyteclub/transfer';
import { readFully } from './disk.ts';

const READ_BYTES = 1024 ** 2;
const BEAT_BYTES = 32 * 1024 ** 2;

/**
 * Hashes a file where its manifest says chunks lie.
 * @param found told of every row that is in place
 * @returns whether all of them are; false as soon as `work` is to stop
 */
export async function checkChunks(
  handle: FileHandle,
  table: Uint8Array,
  work: Work,
  found: (row: number) => void,
): Promise<boolean> {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const count = chunkCount(table);
  let [whole, sinceBeat, start] = [true, 0, 0];
  for (let row = 0; row < count;) {
    if (work.signal.aborted) return false;
    const filled = await readFully(handle, buffer, start);
    sinceBeat += filled;
    let at = 0;
    for (; row < count && at + chunkSize(table, row) <= filled; row++) {
      const end = at + chunkSize(table, row);
      const hash = sha256(buffer.subarray(at, end));
      if (equalBytes(hash, chunkHash(table, row))) found(row);
      else whole = false;
      at = end;
    }
    // A whole buffer always holds a chunk, so nothing hashed means that the file ends before its manifest does.
    if (at === 0) return false;
    start += at;
    if (sinceBeat < BEAT_BYTES) continue;
    work.beat();
    sinceBeat = 0;
  }
  return whole;
}
