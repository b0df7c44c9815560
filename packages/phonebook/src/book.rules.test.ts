import { describe, expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import {
  dialHint,
  emptyBook,
  MAX_EARLY,
  MAX_STRANGERS,
  mergeRecords,
  nextSequence,
  presenceOf,
  type Book,
} from './book.rules.ts';
import { CLOCK_AHEAD_MS, type CheckedRecord } from './record.ts';
import type { Roster } from './resolve.rules.ts';
import { ada, ben, cleo, eve, filled, HOUR, MINUTE, NOON, recordFields, trio } from './testing/cast.ts';

const { shell } = trio().graph;
const roster = trio().roster;
const ids = [ada, ben, cleo, eve].map(({ memberId }) => memberId);

/** Signatures are not what is tested here: `hash` stands for the bytes. */
const record = (member: MemberId, change: Partial<CheckedRecord> = {}): CheckedRecord => ({
  ...recordFields(shell),
  member,
  bytes: filled(4, 0),
  mark: member.slice(0, 8),
  hash: `${member.slice(0, 8)}-${change.sequence ?? NOON}-${change.issuedAt ?? NOON}-${change.name ?? ''}`,
  ...change,
});

const anyRecord = fc
  .record({
    member: fc.constantFrom(...ids),
    sequence: fc.integer({ min: 1, max: 5 }),
    age: fc.constantFrom(0, HOUR, 25 * HOUR, -MINUTE, -HOUR, -2 * HOUR, -3 * HOUR),
    name: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ member, sequence, age, name }) => record(member, { sequence, issuedAt: NOON - age, name }));

const anyRecords = fc.array(anyRecord, { maxLength: 12 });
/** Cleo left. */
const withoutCleo: Pick<Roster, 'members' | 'former'> = {
  members: Object.fromEntries(Object.entries(roster.members).filter(([id]) => id !== cleo.memberId)),
  former: { [cleo.memberId]: 'left' },
};
const anyRoster = fc.constantFrom<Pick<Roster, 'members' | 'former'>>(roster, withoutCleo);

const merge = (
  book: Book,
  records: readonly CheckedRecord[],
  view: Pick<Roster, 'members' | 'former'> = roster,
  now = NOON,
): Book => mergeRecords(book, records, view, now).book;

const everything = (book: Book): readonly CheckedRecord[] => [
  ...book.current.values(),
  ...book.rivals.values(),
  ...book.waiting,
];

describe('P19 merging', () => {
  test('is commutative: the order of delivery does not matter', () => {
    const delivered = anyRecords.chain((records) =>
      fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
      ),
    );
    fc.assert(
      fc.property(delivered, anyRoster, ([records, order], view) => {
        let oneByOne = emptyBook;
        for (const each of order) oneByOne = merge(oneByOne, [each], view);
        expect(oneByOne).toEqual(merge(emptyBook, records, view));
      }),
    );
  });

  test('is associative: it does not matter who had merged what before', () => {
    fc.assert(
      fc.property(anyRecords, anyRecords, anyRecords, anyRoster, (a, b, c, view) => {
        const book = (records: readonly CheckedRecord[]): Book => merge(emptyBook, records, view);
        const left = merge(merge(book(a), everything(book(b)), view), everything(book(c)), view);
        const right = merge(book(a), everything(merge(book(b), everything(book(c)), view)), view);
        expect(left).toEqual(right);
      }),
    );
  });

  test('is idempotent: a record told twice is told once', () => {
    fc.assert(
      fc.property(anyRecords, anyRoster, (records, view) => {
        const once = merge(emptyBook, records, view);
        expect(merge(once, records, view)).toEqual(once);
        expect(mergeRecords(once, records, view, NOON)).toMatchObject({
          applied: [],
          forgotten: [],
          flags: [],
        });
      }),
    );
  });
});

test('P20 a lower sequence number never replaces a higher one, also after it expired and after a restart', () => {
  const high = record(ada.memberId, { sequence: 8 });
  const low = record(ada.memberId, { sequence: 7, issuedAt: NOON + HOUR });
  let book = merge(emptyBook, [high]);
  book = merge(book, [low], roster, NOON + 30 * HOUR);
  expect(book.current.get(ada.memberId)).toBe(high);
  const restarted = merge(emptyBook, [...book.current.values()], roster, NOON + 31 * HOUR);
  expect(merge(restarted, [low], roster, NOON + 31 * HOUR).current.get(ada.memberId)).toBe(high);
});

test('P20 a record that counted is not given up for an older one when our clock is set back', () => {
  const low = record(ada.memberId, { sequence: 7, issuedAt: NOON - HOUR });
  const high = record(ada.memberId, { sequence: 8 });
  const book = merge(merge(emptyBook, [low]), [high]);
  const setBack = mergeRecords(book, [low], roster, NOON - HOUR);
  expect(setBack.book.current.get(ada.memberId)).toBe(high);
  expect(setBack.applied).toEqual([]);
});

test('P20 whatever comes, the highest that is due counts', () => {
  fc.assert(
    fc.property(anyRecords, (records) => {
      const { current } = merge(emptyBook, records);
      for (const member of ids.slice(0, 3)) {
        const due = records.filter((r) => r.member === member && r.issuedAt <= NOON + CLOCK_AHEAD_MS);
        const best = due.length === 0 ? undefined : Math.max(...due.map(({ sequence }) => sequence));
        expect(current.get(member)?.sequence).toBe(best);
      }
    }),
  );
});

test('P21 two records of one number: everybody settles on the lowest hash and reports it, once', () => {
  const one = record(ben.memberId, { hash: 'aa' });
  const two = record(ben.memberId, { hash: 'bb' });
  const flag = { kind: 'rival-records', member: ben.memberId, sequence: NOON };
  for (const [first, second] of [
    [one, two],
    [two, one],
  ] as const) {
    const before = merge(emptyBook, [first]);
    const after = mergeRecords(before, [second], roster, NOON);
    expect(after.book.current.get(ben.memberId)).toBe(one);
    expect(after.book.rivals.get(ben.memberId)).toBe(two);
    expect(after.flags).toEqual([flag]);
    expect(mergeRecords(after.book, [one, two], roster, NOON).flags).toEqual([]);
  }
});

test('P22 a record of 24 hours shows its owner offline without an address, and still a member', () => {
  const book = merge(emptyBook, [record(ben.memberId, { name: 'Ben' })]);
  expect(presenceOf(book, ben.memberId, NOON + 24 * HOUR - 1)).toMatchObject({
    state: 'fresh',
    record: { name: 'Ben' },
    expiresAt: NOON + 24 * HOUR,
  });
  expect(presenceOf(book, ben.memberId, NOON + 24 * HOUR)).toEqual({
    state: 'expired',
    name: 'Ben',
    lastSeen: NOON,
  });
  expect(roster.members[ben.memberId]).toBeDefined();
  expect(dialHint(book, ben.memberId)?.addresses).toHaveLength(1);
  expect(presenceOf(book, cleo.memberId, NOON)).toEqual({ state: 'unknown' });
});

test('P23 a record from more than 5 minutes ahead is held until its time comes', () => {
  const early = record(ben.memberId, { sequence: 9, issuedAt: NOON + CLOCK_AHEAD_MS + 1 });
  let book = merge(emptyBook, [early]);
  expect(book.current.size).toBe(0);
  book = merge(book, [], roster, NOON + 1);
  expect(book.current.get(ben.memberId)).toBe(early);
  expect(book.waiting).toEqual([]);
  const within = record(cleo.memberId, { issuedAt: NOON + CLOCK_AHEAD_MS });
  expect(merge(emptyBook, [within]).current.get(cleo.memberId)).toBe(within);
});

test('a held record is good enough to dial its owner', () => {
  const endpoint = { ...recordFields(shell).endpoint, addresses: [{ host: '192.0.2.9', port: 9 }] };
  const early = record(ben.memberId, { sequence: NOON + HOUR, issuedAt: NOON + HOUR, endpoint });
  const book = merge(merge(emptyBook, [record(ben.memberId)]), [early]);
  expect(book.current.get(ben.memberId)?.sequence).toBe(NOON);
  expect(dialHint(book, ben.memberId)).toBe(endpoint);
  expect(dialHint(merge(emptyBook, [early]), ben.memberId)).toBe(endpoint);
});

test('P23 of many records from the future the nearest are held', () => {
  const early = Array.from({ length: 9 }, (_, i) =>
    record(ben.memberId, { sequence: 20 - i, issuedAt: NOON + HOUR + i * MINUTE }),
  );
  expect(merge(emptyBook, early).waiting).toEqual(early.slice(0, MAX_EARLY));
});

test('P24 a record of somebody who is not a member shows nothing, and counts once they are', () => {
  const hers = record(eve.memberId);
  const book = merge(emptyBook, [hers]);
  expect(book.current.size).toBe(0);
  expect(presenceOf(book, eve.memberId, NOON)).toEqual({ state: 'unknown' });
  const withEve = {
    ...roster,
    members: { ...roster.members, [eve.memberId]: roster.members[ben.memberId]! },
  };
  expect(mergeRecords(book, [], withEve, NOON).applied).toEqual([hers]);
});

test('P24 records of strangers are bounded', () => {
  const strangers = Array.from({ length: MAX_STRANGERS + 30 }, (_, i) =>
    record(i.toString(16).padStart(64, '0') as MemberId),
  );
  expect(merge(emptyBook, strangers).waiting).toHaveLength(MAX_STRANGERS);
});

test('P25 whoever is gone stays gone, whoever relays whatever record', () => {
  fc.assert(
    fc.property(anyRecords, anyRecords, (before, after) => {
      const book = merge(merge(emptyBook, before), after, withoutCleo);
      expect(everything(book).filter(({ member }) => member === cleo.memberId)).toEqual([]);
    }),
  );
  const book = merge(emptyBook, [record(cleo.memberId)]);
  const gone = mergeRecords(book, [], withoutCleo, NOON);
  expect(gone.forgotten).toEqual([cleo.memberId]);
  expect(presenceOf(gone.book, cleo.memberId, NOON)).toEqual({ state: 'unknown' });
});

test('P17 after restoring an old backup the next record still wins', () => {
  const published = nextSequence(nextSequence(undefined, NOON), NOON);
  expect(published).toBe(NOON + 1);
  expect(nextSequence(3, NOON + MINUTE)).toBeGreaterThan(published);
  expect(nextSequence(NOON + HOUR, NOON)).toBe(NOON + HOUR + 1);
});
