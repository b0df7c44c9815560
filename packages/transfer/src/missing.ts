import { clearBit, createBitmap, hasBit, setBit } from './bitmap.rules.ts';
import { chunkPlace, chunkTotal, type ChunkMap } from './chunk-map.rules.ts';

/** What is not on the receiver's disk yet, each different chunk once. */
export interface Missing {
  /** One bit per chunk to ask for: the first of those with the same hash. Never changes. */
  readonly need: Uint8Array;
  readonly bytes: number;
  /** @returns false unless the chunk was asked for and has not come yet. */
  take(ordinal: number): boolean;
  /** Further places of a chunk that was asked for. */
  copies(ordinal: number): readonly number[];
  readonly left: number;
}

export function createMissing(map: ChunkMap, held: Uint8Array): Missing {
  const need = createBitmap(chunkTotal(map));
  const copies = new Map<number, number[]>();
  let [left, bytes] = [0, 0];
  // One-byte strings: the smallest key a Map takes, and this one can grow to two million.
  const seen = new Map<string, number>();
  for (let ordinal = 0; ordinal < chunkTotal(map); ordinal++) {
    if (hasBit(held, ordinal)) continue;
    const { hash, size } = chunkPlace(map, ordinal);
    const key = Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('latin1');
    const first = seen.get(key);
    bytes += size;
    if (first !== undefined && chunkPlace(map, first).size === size) {
      const places = copies.get(first);
      if (places === undefined) copies.set(first, [ordinal]);
      else places.push(ordinal);
      continue;
    }
    seen.set(key, ordinal);
    setBit(need, ordinal);
    left++;
  }
  const open = need.slice();
  return {
    need,
    bytes,
    take: (ordinal) => {
      if (ordinal >= chunkTotal(map) || !hasBit(open, ordinal)) return false;
      clearBit(open, ordinal);
      left--;
      return true;
    },
    copies: (ordinal) => copies.get(ordinal) ?? [],
    get left() {
      return left;
    },
  };
}
