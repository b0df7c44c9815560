import { hasBit } from './bitmap.rules.ts';
import type { ChunkMap } from './chunk-map.rules.ts';
import { chunkCount, chunkSize } from './chunk-table.rules.ts';

/** Most bytes of one read: small enough to overlap with sending, large enough to make its cost vanish. */
export const READ_BYTES = 512 * 1024;
/** Reading over a short gap is cheaper than a second read. */
const GAP_BYTES = 64 * 1024;

export interface PlannedChunk {
  readonly ordinal: number;
  /** Relative to the read. */
  readonly start: number;
  readonly size: number;
}

export interface PlannedRead {
  readonly entry: number;
  readonly offset: number;
  readonly length: number;
  readonly chunks: readonly PlannedChunk[];
}

/** Small files first: a look appears on the screen long before the last large texture has come. */
export function sendingOrder(map: ChunkMap): readonly number[] {
  const size = (entry: number): number => map.entries[entry]?.size ?? 0;
  return Array.from(map.entries.keys()).sort((a, b) => size(a) - size(b) || a - b);
}

/** All reads for the chunks in `need`, in sending order. */
export function* planReads(map: ChunkMap, need: Uint8Array): Generator<PlannedRead> {
  for (const entry of sendingOrder(map)) yield* planFile(map, need, entry);
}

function* planFile(map: ChunkMap, need: Uint8Array, entry: number): Generator<PlannedRead> {
  const table = map.entries[entry]?.chunks ?? new Uint8Array();
  const first = map.first[entry] ?? 0;
  let chunks: PlannedChunk[] = [];
  let [start, end] = [0, 0];
  for (let row = 0; row < chunkCount(table); row++) {
    const ordinal = first + row;
    if (!hasBit(need, ordinal)) continue;
    const size = chunkSize(table, row);
    const offset = map.offsets[ordinal] ?? 0;
    if (chunks.length > 0 && (offset - end > GAP_BYTES || offset + size - start > READ_BYTES)) {
      yield { entry, offset: start, length: end - start, chunks };
      chunks = [];
    }
    if (chunks.length === 0) start = offset;
    chunks.push({ ordinal, start: offset - start, size });
    end = offset + size;
  }
  if (chunks.length > 0) yield { entry, offset: start, length: end - start, chunks };
}
