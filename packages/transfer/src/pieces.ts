import type { Piece } from './frames.ts';
import { PIECE_BYTES } from './frames.ts';

/** Cuts what is longer than a frame; something empty still makes one piece. */
export function* cutPieces(whole: Uint8Array): Generator<Piece> {
  let offset = 0;
  do {
    yield { total: whole.length, offset, bytes: whole.subarray(offset, offset + PIECE_BYTES) };
    offset += PIECE_BYTES;
  } while (offset < whole.length);
}

/** Puts pieces together again. Memory grows with what has come, not with what was announced. */
export class Gatherer {
  #total: number | undefined;
  #length = 0;
  #pieces: Uint8Array[] = [];

  /** @returns the whole, or 'more', or 'bad' for a piece out of place. */
  add(piece: Piece): Uint8Array | 'more' | 'bad' {
    this.#total ??= piece.total;
    const empty = piece.bytes.length === 0 && piece.total > 0;
    if (piece.total !== this.#total || piece.offset !== this.#length || empty) return 'bad';
    this.#pieces.push(piece.bytes);
    this.#length += piece.bytes.length;
    if (this.#length < this.#total) return 'more';
    const whole = new Uint8Array(this.#total);
    let at = 0;
    for (const bytes of this.#pieces) {
      whole.set(bytes, at);
      at += bytes.length;
    }
    this.#pieces = [];
    return whole;
  }
}
