import { describe, expect, test } from '@jest/globals';
import { concat, toHex, u32, type MemberId, type OpId } from '@fyteclub/identity';
import fc from 'fast-check';
import { batches, joinItems, splitItems } from './items.rules.ts';
import {
  MAX_HEADS,
  MAX_ITEMS,
  MAX_MARKS,
  MAX_MESSAGE_BYTES,
  MAX_STEPS,
  packMessage,
  parseMessage,
} from './messages.ts';
import type { PhonebookMessage } from './messages.ts';
import { BATCH_BYTES } from './sync.rules.ts';

const id = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes));
const mark = fc.record({
  sequence: fc.maxSafeNat(),
  mark: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => toHex(bytes)),
});
const bytes = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 });

const message: fc.Arbitrary<PhonebookMessage> = fc.oneof(
  bytes.map((ops) => ({ type: 'phonebook.ops' as const, ops })),
  bytes.map((records) => ({ type: 'phonebook.records' as const, records })),
  fc
    .record({
      answer: fc.boolean(),
      heads: fc.array(id, { maxLength: 5 }),
      steps: fc.array(id, { maxLength: 5 }),
      signatures: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      records: fc.array(fc.tuple(id, mark), { maxLength: 5 }),
    })
    .map(({ answer, heads, steps, signatures, records }) => ({
      type: 'phonebook.digest' as const,
      answer,
      heads: heads as OpId[],
      steps: steps as OpId[],
      signatures,
      records: new Map(records as [MemberId, { sequence: number; mark: string }][]),
    })),
);

test('a message reads back as it was packed', () => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(parseMessage(packMessage(sent))).toEqual(sent);
    }),
  );
});

test('whatever comes, reading never throws', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.integer({ min: 0, max: 4 }),
      message,
      fc.nat(),
      (junk, kind, sent, at) => {
        parseMessage(junk);
        parseMessage(concat(Uint8Array.of(kind), junk));
        const packed = packMessage(sent);
        const cut = parseMessage(packed.subarray(0, at % packed.length));
        expect(cut === undefined || packMessage(cut).length < packed.length).toBe(true);
      },
    ),
  );
  for (const junk of [undefined, null, 1, 'phonebook.ops', {}, []])
    expect(parseMessage(junk)).toBeUndefined();
});

describe('bounds', () => {
  const digest = (heads: number, steps: number, marks: number): Uint8Array =>
    concat(
      Uint8Array.of(1),
      joinItems([
        Uint8Array.of(0),
        ...[heads * 32, steps * 32, 32, marks * 44].map((length) => new Uint8Array(length)),
      ]),
    );

  test('a digest at its limits is read and fits a message; beyond, it is refused', () => {
    expect(parseMessage(digest(MAX_HEADS, MAX_STEPS, MAX_MARKS))).toBeDefined();
    expect(digest(MAX_HEADS, MAX_STEPS, MAX_MARKS).length).toBeLessThan(48 * 1024);
    expect(parseMessage(digest(MAX_HEADS + 1, 0, 0))).toBeUndefined();
    expect(parseMessage(digest(0, MAX_STEPS + 1, 0))).toBeUndefined();
    expect(parseMessage(digest(0, 0, MAX_MARKS + 1))).toBeUndefined();
  });

  test('a sequence number that is no safe integer is refused', () => {
    const marks = new Uint8Array(44).fill(255);
    const parts = [Uint8Array.of(0), new Uint8Array(), new Uint8Array(), marks];
    expect(parseMessage(concat(Uint8Array.of(1), joinItems(parts)))).toBeUndefined();
  });

  test('too many items or bytes are refused', () => {
    const items = Array.from({ length: MAX_ITEMS }, () => new Uint8Array());
    expect(parseMessage(concat(Uint8Array.of(2), joinItems(items)))).toBeDefined();
    expect(parseMessage(concat(Uint8Array.of(2), joinItems([...items, new Uint8Array()])))).toBeUndefined();
    expect(
      parseMessage(concat(Uint8Array.of(2), joinItems([new Uint8Array(MAX_MESSAGE_BYTES)]))),
    ).toBeUndefined();
  });

  test('a length that lies is refused', () => {
    expect(splitItems(concat(u32.write(5), new Uint8Array(4)), 9)).toBeUndefined();
    expect(splitItems(u32.write(0xffffffff), 9)).toBeUndefined();
    expect(splitItems(Uint8Array.of(0, 0, 0), 9)).toBeUndefined();
  });
});

test('batches keep everything in order and stay below the limit', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 60 }), (sizes) => {
      const items = sizes.map((size) => new Uint8Array(size));
      const dealt = batches(items, BATCH_BYTES, MAX_ITEMS);
      expect(dealt.flat()).toEqual(items);
      for (const batch of dealt) expect(joinItems(batch).length).toBeLessThanOrEqual(BATCH_BYTES);
      expect(dealt.length).toBeLessThanOrEqual(1 + Math.ceil(joinItems(items).length / (BATCH_BYTES - 9004)));
    }),
  );
});
