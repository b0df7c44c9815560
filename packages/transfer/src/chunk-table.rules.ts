/**
 * The chunks of one file as packed rows of 34 bytes: SHA-256, then size − 1 as big-endian u16. A 10 GB file has
 * 300,000 chunks; as objects they would cost ten times the memory.
 */
import { CHUNK_MAX, CHUNK_MIN } from './chunk.rules.ts';

export const HASH_BYTES = 32;
/** Bytes of one chunk's row: its SHA-256, and its size as 2 bytes. */
export const ROW_BYTES = HASH_BYTES + 2;

/** Rows in a table; a whole number for every table that {@link treeProblem} lets through. */
export const chunkCount = (table: Uint8Array): number => table.length / ROW_BYTES;

/** A view, not a copy. */
export const chunkHash = (table: Uint8Array, index: number): Uint8Array =>
  table.subarray(index * ROW_BYTES, index * ROW_BYTES + HASH_BYTES);

/** Bytes of the chunk in one row, 1 to {@link CHUNK_MAX}. */
export function chunkSize(table: Uint8Array, index: number): number {
  const at = index * ROW_BYTES + HASH_BYTES;
  return (((table[at] ?? 0) << 8) | (table[at + 1] ?? 0)) + 1;
}

/**
 * Fills one row, for whoever scans a folder.
 *
 * @param hash SHA-256, 32 bytes.
 * @param size 1 to {@link CHUNK_MAX}; not checked, and anything else does not come back from the table.
 */
export function writeChunk(table: Uint8Array, index: number, hash: Uint8Array, size: number): void {
  table.set(hash, index * ROW_BYTES);
  table[index * ROW_BYTES + HASH_BYTES] = (size - 1) >> 8;
  table[index * ROW_BYTES + HASH_BYTES + 1] = (size - 1) & 0xff;
}

/** Whether the rows describe a file of `size` bytes as {@link chunkLength} could have cut it. */
export function isTableOf(table: Uint8Array, size: number): boolean {
  if (table.length % ROW_BYTES !== 0) return false;
  const count = chunkCount(table);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const length = chunkSize(table, i);
    if (length > CHUNK_MAX || (i < count - 1 && length < CHUNK_MIN)) return false;
    sum += length;
  }
  return sum === size;
}
