import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { promisify } from 'node:util';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Less than this saved is not worth the receiver's time. */
const WORTHWHILE = 0.95;
/** Brotli's fastest useful level: textures and models shrink to about half at several hundred MB/s. */
const QUALITY = 1;
const LONGEST_SKIP = 32;

/** Tries to compress, and tries less and less often where it does not pay (already compressed sound, for one). */
export class Compressor {
  readonly #classes = new Map<string, { skip: number; left: number }>();

  /** @param kind what the bytes are likely to behave like: a file's extension */
  async shrink(kind: string, plain: Uint8Array): Promise<Uint8Array | undefined> {
    const known = this.#classes.get(kind) ?? { skip: 0, left: 0 };
    this.#classes.set(kind, known);
    if (known.left > 0) {
      known.left--;
      return undefined;
    }
    const small = await compress(plain, {
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
export async function expand(packed: Uint8Array, size: number): Promise<Uint8Array | undefined> {
  try {
    const plain = await decompress(packed, { maxOutputLength: size });
    return plain.length === size ? plain : undefined;
  } catch {
    return undefined;
  }
}
