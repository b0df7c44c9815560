import { describe, expect, test } from '@jest/globals';
import { concat, toHex, type ShellId } from '@fyteclub/identity';
import fc from 'fast-check';
import { checkBeacon, MAX_BEACON_BYTES, nextIncarnation, MAX_SKEW_MS, signBeacon } from './beacon.ts';
import { MAX_NUMBER } from './signed.ts';
import { checkSuspicion, MAX_SUSPICION_BYTES, signSuspicion } from './suspicion.ts';
import {
  ada,
  beaconOf,
  ben,
  cleo,
  eve,
  listOf,
  NOON,
  person,
  run,
  SHELL,
  suspicionOf,
} from './testing/cast.ts';
import { checkList, MAX_ENTRIES, MAX_LIST_BYTES, signList } from './witness.ts';

const {
  bytes: list,
  hash,
  ...listed
} = listOf(ada, [
  [ben, NOON],
  [cleo, NOON + 1],
]);

/** Each kind of statement: how it is read, what Ada signed, and its bytes in version 1. */
const KINDS = {
  list: {
    check: checkList,
    bytes: list,
    maxBytes: MAX_LIST_BYTES,
    says: { ...listed, hash },
    golden: [
      '66797465636c75622f7769746e6573730001abababababababababababababababababababababababababababababab',
      'abab6e0b690bc94300044b79af0d17844d8f79e47a71f2bd90abbf693d7b459d43d20000019b796dd60000000002112c',
      '57bd02ec8463cf0d213135a4a2ca5057ebac6ea988f7e373566c418672b3010101010101010101010101010101010000',
      '019b796dd600afbb58dfa78525183266f50d0d3be3cac35c6d9def08f27afdeb59dd1278175d01010101010101010101',
      '0101010101010000019b796dd601f62044f35bae6cc43dc57601f6e978ae9e345ed8c46d9080e6a9e9319d7ca52f4665',
      '7701ada91646a292f2bd2b86e677fab8c59df0f447217556006324c1a70d',
    ].join(''),
  },
  beacon: {
    check: checkBeacon,
    bytes: beaconOf(ada, NOON),
    maxBytes: MAX_BEACON_BYTES,
    says: { shell: SHELL, member: ada.memberId, instance: run(1), incarnation: NOON, leaving: false },
    golden: [
      '66797465636c75622f626561636f6e0001ababababababababababababababababababababababababababababababab',
      'ab6e0b690bc94300044b79af0d17844d8f79e47a71f2bd90abbf693d7b459d43d2010101010101010101010101010101',
      '010000019b796dd600007c4d7911e2ad52cb7e38146bbfd5ffa2fc38ab399c691d7981f8d5019890bef0d1526cbf735f',
      'ab2d7f828509d2c1055e879b92fa6fc62a8d111706700e357a0c',
    ].join(''),
  },
  suspicion: {
    check: checkSuspicion,
    bytes: suspicionOf(ada, ben.memberId, NOON),
    maxBytes: MAX_SUSPICION_BYTES,
    says: { shell: SHELL, suspector: ada.memberId, subject: ben.memberId, incarnation: NOON },
    golden: [
      '66797465636c75622f737573706963696f6e0001abababababababababababababababababababababababababababab',
      'abababab6e0b690bc94300044b79af0d17844d8f79e47a71f2bd90abbf693d7b459d43d2112c57bd02ec8463cf0d2131',
      '35a4a2ca5057ebac6ea988f7e373566c418672b30000019b796dd600134c3ed7ad7a4a9066b953ec7383241a86afd16f',
      '490d20dfbf099cacc2e84c2952da94db6bea680ecbf8e1848e4d0daebca2c13869b52167049ffc963c519d05',
    ].join(''),
  },
} as const;

describe.each(Object.entries(KINDS))('a %s', (_name, { check, bytes, maxBytes, says, golden }) => {
  test('is read as its author signed it', () => {
    expect(check(bytes, SHELL)).toMatchObject({ ok: true, value: { ...says, bytes } });
  });

  test('P2 is rejected with any bit flipped', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >>> 3]! ^= 1 << (bit & 7);
      expect({ bit, ok: check(flipped, SHELL).ok }).toEqual({ bit, ok: false });
    }
  });

  test('P3 is rejected in any other spelling, though signed', () => {
    const longer = concat(bytes.subarray(0, -64), Uint8Array.of(0));
    expect(check(concat(longer, ada.sign(longer)), SHELL)).toEqual({ ok: false, error: 'malformed' });
  });

  test('P4 of one group is refused in another', () => {
    expect(check(bytes, 'cd'.repeat(32) as ShellId)).toEqual({ ok: false, error: 'foreign-shell' });
  });

  test('cannot be signed for another', () => {
    const payload = bytes.subarray(0, -64);
    expect(check(concat(payload, eve.sign(payload)), SHELL)).toEqual({ ok: false, error: 'bad-signature' });
  });

  test('is not even looked at when it is too long, and nonsense never throws', () => {
    expect(check(new Uint8Array(maxBytes + 1), SHELL)).toEqual({ ok: false, error: 'too-large' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => {
        expect(check(junk, SHELL).ok).toBe(false);
      }),
    );
  });

  // As the first release wrote it. If this changes, old members cannot read new statements.
  test('has these bytes in version 1', () => {
    expect(toHex(bytes)).toBe(golden);
  });
});

test('P1 no statement is read as one of another kind', () => {
  const readers = Object.values(KINDS);
  for (const { bytes } of readers)
    expect(readers.filter(({ check }) => check(bytes, SHELL).ok)).toHaveLength(1);
});

test('P3 a list is signed alike in whatever order its entries were told', () => {
  const { sequence, shell } = listed;
  expect(signList(ada, { sequence, shell, entries: [...listed.entries].reverse() })).toEqual(list);
});

test('nobody is witnessed twice by one witness', () => {
  const entry = { subject: ben.memberId, instance: run(1), since: NOON };
  const entries = [entry, { ...entry, instance: run(2) }];
  const twice = signList(ada, { shell: SHELL, sequence: 1, entries });
  expect(checkList(twice, SHELL)).toEqual({ ok: false, error: 'malformed' });
});

test('nobody suspects itself', () => {
  expect(checkSuspicion(suspicionOf(ada, ada.memberId, NOON), SHELL)).toEqual({
    ok: false,
    error: 'malformed',
  });
});

test('numbers so high that nothing could follow them are refused', () => {
  const shell = SHELL;
  for (const [number, ok] of [
    [MAX_NUMBER - 1, true],
    [MAX_NUMBER, false],
    [Number.MAX_SAFE_INTEGER, false],
  ] as const) {
    expect(checkList(signList(ada, { shell, sequence: number, entries: [] }), shell).ok).toBe(ok);
    const beacon = { shell, instance: run(1), incarnation: number, leaving: false };
    expect(checkBeacon(signBeacon(ada, beacon), shell).ok).toBe(ok);
    const suspicion = { shell, subject: ben.memberId, incarnation: number };
    expect(checkSuspicion(signSuspicion(ada, suspicion), shell).ok).toBe(ok);
  }
});

test('the longest list fits, a longer one cannot be made or read', () => {
  const entries = Array.from({ length: MAX_ENTRIES + 1 }, (_, i) => ({
    subject: person(1000 + i).memberId,
    instance: run(1),
    since: NOON,
  }));
  const longest = signList(ada, { shell: SHELL, sequence: 1, entries: entries.slice(1) });
  expect(checkList(longest, SHELL).ok).toBe(true);
  expect(longest.length).toBeLessThanOrEqual(MAX_LIST_BYTES);
  expect(() => signList(ada, { shell: SHELL, sequence: 1, entries })).toThrow(RangeError);
});

test('an incarnation is above the last and never behind the clock', () => {
  expect(nextIncarnation(0, NOON)).toBe(NOON);
  expect(nextIncarnation(NOON - 1, NOON)).toBe(NOON);
  expect(nextIncarnation(NOON + 5, NOON)).toBe(NOON + 6);
  // Whatever a clock that was days ahead made us sign was refused by everybody.
  expect(nextIncarnation(NOON + MAX_SKEW_MS + 1, NOON)).toBe(NOON);
});
