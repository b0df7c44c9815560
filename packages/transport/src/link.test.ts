import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Observable } from 'rxjs';
import { encodeEnvelope } from './envelope.ts';
import { encodeBody, encodeFrame, type Part } from './frame.rules.ts';
import { linked, testCipher } from './testing/linked.ts';

function read(stream: Observable<unknown>): { readonly got: unknown[]; done: boolean } {
  const seen = { got: [] as unknown[], done: false };
  stream.subscribe({ next: (body) => seen.got.push(body), complete: () => (seen.done = true) });
  return seen;
}
const digest = (body: unknown): string =>
  createHash('sha256')
    .update(Buffer.from(body as Uint8Array))
    .digest('hex');
const settled = async (promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, new Promise((resolve) => setImmediate(() => resolve('pending')))]);
const plainFrame = (topic: string, body: unknown, part: Part = 'whole'): Uint8Array =>
  encodeFrame({ sealed: false, payload: encodeBody({ part, bytes: encodeEnvelope({ topic, body }) }) });

describe('Ada and Ben', () => {
  test('shake hands in plain, then speak of everything under seal', () => {
    const { ada, ben, flow, secure } = linked();
    const hello = read(ada.topic('handshake'));
    ben.send('handshake', Uint8Array.of(1, 2, 3));
    flow();
    expect(hello.got).toEqual([Uint8Array.of(1, 2, 3)]);
    secure();
    const election = read(ada.topic('election'));
    const other = read(ada.topic('phonebook'));
    expect(ben.send('election', { type: 'election.witness', lists: [] })).toBe(true);
    flow();
    expect(election.got).toEqual([{ type: 'election.witness', lists: [] }]);
    expect(other.got).toEqual([]);
  });

  test('nothing but the handshake may be said before the seal: a bug here, the end of the link there', async () => {
    const { ada, ben, eve, flow } = linked();
    expect(() => ben.send('election', 1)).toThrow('before the link is secured');
    eve.send(plainFrame('election', 1));
    flow();
    expect(await settled(ada.closed)).toBe('bad-frame');
  });

  test('one of them may seal a moment before the other has', () => {
    const { ada, ben, flow } = linked();
    const election = read(ada.topic('election'));
    ben.secure(testCipher());
    ben.send('election', 'early');
    flow();
    expect(election.got).toEqual([]);
    ada.secure(testCipher());
    expect(election.got).toEqual(['early']);
    expect(() => ada.secure(testCipher())).toThrow('once');
  });

  test('a refusal still comes through in plain to one who has sealed already', () => {
    const { ada, ben, flow } = linked();
    const handshake = read(ada.topic('handshake'));
    ada.secure(testCipher());
    ben.send('handshake', 'denied');
    flow();
    expect(handshake.got).toEqual(['denied']);
  });

  test('a message of a mebibyte travels in fragments, among others and in order', () => {
    const { ada, ben, flow, secure } = linked();
    secure();
    const sizes = [1, 1_000_000, 2, 70_000];
    const bodies = sizes.map((size) => new Uint8Array(size).fill(size % 251));
    const phonebook = read(ada.topic('phonebook'));
    for (const body of bodies) ben.send('phonebook', body);
    flow();
    expect(phonebook.got.map(digest)).toEqual(bodies.map(digest));
    expect(() => ben.send('phonebook', new Uint8Array(1_100_000))).toThrow(RangeError);
  });

  test('who subscribes a moment late misses nothing', () => {
    const { ada, ben, flow, secure } = linked();
    secure();
    ben.send('election', 1);
    ben.send('election', 2);
    flow();
    expect(read(ada.topic('election')).got).toEqual([1, 2]);
    expect(read(ada.topic('election')).got).toEqual([]);
  });

  test('what nobody reads is kept within bounds, and what is read does not suffer', async () => {
    const { ada, ben, flow, secure } = linked();
    secure();
    for (let i = 0; i < 40; i++) ben.send('unknown-topic', new Uint8Array(50_000));
    const election = read(ada.topic('election'));
    ben.send('election', 'still here');
    flow();
    expect(election.got).toEqual(['still here']);
    expect(read(ada.topic('unknown-topic')).got.length).toBeLessThan(22);
    expect(await settled(ada.closed)).toBe('pending');
  });

  test('say goodbye: the last message arrives, both links end, their streams complete', async () => {
    const { ada, ben, flow, secure } = linked();
    secure();
    const election = read(ada.topic('election'));
    ben.send('election', 'bye');
    const closing = ben.close();
    flow();
    await closing;
    expect(election).toEqual({ got: ['bye'], done: true });
    expect(await settled(ben.closed)).toBe('closed-here');
    expect(await settled(ada.closed)).toBe('closed-there');
    expect(ada.send('election', 1)).toBe(false);
    expect(read(ada.topic('phonebook')).done).toBe(true);
  });
});

describe('time passes', () => {
  test('P64 who never finishes the handshake is dropped', async () => {
    const { ada, ben, pass } = linked();
    ben.send('handshake', 'hello');
    pass(9_950);
    expect(await settled(ada.closed)).toBe('pending');
    pass(100);
    expect(await settled(ada.closed)).toBe('handshake-timed-out');
    expect(ada.connection.channel.open).toBe(false);
  });

  test('an idle link lives on heartbeats alone', async () => {
    const { ada, ben, pass, secure } = linked();
    secure();
    pass(120_000);
    expect(await settled(ada.closed)).toBe('pending');
    expect(await settled(ben.closed)).toBe('pending');
  });

  test('a friend who fell silent is gone after eight seconds and a moment', async () => {
    const { ada, clock, secure } = linked();
    secure();
    clock.increment(8_000);
    expect(await settled(ada.closed)).toBe('pending');
    clock.increment(250);
    expect(await settled(ada.closed)).toBe('silent');
  });

  test('it was Ada who slept: what waited for her is heard before she judges', async () => {
    const { ada, ben, clock, flow, secure } = linked();
    secure();
    ben.send('election', 'while you slept');
    clock.increment(8_000);
    flow();
    clock.increment(1_000);
    flow();
    expect(await settled(ada.closed)).toBe('pending');
  });
});

describe('Eve has her hand on the wire', () => {
  const sealedFrame = (payload: Uint8Array): Uint8Array => encodeFrame({ sealed: true, payload });
  const badFrames: readonly (readonly [string, Uint8Array])[] = [
    ['bytes that are no frame', Uint8Array.of(9, 9, 9)],
    ['a frame of another version', Uint8Array.of(2, 0, 0)],
    ['a plain fragment', plainFrame('handshake', 'x', 'more')],
    ['a plain beat', plainFrame('handshake', 'x', 'beat')],
    ['an oversize handshake', plainFrame('handshake', new Uint8Array(20_000))],
    [
      'no envelope',
      encodeFrame({ sealed: false, payload: encodeBody({ part: 'whole', bytes: Uint8Array.of(1) }) }),
    ],
  ];

  test.each(badFrames)('before the seal: %s ends the link', async (_, bytes) => {
    const { ada, eve, flow } = linked();
    eve.send(bytes);
    flow();
    expect(await settled(ada.closed)).toBe('bad-frame');
    expect(ada.connection.channel.open).toBe(false);
  });

  test('a seal that does not open ends the link', async () => {
    const { ada, eve, flow, secure } = linked();
    secure();
    eve.send(sealedFrame(new Uint8Array(40)));
    flow();
    expect(await settled(ada.closed)).toBe('bad-frame');
  });

  test('a frame in plain after a sealed one ends the link, handshake or not', async () => {
    const { ada, ben, eve, flow, secure } = linked();
    secure();
    ben.send('election', 1);
    flow();
    eve.send(plainFrame('handshake', 'hello again'));
    flow();
    expect(await settled(ada.closed)).toBe('bad-frame');
  });

  test('fragments without end are cut at a mebibyte', async () => {
    const { ada, eve, flow } = linked();
    const cipher = testCipher();
    ada.secure(testCipher());
    for (let i = 0; i < 18; i++)
      eve.send(sealedFrame(cipher.seal(encodeBody({ part: 'more', bytes: new Uint8Array(60_000) }))));
    flow();
    expect(await settled(ada.closed)).toBe('bad-frame');
  });

  test('sealed frames before any seal are kept, but not without end', async () => {
    const { ada, eve, flow } = linked();
    for (let i = 0; i < 100; i++) eve.send(sealedFrame(new Uint8Array(100)));
    flow();
    expect(await settled(ada.closed)).toBe('bad-frame');
  });

  test('one who takes nothing does not fill our memory', async () => {
    const { ada, secure } = linked();
    secure();
    const sent = Array.from({ length: 12 }, () => ada.send('phonebook', new Uint8Array(1_000_000)));
    expect(sent.at(-1)).toBe(false);
    expect(await settled(ada.closed)).toBe('overrun');
  });
});
