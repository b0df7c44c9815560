import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHUNK_AVERAGE, CHUNK_MAX, CHUNK_MIN, chunkLength } from './chunk.rules.ts';
import { noise } from './testing/mods.ts';

function cut(bytes: Uint8Array): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < bytes.length; at += lengths.at(-1)!)
    lengths.push(chunkLength(bytes, at, bytes.length));
  return lengths;
}

const hashes = (bytes: Uint8Array): string[] => {
  let at = 0;
  return cut(bytes).map((length) => {
    at += length;
    return createHash('sha256')
      .update(bytes.subarray(at - length, at))
      .digest('hex');
  });
};

const content = fc
  .tuple(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 1, max: 1_000_000 }), fc.boolean())
  .map(([length, seed, flat]) => (flat ? new Uint8Array(length).fill(seed) : noise(length, seed)));

describe('cutting by content', () => {
  test('the chunks laid end to end are the file, each within its bounds', () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const lengths = cut(bytes);
        expect(lengths.reduce((a, b) => a + b, 0)).toBe(bytes.length);
        expect(lengths.every((length) => length <= CHUNK_MAX)).toBe(true);
        expect(lengths.slice(0, -1).every((length) => length > CHUNK_MIN)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('a boundary depends on what lies before it, never on how the bytes were buffered', () => {
    fc.assert(
      fc.property(content, fc.nat(), (bytes, extra) => {
        let at = 0;
        for (const length of cut(bytes)) {
          const window = Math.min(bytes.length - at, CHUNK_MAX + (extra % 5000));
          const moved = new Uint8Array(37 + window);
          moved.set(bytes.subarray(at, at + window), 37);
          expect(chunkLength(moved, 37, moved.length)).toBe(length);
          at += length;
        }
      }),
      { numRuns: 25 },
    );
  });

  test('inserting a few bytes keeps all chunks but those around the place', () => {
    const before = noise(3_000_000, 3);
    const known = new Set(hashes(before));
    for (const at of [0, 777_777, 1_500_000, 2_999_999]) {
      const after = Buffer.concat([before.subarray(0, at), Buffer.from('inserted'), before.subarray(at)]);
      const fresh = hashes(after).filter((hash) => !known.has(hash));
      expect(fresh.length).toBeLessThanOrEqual(3);
    }
  });

  test('noise gives chunks of about the average size', () => {
    const lengths = cut(noise(8_000_000, 9));
    const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
    expect(mean).toBeGreaterThan(0.8 * CHUNK_AVERAGE);
    expect(mean).toBeLessThan(1.4 * CHUNK_AVERAGE);
  });

  test('the constants are part of the protocol: this file is cut here for ever', () => {
    expect(cut(noise(300_000, 42))).toEqual([33848, 42916, 50134, 18002, 35205, 16297, 42491, 38768, 22339]);
  });
});
