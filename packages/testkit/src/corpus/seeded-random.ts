import { createCipheriv, createHash } from 'node:crypto';

/** Numbers and bytes that depend on a seed alone: the same seed gives the same sequence on every machine. */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform, both ends included. */
  integer(from: number, to: number): number;
  /** Standard normal. */
  normal(): number;
  /** @throws RangeError for an empty list. */
  pick<T>(items: readonly T[]): T;
  /** Fresh memory of incompressible bytes, drawn from a sequence of its own. */
  bytes(length: number): Buffer;
  /** An independent source: what is drawn from it never shifts what is drawn from its parent. */
  fork(label: string): SeededRandom;
}

const PAGE = 4096;

/**
 * Numbers come from sfc32 (Chris Doty-Humphrey's PractRand), bytes from an AES-256-CTR key stream: the first
 * is simple, the second fills hundreds of megabytes a second.
 */
export function seededRandom(seed: string | number): SeededRandom {
  const digest = createHash('sha256').update(`fyteclub testkit ${seed}`).digest();
  const stream = createCipheriv('aes-256-ctr', digest, Buffer.alloc(16));
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  }
  // The first outputs still resemble the seed; the generator's author discards as many.
  for (let i = 0; i < 12; i++) next();

  // Nodes ask for a few bytes at a time, and the cipher takes as long for those as for a page of them.
  let ready = Buffer.alloc(0);
  const bytes = (length: number): Buffer => {
    if (length > ready.length) {
      const more = stream.update(Buffer.alloc(length - ready.length + PAGE));
      ready = Buffer.concat([ready, more]);
    }
    const drawn = Buffer.from(ready.subarray(0, length));
    ready = ready.subarray(length);
    return drawn;
  };

  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    bytes,
    fork: (label) => seededRandom(`${seed}/${label}`),
  };
}
