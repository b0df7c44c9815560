import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareBytes, concat, equalBytes, fromHex, toHex } from './bytes.ts';
import { isInviteId, isMemberId, isShellId } from './ids.ts';

test('hexadecimal reads back, in one spelling', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(fromHex(toHex(bytes))).toEqual(bytes)));
  const long = Uint8Array.from({ length: 300_001 }, (_, i) => (i * 7919) >>> 3);
  expect(fromHex(toHex(long))).toEqual(long);
  for (const wrong of ['a', 'AB', 'zz', '0x', ' a']) expect(fromHex(wrong)).toBeUndefined();
});

test('bytes are ordered as their hexadecimal is, and a beginning sorts first', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const [x, y] = [toHex(a), toHex(b)];
      expect(Math.sign(compareBytes(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      expect(equalBytes(a, b)).toBe(x === y);
      expect(toHex(concat(a, b))).toBe(x + y);
    }),
  );
});

test('ids have their length in lower-case hexadecimal', () => {
  expect([isMemberId('ab'.repeat(32)), isShellId('ab'.repeat(32)), isInviteId('ab'.repeat(8))]).toEqual([
    true,
    true,
    true,
  ]);
  expect([isMemberId('ab'.repeat(31)), isShellId('AB'.repeat(32)), isInviteId('')]).toEqual([
    false,
    false,
    false,
  ]);
});
