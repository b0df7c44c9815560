import { describe, expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { MAX_BEACON_BYTES } from './beacon.ts';
import type { Life } from './lives.rules.ts';
import {
  decodeMarks,
  encodeMarks,
  hasNewerLife,
  hasNewerList,
  MARK_BYTES,
  MAX_MARKS,
  type Mark,
} from './marks.rules.ts';
import type { ElectionMessage } from './messages.ts';
import { BATCH_BYTES, gossipMessages } from './news.rules.ts';
import { MAX_STATEMENTS, parseMessage } from './parse.ts';
import { checkBeacon } from './beacon.ts';
import { MAX_SUSPICION_BYTES, checkSuspicion } from './suspicion.ts';
import { ada, beaconOf, ben, gossip, listOf, NOON, SHELL, suspicionOf } from './testing/cast.ts';
import { MAX_LIST_BYTES } from './witness.ts';

const list = listOf(ada, [[ben, NOON]]);
const beacon = beaconOf(ada, NOON);
const suspicion = suspicionOf(ben, ada.memberId, NOON);
const bytes = (length: number): Uint8Array => new Uint8Array(length);

const MESSAGES: readonly ElectionMessage[] = [
  gossip({ beacons: [beacon], suspicions: [suspicion], lists: [list.bytes] }),
  gossip({}),
  { type: 'election.digest', ask: true, marks: bytes(2 * MARK_BYTES) },
  { type: 'election.probe', id: 0, subject: ada.memberId },
  { type: 'election.ack', id: 2 ** 32 - 1, reach: 'asking' },
  { type: 'election.ping', id: 7 },
  { type: 'election.pong', id: 7 },
];

describe('a message', () => {
  test.each(MESSAGES.map((message) => [message.type, message] as const))(
    '%s is read as it was sent',
    (_, message) => {
      expect(parseMessage(message)).toEqual(message);
      expect(parseMessage({ ...message, more: 1 })).toEqual(message);
    },
  );

  test.each(
    MESSAGES.flatMap((message) =>
      Object.keys(message).map((field) => [field, message.type, { ...message, [field]: null }] as const),
    ),
  )('without its %s is none: %s', (_field, _type, message) => {
    expect(parseMessage(message)).toBeUndefined();
  });

  const few = MAX_STATEMENTS + 1;
  test.each<[string, object]>([
    ['a list too long', gossip({ lists: [bytes(MAX_LIST_BYTES + 1)] })],
    ['a beacon too long', gossip({ beacons: [bytes(MAX_BEACON_BYTES + 1)] })],
    ['a suspicion too long', gossip({ suspicions: [bytes(MAX_SUSPICION_BYTES + 1)] })],
    ['too many beacons', gossip({ beacons: Array<Uint8Array>(few).fill(beacon) })],
    [
      'more bytes than an envelope holds',
      gossip({ lists: Array<Uint8Array>(9).fill(bytes(MAX_LIST_BYTES)) }),
    ],
    ['text for bytes', { ...gossip({}), lists: ['text'] }],
    ['half a mark', { type: 'election.digest', ask: true, marks: bytes(MARK_BYTES - 1) }],
    ['too many marks', { type: 'election.digest', ask: true, marks: bytes((MAX_MARKS + 1) * MARK_BYTES) }],
    ['a negative number', { type: 'election.ping', id: -1 }],
    ['a broken number', { type: 'election.ping', id: 0.5 }],
    ['a number too high', { type: 'election.ping', id: 2 ** 32 }],
    ['an answer that is none', { type: 'election.ack', id: 1, reach: 'maybe' }],
    ['no member', { type: 'election.probe', id: 1, subject: 'AB'.repeat(32) }],
    ['a kind nobody knows', { type: 'election.vote', id: 1 }],
  ])('with %s is none', (_, message) => {
    expect(parseMessage(message)).toBeUndefined();
  });

  test('can be anything, and reading it never throws', () => {
    fc.assert(
      fc.property(fc.anything({ withTypedArray: true }), (anything) => {
        expect(parseMessage(anything)).toBeUndefined();
      }),
    );
  });
});

test('many statements go in batches below 48 KiB, and every suspicion after the beacon it doubts', () => {
  const [checked, doubted] = [checkBeacon(beacon, SHELL), checkSuspicion(suspicion, SHELL)];
  if (!checked.ok || !doubted.ok) throw new Error('not read');
  const life: Life = { beacon: checked.value, suspicion: doubted.value, standing: 'gone', age: 0 };
  const messages = gossipMessages(Array<Life>(600).fill(life), Array<typeof list>(300).fill(list));
  let [beacons, suspicions, lists] = [0, 0, 0];
  for (const message of messages) {
    expect(parseMessage(message)).toEqual(message);
    const all = [...message.beacons, ...message.suspicions, ...message.lists];
    expect(all.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(BATCH_BYTES);
    beacons += message.beacons.length;
    suspicions += message.suspicions.length;
    lists += message.lists.length;
    expect(suspicions).toBeLessThanOrEqual(beacons);
  }
  expect([beacons, suspicions, lists]).toEqual([600, 600, 300]);
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'.split('')), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
const mark: fc.Arbitrary<Mark> = fc.record({
  sequence: fc.nat(2 ** 31 - 1).map((n) => n * 2 ** 16),
  listHash: digits(8),
  incarnation: fc.nat(2 ** 31 - 1),
  beaconHash: digits(8),
  suspected: fc.boolean(),
});

describe('a digest', () => {
  test('is read as it was written, and any other bytes of its length mean something too', () => {
    fc.assert(
      fc.property(fc.dictionary(digits(16), mark, { maxKeys: 5 }), (told) => {
        const marks = new Map(Object.entries(told));
        expect(decodeMarks(encodeMarks(marks))).toEqual(marks);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 * MARK_BYTES }), (junk) => {
        expect(decodeMarks(junk).size).toBeLessThanOrEqual(3);
      }),
    );
  });

  test('never makes both sides think they are ahead', () => {
    fc.assert(
      fc.property(mark, mark, (a, b) => {
        expect(hasNewerList(a, b) && hasNewerList(b, a)).toBe(false);
        expect(hasNewerLife(a, b) && hasNewerLife(b, a)).toBe(false);
        expect(hasNewerLife(a, a) || hasNewerList(a, a)).toBe(false);
      }),
    );
  });

  test('of everybody who takes part fits an envelope', () => {
    const everybody = Array.from(
      { length: MAX_MARKS },
      (_, i) => i.toString(16).padStart(16, '0') as MemberId,
    );
    const none: Mark = {
      sequence: 1,
      listHash: '00000000',
      incarnation: 1,
      beaconHash: '00000000',
      suspected: true,
    };
    const marks = encodeMarks(new Map(everybody.map((name) => [name, none])));
    expect(marks.length).toBeLessThan(BATCH_BYTES);
    expect(parseMessage({ type: 'election.digest', ask: false, marks })).toBeDefined();
  });
});
