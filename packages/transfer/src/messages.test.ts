import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeReceiverFrame,
  decodeSenderFrame,
  encodeFrame,
  type ReceiverFrame,
  type SenderFrame,
} from './frames.ts';
import { parseTransferMessage, transferId } from './messages.ts';
import { cutPieces, Gatherer } from './pieces.ts';

const mod = 'ab'.repeat(32);
const half = '0f'.repeat(16);
const offer = { mod, name: 'Robe', bytes: 12, files: 1 };
const good = [
  { type: 'transfer.sight', inRange: true },
  { type: 'transfer.offers', mods: [offer, { ...offer, mod: 'cd'.repeat(32), name: 'Hat' }] },
  { type: 'transfer.offers', mods: [] },
  { type: 'transfer.request', transfer: half, mod },
  { type: 'transfer.accept', transfer: half, answer: half },
  { type: 'transfer.refuse', transfer: half, code: 'paused' },
];

describe('control messages', () => {
  test.each(good)('%j is read as it was sent', (message) => {
    expect(parseTransferMessage(message)).toEqual(message);
    expect(parseTransferMessage({ ...message, extra: 1 })).toEqual(message);
  });

  test.each([
    null,
    [],
    {},
    { type: 'transfer.sight' },
    { type: 'transfer.sight', inRange: 1 },
    { type: 'transfer.offers', mods: [offer, offer] },
    { type: 'transfer.offers', mods: [offer, { ...offer, mod: 'cd'.repeat(32), name: 'rOBE' }] },
    { type: 'transfer.offers', mods: [{ ...offer, name: '../up' }] },
    { type: 'transfer.offers', mods: [{ ...offer, bytes: -1 }] },
    { type: 'transfer.offers', mods: [{ ...offer, bytes: 2 ** 60 }] },
    { type: 'transfer.offers', mods: [{ ...offer, files: 1.5 }] },
    { type: 'transfer.offers', mods: Array.from({ length: 2001 }, () => offer) },
    { type: 'transfer.request', transfer: half, mod: mod.toUpperCase() },
    { type: 'transfer.request', transfer: half.slice(2), mod },
    { type: 'transfer.accept', transfer: half },
    { type: 'transfer.refuse', transfer: half, code: 'because' },
    { type: 'transfer.unheard', transfer: half },
  ])('%j is no message', (body) => {
    expect(parseTransferMessage(body)).toBeUndefined();
  });

  test('anything at all is a message or nothing, never a throw', () => {
    const bent = fc
      .tuple(
        fc.constantFrom(...good),
        fc.constantFrom('type', 'mods', 'transfer', 'mod', 'code'),
        fc.anything(),
      )
      .map(([message, key, value]) => ({ ...message, [key]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), bent), (body) => {
        const message = parseTransferMessage(body);
        if (message !== undefined) expect(message.type).toMatch(/^transfer\./);
      }),
      { numRuns: 2000 },
    );
  });

  test('a transfer id is made of one half from either side', () => {
    expect(Buffer.from(transferId('00'.repeat(16), 'ff'.repeat(16))).toString('hex')).toBe(
      '00'.repeat(16) + 'ff'.repeat(16),
    );
    expect(() => transferId('00', half)).toThrow(RangeError);
  });
});

const bytesOf = (frame: SenderFrame | ReceiverFrame): Uint8Array => Buffer.concat(encodeFrame(frame));

describe('frames', () => {
  const piece = { total: 10, offset: 4, bytes: Buffer.from([1, 2, 3]) };
  test.each<SenderFrame>([
    { kind: 'manifest', ...piece },
    {
      kind: 'chunks',
      ordinals: Uint32Array.of(0, 7, 2 ** 31),
      compressed: true,
      body: [Buffer.from([9, 9])],
    },
    { kind: 'end' },
    { kind: 'stale' },
  ])('the sender’s %j is read as it was written', (frame) => {
    expect(decodeSenderFrame(bytesOf(frame))).toEqual(frame);
    expect(decodeReceiverFrame(bytesOf(frame))).toBeUndefined();
  });

  test.each<ReceiverFrame>([
    { kind: 'want' },
    { kind: 'need', ...piece },
    { kind: 'written', bytes: 2 ** 40 },
    { kind: 'done' },
  ])('the receiver’s %j is read as it was written', (frame) => {
    expect(decodeReceiverFrame(bytesOf(frame))).toEqual(frame);
    expect(decodeSenderFrame(bytesOf(frame))).toBeUndefined();
  });

  test('any bytes are a frame or nothing, never a throw, and claim no more than they hold', () => {
    const tagged = fc
      .tuple(fc.constantFrom(1, 2, 3, 4, 16, 17, 18, 19), fc.uint8Array({ maxLength: 60 }))
      .map(([kind, rest]) => Uint8Array.of(kind, ...rest));
    fc.assert(
      fc.property(fc.oneof(tagged, fc.uint8Array({ maxLength: 60 })), (plain) => {
        decodeReceiverFrame(plain);
        const frame = decodeSenderFrame(plain);
        if (frame?.kind === 'chunks') expect(4 * frame.ordinals.length).toBeLessThan(plain.length);
        if (frame?.kind === 'manifest')
          expect(frame.offset + frame.bytes.length).toBeLessThanOrEqual(frame.total);
      }),
      { numRuns: 3000 },
    );
    expect(decodeSenderFrame(new Uint8Array(400_000).fill(2))).toBeUndefined();
  });

  test('pieces make the whole again, and only in their order', () => {
    for (const length of [0, 1, 65_536, 65_537, 200_000]) {
      const whole = new Uint8Array(length).fill(7);
      const gatherer = new Gatherer();
      const results = [...cutPieces(whole)].map((part) => gatherer.add(part));
      expect(Buffer.compare(results.at(-1) as Uint8Array, whole)).toBe(0);
      expect(results.slice(0, -1).every((result) => result === 'more')).toBe(true);
    }
    const part = { total: 10, offset: 0, bytes: new Uint8Array(4) };
    expect(new Gatherer().add({ ...part, offset: 1 })).toBe('bad');
    expect(new Gatherer().add({ ...part, bytes: new Uint8Array() })).toBe('bad');
    const started = new Gatherer();
    expect(started.add(part)).toBe('more');
    expect(started.add({ ...part, total: 11, offset: 4 })).toBe('bad');
    expect(started.add(part)).toBe('bad');
  });
});
