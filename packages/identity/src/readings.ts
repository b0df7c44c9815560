import { equalBytes, ownBytes } from './bytes.ts';
import type { Result } from './result.ts';

/**
 * What was read of signed bytes that come again and again: a flood brings each statement from every friend, and a
 * newcomer reads the group's history twice, when it is welcomed and when it begins. One for all of a node's groups.
 */
export interface Readings {
  /**
   * What `read` makes of the bytes, or made of the same bytes before. Only success is remembered.
   *
   * @param kind names the reader: what one makes of some bytes is nothing to another.
   * @param read depends on nothing but the bytes, and is handed a copy of them that nobody changes.
   */
  recall<T extends object, E>(
    kind: string,
    bytes: Uint8Array,
    read: (bytes: Uint8Array) => Result<T, E>,
  ): Result<T, E>;
}

interface Reading {
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly result: Result<object, never>;
}

/** Looks at everything as if for the first time. */
export const NO_READINGS: Readings = { recall: (_, bytes, read) => read(ownBytes(bytes)) };

/** Signatures end what they sign, so the last bytes tell two statements apart; whoever makes them alike gains nothing. */
function placeOf(bytes: Uint8Array): number {
  let place = bytes.length % 256;
  for (let at = Math.max(0, bytes.length - 5); at < bytes.length; at++)
    place = place * 256 + (bytes[at] ?? 0);
  return place;
}

class Remembered implements Readings {
  readonly #maxBytes: number;
  /** What was asked for lately; the rest is forgotten when this has grown too large. */
  #young = new Map<number, Reading>();
  #old = new Map<number, Reading>();
  #youngBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  recall<T extends object, E>(
    kind: string,
    bytes: Uint8Array,
    read: (bytes: Uint8Array) => Result<T, E>,
  ): Result<T, E> {
    const place = placeOf(bytes);
    const young = this.#young.get(place);
    const known = young ?? this.#old.get(place);
    if (known?.kind === kind && equalBytes(known.bytes, bytes)) {
      if (young === undefined) this.#keep(place, known);
      // Of this kind, so it was `read` that made it.
      return known.result as Result<T, never>;
    }
    const own = ownBytes(bytes);
    const result = read(own);
    if (result.ok) this.#keep(place, { kind, bytes: own, result });
    return result;
  }

  #keep(place: number, reading: Reading): void {
    this.#youngBytes += reading.bytes.length;
    if (this.#youngBytes > this.#maxBytes / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = reading.bytes.length;
    }
    this.#young.set(place, reading);
  }
}

/** Remembers readings of so many bytes, those of long ago first forgotten. */
export const rememberReadings = (maxBytes: number): Readings => new Remembered(maxBytes);
