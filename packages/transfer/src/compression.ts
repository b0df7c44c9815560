import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

// Measured: on blocks of this size a call in the thread pool costs three to ten times the processor time of a call
// right here, and this one is over in a third of a millisecond.

/** Less than this saved is not worth the receiver's time. */
const WORTHWHILE = 0.95;
/** Brotli's fastest useful level: textures and models shrink to about half at several hundred MB/s. */
const QUALITY = 1;
const LONGEST_SKIP = 32;
/** Room for a whole batch, so that the result comes in one piece. */
const OUTPUT_BYTES = 256 * 1024;

/** Tries to compress, and tries less and less often where it does not pay (already compressed sound, for one). */
export class Compressor {
  readonly #classes = new Map<string, { skip: number; left: number }>();

  /** @param kind what the bytes are likely to behave like: a file's extension */
  shrink(kind: string, plain: Uint8Array): Uint8Array | undefined {
    const known = this.#classes.get(kind) ?? { skip: 0, left: 0 };
    this.#classes.set(kind, known);
    if (known.left > 0) {
      known.left--;
      return undefined;
    }
    const small = brotliCompressSync(plain, {
      chunkSize: OUTPUT_BYTES,
      params: {
        [constants.BROTLI_PARAM_QUALITY]: QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      },
    });
    const pays = small.length < plain.length * WORTHWHILE;
    known.skip = pays ? 0 : Math.min(LONGEST_SKIP, 2 * known.skip + 1);
    known.left = known.skip;
    return pays ? small : undefined;
  }
}

/** @returns undefined unless `packed` is brotli of exactly `size` bytes; never allocates more than that. */
export function expand(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const plain = brotliDecompressSync(packed, { maxOutputLength: size, chunkSize: Math.max(64, size) });
    return plain.length === size ? plain : undefined;
  } catch {
    return undefined;
  }
}
