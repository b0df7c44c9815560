import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assemble, fragment, NOTHING, type Assembly } from './fragments.rules.ts';
import { decodeBody, decodeFrame, encodeBody, encodeFrame, type Body } from './frame.rules.ts';

const bytes = fc.uint8Array({ minLength: 1, maxLength: 500 });
const size = fc.integer({ min: 1, max: 120 });

function put(bodies: readonly Body[], max: number): { whole: Uint8Array[]; refused: boolean } {
  let assembly: Assembly = NOTHING;
  const whole: Uint8Array[] = [];
  for (const body of bodies) {
    const next = assemble(assembly, body, max);
    if (!next) return { whole, refused: true };
    assembly = next.assembly;
    if (next.whole) whole.push(next.whole);
  }
  return { whole, refused: false };
}

test('fragments of messages, in order and with beats between, are the messages', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 4 }), size, (messages, each) => {
      const beat: Body = { part: 'beat', bytes: new Uint8Array() };
      const bodies = messages.flatMap((message) => fragment(message, each)).flatMap((body) => [beat, body]);
      expect(bodies.every((body) => body.bytes.length <= each)).toBe(true);
      expect(put(bodies, 500)).toEqual({ whole: messages, refused: false });
    }),
  );
});

test('nothing longer than the limit is ever held', () => {
  const more: Body = { part: 'more', bytes: new Uint8Array(100) };
  expect(put(Array<Body>(10).fill(more), 1_000).refused).toBe(false);
  expect(put(Array<Body>(11).fill(more), 1_000).refused).toBe(true);
});

describe('sequences that no honest sender makes', () => {
  const a = Uint8Array.of(1);
  const refused: readonly (readonly Body[])[] = [
    [{ part: 'last', bytes: a }],
    [{ part: 'more', bytes: new Uint8Array() }],
    [
      { part: 'more', bytes: a },
      { part: 'whole', bytes: a },
    ],
  ];
  test.each(refused)('%j', (...bodies) => {
    expect(put(bodies, 1_000).refused).toBe(true);
  });
});

test('frames and bodies survive their encoding, and nothing else is one', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.constantFrom('whole', 'more', 'last', 'beat'),
      bytes,
      (sealed, part, payload) => {
        expect(decodeFrame(encodeFrame({ sealed, payload }))).toEqual({ sealed, payload });
        expect(decodeBody(encodeBody({ part, bytes: payload }))).toEqual({ part, bytes: payload });
      },
    ),
  );
  for (const wrong of [[], [1], [0, 0, 1], [2, 0, 1], [1, 2, 1]])
    expect(decodeFrame(Uint8Array.from(wrong))).toBeUndefined();
  for (const wrong of [[], [4], [255]]) expect(decodeBody(Uint8Array.from(wrong))).toBeUndefined();
});
