/**
 * Content-defined chunking after FastCDC (Xia et al., USENIX ATC 2016): a rolling gear hash decides where a chunk
 * ends, so an insertion moves only the chunks around it. Part of the protocol: both ends never need to agree on
 * boundaries, but a sender with other constants shares no chunks with its former self.
 */
/** Bytes. Only the last chunk of a file may be smaller. */
export const CHUNK_MIN = 8 * 1024;
/** Bytes. Below this a cut is harder to find than above it, so sizes gather here. */
export const CHUNK_AVERAGE = 32 * 1024;
/** Bytes. A chunk of this size ends here, whatever its content; its size − 1 fits the u16 of a chunk's row. */
export const CHUNK_MAX = 64 * 1024;

/** Stricter before the average and laxer after it (normalised chunking, level 2): sizes gather near the average. */
const MASK_BEFORE = 0xffff_8000;
const MASK_AFTER = 0xfff8_0000;

/** 256 pseudo-random words. Not secret: content, not chance, must decide, on every machine alike. */
function gearTable(seed: number): Uint32Array {
  const table = new Uint32Array(256);
  let state = seed;
  for (let i = 0; i < table.length; i++) {
    // SplitMix32: a full-period counter with an avalanche, enough to spread 256 words.
    state = (state + 0x9e37_79b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a_2d97);
    table[i] = word ^ (word >>> 15);
  }
  return table;
}

const GEAR = gearTable(0x4659_5445);

/**
 * Length of the chunk that begins at `from`. The caller offers bytes up to `to`: either at least
 * {@link CHUNK_MAX} of them or all that is left of the file, else the answer depends on the buffering.
 */
export function chunkLength(bytes: Uint8Array, from: number, to: number): number {
  const limit = Math.min(to, from + CHUNK_MAX);
  if (limit - from <= CHUNK_MIN) return limit - from;
  const middle = Math.min(limit, from + CHUNK_AVERAGE);
  let hash = 0;
  let at = from + CHUNK_MIN;
  for (; at < middle; at++) {
    hash = ((hash << 1) + (GEAR[bytes[at] ?? 0] ?? 0)) | 0;
    if ((hash & MASK_BEFORE) === 0) return at + 1 - from;
  }
  for (; at < limit; at++) {
    hash = ((hash << 1) + (GEAR[bytes[at] ?? 0] ?? 0)) | 0;
    if ((hash & MASK_AFTER) === 0) return at + 1 - from;
  }
  return limit - from;
}
