import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { utf8 } from './bytes.ts';
import { hash256 } from './ids.ts';
import { LABELS } from './labels.ts';
import { createCipher, keySchedule, type KeySchedule } from './session.ts';

const transcript = hash256(utf8('T'));
const pair = (): [KeySchedule, KeySchedule] => [
  keySchedule('initiator', hash256(utf8('secret')), transcript),
  keySchedule('responder', hash256(utf8('secret')), transcript),
];

describe('what one side seals', () => {
  test('the other opens, in order, both ways', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.uint8Array())), (messages) => {
        const [{ session: ben }, { session: ada }] = pair();
        for (const [fromBen, plain] of messages) {
          const [from, to] = fromBen ? [ben, ada] : [ada, ben];
          expect(to.open(from.seal(plain))).toEqual(plain);
        }
      }),
    );
  });

  test('opens nothing when replayed, reordered, lost before, mirrored or changed', () => {
    const [{ session: ben }, { session: ada }] = pair();
    const [first, second, third] = ['1', '2', '3'].map((text) => ben.seal(utf8(text)));
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
    expect(ada.open(second)).toBeUndefined();
    expect(ben.open(first)).toBeUndefined();
    expect(ada.open(first.map((byte, i) => (i === 0 ? byte ^ 1 : byte)))).toBeUndefined();
    expect(ada.open(first.subarray(0, 15))).toBeUndefined();
    expect(ada.open(first)).toEqual(utf8('1'));
    expect(ada.open(first)).toBeUndefined();
    expect(ada.open(third)).toBeUndefined();
    expect(ada.open(second)).toEqual(utf8('2'));
  });

  test('belongs to the session, not to the handshake before it, and to one transcript', () => {
    const [ben, ada] = pair();
    const other = keySchedule('responder', hash256(utf8('secret')), hash256(utf8('U')));
    const before = ben.handshake.seal(utf8('x'));
    expect(ada.session.open(before)).toBeUndefined();
    expect(other.session.open(ben.session.seal(utf8('x')))).toBeUndefined();
    expect(ada.handshake.open(before)).toEqual(utf8('x'));
  });
});

test('exported secrets are alike on both sides and differ by label, context and session', () => {
  const [{ session: ben }, { session: ada }] = pair();
  const long = new Uint8Array(5000);
  expect(ben.export(LABELS.transferKey, long)).toEqual(ada.export(LABELS.transferKey, long));
  const all = [
    ben.export(LABELS.transferKey, utf8('a')),
    ben.export(LABELS.transferKey, utf8('b')),
    ben.export(LABELS.bulkTicket, utf8('a')),
    keySchedule('initiator', hash256(utf8('other')), transcript).session.export(
      LABELS.transferKey,
      utf8('a'),
    ),
  ];
  expect(new Set(all.map(String)).size).toBe(4);
  expect(all.map(({ length }) => length)).toEqual([32, 32, 32, 32]);
});

test('wiping zeroes the keys themselves', () => {
  const keys = [hash256(utf8('a')), hash256(utf8('b'))] as const;
  createCipher(...keys).wipe();
  expect(keys.flatMap((key) => Array.from(key)).every((byte) => byte === 0)).toBe(true);
});

test('wiped keys seal, open and export nothing', () => {
  const [ben, ada] = pair();
  const sealed = ada.session.seal(utf8('x'));
  ben.wipe();
  expect(ben.session.open(sealed)).toBeUndefined();
  expect(() => ben.session.seal(utf8('x'))).toThrow('wiped');
  expect(() => ben.session.export(LABELS.transferKey, utf8('x'))).toThrow('wiped');
  expect(() => ben.handshake.seal(utf8('x'))).toThrow('wiped');
});
