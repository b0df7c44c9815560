import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase58, encodeBase58 } from './base58.ts';

const blocks = fc.nat(6).chain((count) => fc.uint8Array({ minLength: 8 * count, maxLength: 8 * count }));

test('decoding gives back what was encoded, eleven characters for eight bytes', () => {
  fc.assert(
    fc.property(blocks, (bytes) => {
      const text = encodeBase58(bytes);
      expect(text).toHaveLength((bytes.length / 8) * 11);
      expect(decodeBase58(text)).toEqual(bytes);
    }),
  );
});

test('P3 every text that decodes is the one that its bytes encode to', () => {
  const character = fc.constantFrom(
    ...Array.from('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'),
  );
  fc.assert(
    fc.property(fc.string({ unit: character, minLength: 11, maxLength: 11 }), (text) => {
      const bytes = decodeBase58(text);
      if (bytes !== undefined) expect(encodeBase58(bytes)).toBe(text);
    }),
  );
});

test('the alphabet leaves out what people confuse, and a block stands for no more than eight bytes', () => {
  expect(encodeBase58(new Uint8Array(8))).toBe('11111111111');
  expect(encodeBase58(new Uint8Array(8).fill(255))).toBe('jpXCZedGfVQ');
  expect(decodeBase58('jpXCZedGfVR')).toBeUndefined();
  for (const confusing of '0OIl') expect(decodeBase58(`1111111111${confusing}`)).toBeUndefined();
  expect(decodeBase58('1111111111')).toBeUndefined();
  expect(() => encodeBase58(new Uint8Array(7))).toThrow(RangeError);
});
