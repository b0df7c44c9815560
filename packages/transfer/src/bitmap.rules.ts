/** One bit per chunk, in manifest order, lowest bit of a byte first. */

/** Every bit is clear; those that only fill up the last byte must stay so. */
export const createBitmap = (bits: number): Uint8Array => new Uint8Array(Math.ceil(bits / 8));

/** Whether a bit, counted from 0, is set; false beyond the map's end. */
export const hasBit = (map: Uint8Array, bit: number): boolean =>
  ((map[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;

/** Changes the map itself; beyond its end nothing happens. */
export function setBit(map: Uint8Array, bit: number): void {
  map[bit >> 3] = (map[bit >> 3] ?? 0) | (1 << (bit & 7));
}

/** Changes the map itself, as {@link setBit} does. */
export function clearBit(map: Uint8Array, bit: number): void {
  map[bit >> 3] = (map[bit >> 3] ?? 0) & ~(1 << (bit & 7));
}

/** How many bits are set; a map of chunks is complete when this equals {@link chunkTotal}. */
export function countBits(map: Uint8Array): number {
  let count = 0;
  for (let byte of map) for (; byte !== 0; byte &= byte - 1) count++;
  return count;
}

/** Right length, and nothing set past the last bit. */
export function isBitmapOf(map: Uint8Array, bits: number): boolean {
  if (map.length !== Math.ceil(bits / 8)) return false;
  return bits % 8 === 0 || (map[map.length - 1] ?? 0) >> (bits % 8) === 0;
}
