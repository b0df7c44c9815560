import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concat, equalBytes, toHex, utf8 } from './bytes.ts';
import type { InstanceId, InviteId, MemberId } from './ids.ts';
import { LABELS } from './labels.ts';
import {
  bytes,
  domain,
  fixed,
  flag,
  instanceId,
  inviteId,
  layout,
  list,
  memberId,
  sortedSet,
  struct,
  text,
  u16,
  u32,
  u64,
  u8,
} from './layout.ts';

interface Sample {
  readonly small: number;
  readonly medium: number;
  readonly count: number;
  readonly when: number;
  readonly yes: boolean;
  readonly key: Uint8Array;
  readonly blob: Uint8Array;
  readonly name: string;
  readonly items: readonly { readonly by: MemberId; readonly at: number }[];
  readonly invites: readonly InviteId[];
  readonly run: InstanceId;
}
const SAMPLE = layout<Sample>(LABELS.presence, 3, {
  small: u8,
  medium: u16,
  count: u32,
  when: u64,
  yes: flag,
  key: fixed(4),
  blob: bytes(20),
  name: text(40),
  items: list(struct({ by: memberId, at: u64 }), 3),
  invites: sortedSet(inviteId, 4),
  run: instanceId,
});

const raw = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const id = <Id>(length: number): fc.Arbitrary<Id> => raw(length).map((value) => toHex(value) as Id);
const sample: fc.Arbitrary<Sample> = fc
  .record({
    small: fc.nat(255),
    medium: fc.nat(65_535),
    count: fc.nat(2 ** 32 - 1),
    when: fc.maxSafeNat(),
    yes: fc.boolean(),
    key: raw(4),
    blob: fc.uint8Array({ maxLength: 20 }),
    name: fc.string({ unit: 'grapheme', maxLength: 10 }).map((name) => name.normalize('NFC')),
    items: fc.array(fc.record({ by: id<MemberId>(32), at: fc.maxSafeNat() }), { maxLength: 3 }),
    invites: fc.uniqueArray(id<InviteId>(8), { maxLength: 4 }).map((ids) => ids.sort()),
    run: id<InstanceId>(16),
  })
  .filter(({ name }) => utf8(name).length <= 40);

describe('P3 a layout', () => {
  test('gives back what went in, and the same bytes for it again', () => {
    fc.assert(
      fc.property(sample, (value) => {
        const encoded = SAMPLE.encode(value);
        expect(SAMPLE.decode(encoded)).toEqual({ ok: true, value });
      }),
    );
  });

  test('accepts no bytes but those it would write itself', () => {
    const place = fc.tuple(sample, fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(place, ([value, at, change]) => {
        const encoded = SAMPLE.encode(value);
        const other = encoded.map((byte, i) => (i === at % encoded.length ? byte ^ change : byte));
        const decoded = SAMPLE.decode(other);
        if (decoded.ok) expect(equalBytes(SAMPLE.encode(decoded.value), other)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('refuses anything cut off, longer, or made up, without an exception', () => {
    fc.assert(
      fc.property(sample, fc.nat(), fc.uint8Array({ minLength: 1 }), (value, cut, more) => {
        const encoded = SAMPLE.encode(value);
        expect(SAMPLE.decode(encoded.subarray(0, cut % encoded.length)).ok).toBe(false);
        expect(SAMPLE.decode(concat(encoded, more)).ok).toBe(false);
        expect(SAMPLE.decode(more).ok).toBe(false);
        expect(SAMPLE.decode(concat(domain(LABELS.presence, 3), more)).ok).toBe(false);
      }),
    );
  });

  const spelt = (...content: readonly number[]): Uint8Array =>
    concat(domain(LABELS.leave, 1), Uint8Array.from(content));

  test.each([
    ['a flag that is neither 0 nor 1', layout(LABELS.leave, 1, { value: flag }), spelt(2)],
    ['a number beyond 2^53', layout(LABELS.leave, 1, { value: u64 }), spelt(255, 0, 0, 0, 0, 0, 0, 0)],
    ['a length beyond what is there', layout(LABELS.leave, 1, { value: bytes(9) }), spelt(0, 0, 0, 3, 1)],
    ['a length beyond the limit', layout(LABELS.leave, 1, { value: bytes(1) }), spelt(0, 0, 0, 2, 1, 1)],
    ['a count beyond the limit', layout(LABELS.leave, 1, { value: list(u8, 1) }), spelt(0, 0, 0, 2, 1, 1)],
    ['a billion items', layout(LABELS.leave, 1, { value: list(u8, 2 ** 32) }), spelt(255, 255, 255, 255)],
    ['a set out of order', layout(LABELS.leave, 1, { value: sortedSet(u8, 9) }), spelt(0, 0, 0, 2, 2, 1)],
    ['a set with doubles', layout(LABELS.leave, 1, { value: sortedSet(u8, 9) }), spelt(0, 0, 0, 2, 1, 1)],
    ['text that is no UTF-8', layout(LABELS.leave, 1, { value: text(9) }), spelt(0, 1, 255)],
    ['text that is not NFC', layout(LABELS.leave, 1, { value: text(9) }), spelt(0, 3, 0x65, 0xcc, 0x81)],
    [
      'text with a byte order mark',
      layout(LABELS.leave, 1, { value: text(9) }),
      spelt(0, 3, 0xef, 0xbb, 0xbf),
    ],
  ])('refuses %s', (_, shape, encoded) => {
    expect(shape.decode(encoded)).toEqual({ ok: false, error: 'malformed' });
  });
});

test('a later version is told apart from another message', () => {
  const later = layout(LABELS.leave, 2, { value: u8 }).encode({ value: 1 });
  const now = layout(LABELS.leave, 1, { value: u8 });
  expect(now.decode(later)).toEqual({ ok: false, error: 'foreign-version' });
  const foreign = layout(LABELS.revoke, 1, { value: u8 }).encode({ value: 1 });
  expect(now.decode(foreign)).toEqual({ ok: false, error: 'malformed' });
});

test('a value that does not fit is a bug of the caller', () => {
  const write =
    (value: number): (() => Uint8Array) =>
    () =>
      layout(LABELS.leave, 1, { value: u8 }).encode({ value });
  for (const value of [-1, 256, 0.5, Number.NaN]) expect(write(value)).toThrow(RangeError);
  expect(() => fixed(3).write(new Uint8Array(2))).toThrow(RangeError);
  expect(() => bytes(1).write(new Uint8Array(2))).toThrow(RangeError);
  expect(() => text(1).write('ab')).toThrow(RangeError);
  expect(() => list(u8, 1).write([1, 2])).toThrow(RangeError);
  expect(() => memberId.write('AB' as MemberId)).toThrow(RangeError);
});

test('a set is written in order, however it was given', () => {
  const set = sortedSet(u8, 3);
  expect(set.write([3, 1, 2])).toEqual(set.write([1, 2, 3]));
});
