import { expect, test } from '@jest/globals';
import { concat } from '@fyteclub/identity';
import fc from 'fast-check';
import { nextSequence } from './book.rules.ts';
import { checkRecord, MAX_RECORD_BYTES, RECORD_LIFE_MS, SEQUENCE_LEAD_MS, signRecord } from './record.ts';
import { ada, Copy, eve, NOON, recordFields, recordOf } from './testing/cast.ts';

const { shell } = Copy.found().graph;
const bytes = recordOf(ada, shell);

test('reads back what the member signed, with the bytes to hand on', () => {
  const read = checkRecord(bytes, shell);
  expect(read).toMatchObject({ ok: true, value: { ...recordFields(shell), member: ada.memberId, bytes } });
});

test('P2 any flipped bit makes a record rejected', () => {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >>> 3]! ^= 1 << (bit & 7);
    expect({ bit, ok: checkRecord(flipped, shell).ok }).toEqual({ bit, ok: false });
  }
});

test('P3 signing what was read gives the same bytes, and a longer spelling is rejected', () => {
  const read = checkRecord(bytes, shell);
  expect(read.ok && signRecord(ada, read.value)).toEqual(bytes);
  const longer = concat(bytes.subarray(0, -64), Uint8Array.of(0));
  expect(checkRecord(concat(longer, ada.sign(longer)), shell)).toEqual({ ok: false, error: 'malformed' });
});

test('P4 a record of one group is refused in another', () => {
  expect(checkRecord(bytes, Copy.found(eve).graph.shell)).toEqual({ ok: false, error: 'foreign-shell' });
});

test('P24 a record for another’s key is refused: only the owner can sign it', () => {
  const payload = bytes.subarray(0, -64);
  expect(checkRecord(concat(payload, eve.sign(payload)), shell)).toEqual({
    ok: false,
    error: 'bad-signature',
  });
});

test('a record cannot live longer than a day', () => {
  expect(() => recordOf(ada, shell, { lifeMs: RECORD_LIFE_MS + 1 })).toThrow(RangeError);
  const field = bytes.slice(0, -64);
  const life = new DataView(new ArrayBuffer(4));
  life.setUint32(0, RECORD_LIFE_MS);
  const at = field.findIndex((_, i) => new DataView(field.buffer, i, 4).getUint32(0) === RECORD_LIFE_MS);
  new DataView(field.buffer).setUint32(at, RECORD_LIFE_MS + 1);
  expect(checkRecord(concat(field, ada.sign(field)), shell)).toEqual({ ok: false, error: 'malformed' });
});

test('P20 no number is so high that its owner could not go on: not from whoever stole its key either', () => {
  const highest = NOON + SEQUENCE_LEAD_MS;
  const stolen = (sequence: number) => checkRecord(recordOf(ada, shell, { sequence }), shell);
  for (const sequence of [highest + 1, 2 ** 48, Number.MAX_SAFE_INTEGER])
    expect(stolen(sequence)).toEqual({ ok: false, error: 'malformed' });
  expect(stolen(highest).ok).toBe(true);
  const issuedAt = NOON + 1;
  const sequence = nextSequence(highest, issuedAt);
  expect(sequence).toBeGreaterThan(highest);
  expect(checkRecord(recordOf(ada, shell, { sequence, issuedAt }), shell).ok).toBe(true);
  expect(nextSequence(Number.MAX_SAFE_INTEGER, NOON)).toBe(highest);
});

test('the longest record fits, a longer one is refused unread', () => {
  const address = { host: '2001:db8:1111:2222:3333:4444:5555:6666', port: 65535 };
  const addresses = Array.from({ length: 8 }, () => address);
  const endpoint = { addresses, fingerprint: new Uint8Array(32) };
  const longest = recordOf(ada, shell, { endpoint, name: 'é'.repeat(32), sequence: NOON + 1 });
  expect(longest.length).toBeLessThanOrEqual(MAX_RECORD_BYTES);
  expect(checkRecord(longest, shell).ok).toBe(true);
  expect(checkRecord(new Uint8Array(MAX_RECORD_BYTES + 1), shell)).toEqual({ ok: false, error: 'too-large' });
});

test('whatever bytes come, reading never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(), (junk, at) => {
      expect(checkRecord(junk, shell).ok).toBe(false);
      expect(checkRecord(concat(bytes.subarray(0, at % bytes.length), junk), shell).ok).toBe(false);
    }),
  );
});
