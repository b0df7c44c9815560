import { chunkCount, chunkHash, chunkSize } from './chunk-table.rules.ts';
import type { ManifestEntry } from './manifest.rules.ts';

/** Every chunk of a mod has an ordinal: its place when all files, in manifest order, are laid end to end. */
export interface ChunkMap {
  readonly entries: readonly ManifestEntry[];
  /** Ordinal of each file's first chunk, and at the end the number of chunks. */
  readonly first: Uint32Array;
  /** Where each chunk begins in its file. */
  readonly offsets: Float64Array;
}

/**
 * Numbers the chunks of a mod, for both pumps and for a store that keeps a bitmap of them.
 *
 * @param entries in manifest order, from a manifest that was checked: their tables are believed.
 */
export function createChunkMap(entries: readonly ManifestEntry[]): ChunkMap {
  const first = new Uint32Array(entries.length + 1);
  entries.forEach(({ chunks }, i) => (first[i + 1] = (first[i] ?? 0) + chunkCount(chunks)));
  const offsets = new Float64Array(first[entries.length] ?? 0);
  entries.forEach(({ chunks }, i) => {
    let offset = 0;
    const start = first[i] ?? 0;
    for (let row = 0; row < chunkCount(chunks); row++) {
      offsets[start + row] = offset;
      offset += chunkSize(chunks, row);
    }
  });
  return { entries, first, offsets };
}

/** How many chunks a mod has, each repetition counted: the number of bits in every bitmap over it. */
export const chunkTotal = (map: ChunkMap): number => map.offsets.length;

/** One chunk: where its bytes belong, and what they must hash to. */
export interface ChunkPlace {
  /** The file, by its place in the manifest. */
  readonly entry: number;
  /** Bytes from the beginning of that file. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, 32 bytes; a view into the manifest. */
  readonly hash: Uint8Array;
}

/**
 * Where a chunk lies, found by its ordinal.
 *
 * @throws RangeError unless the ordinal is a whole number from 0 to below {@link chunkTotal}.
 */
export function chunkPlace(map: ChunkMap, ordinal: number): ChunkPlace {
  // Binary search for the last file that begins at or before the ordinal; files without chunks never win.
  let low = 0;
  let high = map.entries.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((map.first[middle] ?? 0) <= ordinal) low = middle;
    else high = middle;
  }
  const chunks = map.entries[low]?.chunks;
  const offset = map.offsets[ordinal];
  if (chunks === undefined || offset === undefined) throw new RangeError(`no chunk ${ordinal}`);
  const row = ordinal - (map.first[low] ?? 0);
  return { entry: low, offset, size: chunkSize(chunks, row), hash: chunkHash(chunks, row) };
}
