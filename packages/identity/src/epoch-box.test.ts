import { describe, expect, test } from '@jest/globals';
import { openEpochBox, sealEpoch } from './epoch-box.ts';
import { createKeyRing } from './key-ring.ts';
import type { ShellId } from './ids.ts';

const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);
const [ada, ben, eve] = [1, 2, 3].map((n) => createKeyRing(filled(32, n)));
const shell = 'ab'.repeat(32) as ShellId;
const secret = filled(32, 42);
const random = (length: number): Uint8Array => filled(length, 7);
const to = [ada!, ben!].map((ring) => ({ member: ring.memberId, kx: ring.kxPublic }));
const sealed = sealEpoch(shell, secret, to, random);
const boxOf = (index: number): Uint8Array => sealed.boxes[index]!.box;

describe('an epoch key in boxes', () => {
  test('each recipient opens its own and finds the same key', () => {
    expect(openEpochBox(ada!, shell, sealed, boxOf(0))).toEqual({ ok: true, value: secret });
    expect(openEpochBox(ben!, shell, sealed, boxOf(1))).toEqual({ ok: true, value: secret });
  });

  test('P36 nobody else opens any, nor a recipient that of another', () => {
    for (const box of [boxOf(0), boxOf(1)]) expect(openEpochBox(eve!, shell, sealed, box).ok).toBe(false);
    expect(openEpochBox(ben!, shell, sealed, boxOf(0)).ok).toBe(false);
  });

  test('P4 a box does not open in another group', () => {
    expect(openEpochBox(ada!, 'cd'.repeat(32) as ShellId, sealed, boxOf(0)).ok).toBe(false);
  });

  test('P2 a flipped bit anywhere does not open', () => {
    for (let bit = 0; bit < boxOf(0).length * 8; bit++) {
      const box = Uint8Array.from(boxOf(0));
      box[bit >>> 3]! ^= 1 << (bit & 7);
      expect(openEpochBox(ada!, shell, sealed, box).ok).toBe(false);
    }
  });

  test('an author who hands out different keys is noticed by whoever got another one than committed to', () => {
    const other = sealEpoch(shell, filled(32, 43), to, random);
    expect(
      openEpochBox(ada!, shell, { ...other, commitment: sealed.commitment }, other.boxes[0]!.box).ok,
    ).toBe(false);
  });

  test('an ephemeral key of small order opens nothing and throws nothing', () => {
    expect(openEpochBox(ada!, shell, { ...sealed, ephemeral: filled(32, 0) }, boxOf(0)).ok).toBe(false);
  });

  test('a recipient without a usable key gets nothing and spoils nothing', () => {
    const cast = [{ member: eve!.memberId, kx: filled(32, 0) }, to[0]!];
    const { boxes, ...rest } = sealEpoch(shell, secret, cast, random);
    expect(openEpochBox(eve!, shell, rest, boxes[0]!.box).ok).toBe(false);
    expect(openEpochBox(ada!, shell, rest, boxes[1]!.box)).toEqual({ ok: true, value: secret });
  });
});
