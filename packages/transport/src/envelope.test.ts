import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Packr, Unpackr } from 'msgpackr';
import { decodeEnvelope, encodeEnvelope, MAX_ENVELOPE_BYTES, MAX_REASSEMBLED_BYTES } from './envelope.ts';
import { isBoundedMessagePack, MAX_DEPTH, MAX_ITEMS } from './message-pack.rules.ts';

const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true }).map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

afterEach(() => {
  jest.restoreAllMocks();
});

test('what goes in comes out', () => {
  fc.assert(
    fc.property(body, (value) => {
      expect(decodeEnvelope(encodeEnvelope({ topic: 'election', body: value }))).toEqual({
        topic: 'election',
        body: value,
      });
    }),
  );
});

test('encoded bytes are the receiver’s own, not a window on the packer', () => {
  const first = encodeEnvelope({ topic: 'a', body: 'first' });
  expect(first.buffer.byteLength).toBe(first.length);
  encodeEnvelope({ topic: 'a', body: 'other' });
  expect(decodeEnvelope(first)?.body).toBe('first');
});

test('a small value does not keep the large message alive that it came in', () => {
  const whole = encodeEnvelope({ topic: 'a', body: [Uint8Array.of(7), new Uint8Array(50_000)] });
  const [small] = decodeEnvelope(whole)?.body as [Uint8Array];
  expect(small.buffer.byteLength).toBeLessThan(1_000);
});

test('our own mistakes are thrown: too large, too deep, of unknown kinds, under no topic', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);
  expect(() => encodeEnvelope({ topic: 'a', body: new Uint8Array(MAX_REASSEMBLED_BYTES) })).toThrow(
    RangeError,
  );
  expect(() => encodeEnvelope({ topic: 'a', body: nested(MAX_DEPTH) })).toThrow(RangeError);
  expect(() => encodeEnvelope({ topic: 'a', body: new Date(0) })).toThrow(RangeError);
  expect(() => encodeEnvelope({ topic: 'No Topic', body: 0 })).toThrow(RangeError);
  expect(decodeEnvelope(encodeEnvelope({ topic: 'a', body: nested(MAX_DEPTH - 1) }))).toBeDefined();
});

describe('Eve sends envelopes', () => {
  const packed = (value: unknown): Uint8Array =>
    new Uint8Array(new Packr({ useRecords: false, variableMapSize: true }).pack(value));
  const refusedUnread = (bytes: Uint8Array): void => {
    const unpack = jest.spyOn(Unpackr.prototype, 'unpack');
    expect(decodeEnvelope(bytes)).toBeUndefined();
    expect(unpack).not.toHaveBeenCalled();
    decodeEnvelope(encodeEnvelope({ topic: 'a', body: 0 }));
    expect(unpack).toHaveBeenCalledTimes(1);
    unpack.mockRestore();
  };

  test('P65 oversize: dropped before decoding', () => {
    refusedUnread(packed([1, 'election', new Uint8Array(MAX_ENVELOPE_BYTES)]));
  });

  test('P65 nested a thousand deep, in lists or in maps: dropped before decoding', () => {
    refusedUnread(Uint8Array.of(0x93, 1, 0xa1, 0x61, ...Array<number>(1_000).fill(0x91), 0xc0));
    const maps = Array<number[]>(1_000).fill([0x81, 0xa1, 0x61]).flat();
    refusedUnread(Uint8Array.of(0x93, 1, 0xa1, 0x61, ...maps, 0xc0));
  });

  test('P65 claiming four thousand million items, or bytes, that are not there', () => {
    for (const lead of [0xdd, 0xdf, 0xc6, 0xdb])
      refusedUnread(Uint8Array.of(0x93, 1, 0xa1, 0x61, lead, 0xff, 0xff, 0xff, 0xff));
  });

  test('P65 of more items than any message has', () => {
    expect(isBoundedMessagePack(packed(Array<number>(MAX_ITEMS).fill(0)))).toBe(false);
    expect(isBoundedMessagePack(packed(Array<number>(MAX_ITEMS - 1).fill(0)))).toBe(true);
  });

  test('with extension types, which would become whatever she names', () => {
    const rich = new Packr({ moreTypes: true, structuredClone: true });
    for (const value of [new Date(1.5e12), /a/, new Error('e'), new Set([1]), new Float64Array(2)])
      refusedUnread(Uint8Array.of(0x93, 1, 0xa1, 0x61, ...rich.pack(value)));
    refusedUnread(Uint8Array.of(0x93, 1, 0xa1, 0x61, 0xd4, 0, 0));
  });

  test('with something behind it, something missing, another version, another shape', () => {
    const good = encodeEnvelope({ topic: 'election', body: { a: 1 } });
    expect(decodeEnvelope(good)).toBeDefined();
    for (let length = 0; length < good.length; length++)
      expect(decodeEnvelope(good.subarray(0, length))).toBeUndefined();
    expect(decodeEnvelope(Uint8Array.of(...good, 0))).toBeUndefined();
    for (const wrong of [[2, 'election', 0], [1, 'election'], [1, 'Election', 0], [1, 7, 0], { a: 1 }, 7, []])
      expect(decodeEnvelope(packed(wrong))).toBeUndefined();
  });

  test('that would poison prototypes', () => {
    const poisoned = packed([1, 'a', 0]).subarray(0, -1);
    const map = Uint8Array.of(
      ...poisoned,
      0x81,
      0xa9,
      ...new TextEncoder().encode('__proto__'),
      0x81,
      0xa1,
      0x78,
      1,
    );
    const decoded = decodeEnvelope(map)?.body as object;
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect('x' in decoded).toBe(false);
    expect('x' in {}).toBe(false);
  });

  test('of any bytes: a value or nothing, never an exception', () => {
    const good = fc.constant(
      encodeEnvelope({ topic: 'election', body: { list: [1, 'two', Uint8Array.of(3)] } }),
    );
    const flipped = fc
      .tuple(good, fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([bytes, at, by]) => bytes.map((byte, index) => (index === at % bytes.length ? byte ^ by : byte)));
    const prefixed = fc
      .uint8Array({ maxLength: 200 })
      .map((bytes) => Uint8Array.of(0x93, 1, 0xa1, 0x61, ...bytes));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 4_096 }), flipped, prefixed), (bytes) => {
        const decoded = decodeEnvelope(bytes);
        if (decoded) expect(Object.keys(decoded).sort()).toEqual(['body', 'topic']);
      }),
      { numRuns: 2_000 },
    );
  });
});
