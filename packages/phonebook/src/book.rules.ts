import type { Endpoint, MemberId } from '@fyteclub/identity';
import type { Flag } from './flags.rules.ts';
import { CLOCK_AHEAD_MS, type CheckedRecord } from './record.ts';
import type { Roster } from './resolve.rules.ts';

/** Keys whose records may wait for an admission that has not come yet. */
export const MAX_STRANGERS = 128;
/** Records per key that may wait for their time to come. */
export const MAX_EARLY = 4;

/** The presence records we hold: plain data. */
export interface Book {
  /** The record that counts, one per member, also after it expired: so an older one can never come back. */
  readonly current: Readonly<Record<MemberId, CheckedRecord>>;
  /** Evidence: another record with the same sequence number as the current one. */
  readonly rivals: Readonly<Record<MemberId, CheckedRecord>>;
  /** Records of keys that are not members yet, and records from the future. */
  readonly waiting: readonly CheckedRecord[];
}

export const emptyBook: Book = { current: {}, rivals: {}, waiting: [] };

export interface Merge {
  readonly book: Book;
  /** Members whose record that counts is another one now. */
  readonly applied: readonly CheckedRecord[];
  /** Whose record is gone because they left or were removed (P25). */
  readonly forgotten: readonly MemberId[];
  readonly flags: readonly Flag[];
}

/** Newest first; of the same sequence number, the lowest hash. */
const byRank = (a: CheckedRecord, b: CheckedRecord): number =>
  b.sequence - a.sequence || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);

const byDate = (a: CheckedRecord, b: CheckedRecord): number => a.issuedAt - b.issuedAt || byRank(a, b);

/**
 * What remains of all records ever seen of one key: at most two that are due and a few from the future. What counted
 * once goes on counting though our clock is set back, or we would take up an older record again (P20).
 */
function digest(records: readonly CheckedRecord[], counted: CheckedRecord | undefined, now: number) {
  const isDue = (record: CheckedRecord): boolean =>
    record.issuedAt <= now + CLOCK_AHEAD_MS || record.hash === counted?.hash;
  const [best, second] = records.filter(isDue).sort(byRank);
  const early = records
    .filter((record) => !isDue(record))
    .sort(byDate)
    .slice(0, MAX_EARLY);
  return { best, rival: second?.sequence === best?.sequence ? second : undefined, early };
}

const everyRecord = (book: Book): readonly CheckedRecord[] => [
  ...Object.values(book.current),
  ...Object.values(book.rivals),
  ...book.waiting,
];

function byMember(
  records: readonly CheckedRecord[],
): readonly (readonly [MemberId, readonly CheckedRecord[]])[] {
  const groups = new Map<MemberId, Map<string, CheckedRecord>>();
  for (const record of records) {
    const group = groups.get(record.member);
    if (group === undefined) groups.set(record.member, new Map([[record.hash, record]]));
    else if (!group.has(record.hash)) group.set(record.hash, record);
  }
  return [...groups]
    .map(([member, group]) => [member, [...group.values()]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Takes in records in any order, any number of times, and applies what had been waiting.
 * Law: commutative, associative and idempotent at a given roster and time (P19).
 */
export function mergeRecords(
  book: Book,
  records: readonly CheckedRecord[],
  roster: Pick<Roster, 'members' | 'former'>,
  now: number,
): Merge {
  const current: Record<MemberId, CheckedRecord> = {};
  const rivals: Record<MemberId, CheckedRecord> = {};
  const waiting: CheckedRecord[] = [];
  let strangers = 0;
  for (const [member, theirs] of byMember([...everyRecord(book), ...records])) {
    if (roster.former[member] !== undefined) continue;
    const { best, rival, early } = digest(theirs, book.current[member], now);
    if (roster.members[member] !== undefined) {
      if (best !== undefined) current[member] = best;
      if (rival !== undefined) rivals[member] = rival;
      waiting.push(...early);
    } else if (strangers < MAX_STRANGERS) {
      strangers++;
      waiting.push(...[best, rival].filter((record) => record !== undefined), ...early);
    }
  }
  const merged: Book = { current, rivals, waiting };
  return { book: merged, ...changes(book, merged, roster) };
}

function changes(before: Book, after: Book, roster: Pick<Roster, 'former'>): Omit<Merge, 'book'> {
  const applied = Object.values(after.current).filter(
    (record) => before.current[record.member]?.hash !== record.hash,
  );
  const forgotten = Object.values(before.current)
    .map(({ member }) => member)
    .filter((member) => roster.former[member] !== undefined);
  const flags = Object.values(after.rivals)
    .filter(({ member, sequence }) => before.rivals[member]?.sequence !== sequence)
    .map(({ member, sequence }): Flag => ({ kind: 'rival-records', member, sequence }));
  return { applied, forgotten, flags };
}

export type Presence =
  | { readonly state: 'fresh'; readonly record: CheckedRecord; readonly expiresAt: number }
  /** Offline, address unknown; still a member (P22). */
  | { readonly state: 'expired'; readonly name: string; readonly lastSeen: number }
  | { readonly state: 'unknown' };

export const isFresh = (record: CheckedRecord, now: number): boolean => now - record.issuedAt < record.lifeMs;

/** What may be shown of a member's whereabouts. An address older than its life is withheld. */
export function presenceOf(book: Book, member: MemberId, now: number): Presence {
  const record = book.current[member];
  if (record === undefined) return { state: 'unknown' };
  return isFresh(record, now)
    ? { state: 'fresh', record, expiresAt: record.issuedAt + record.lifeMs }
    : { state: 'expired', name: record.name, lastSeen: record.issuedAt };
}

/**
 * The last address we were told, however old, and whatever the time is there: only for dialling, never to be shown or
 * handed on. Clocks that disagree must not keep two friends apart.
 */
export function dialHint({ current, waiting }: Book, member: MemberId): Endpoint | undefined {
  const told = waiting.filter((record) => record.member === member);
  const known = current[member];
  return [...told, ...(known === undefined ? [] : [known])].sort(byRank)[0]?.endpoint;
}

/**
 * The sequence number of our next record. Taking the clock into it lets a member who restored an old backup still
 * win over the record that its friends hold (P17).
 */
export const nextSequence = (previous: number | undefined, now: number): number =>
  Math.max((previous ?? 0) + 1, now);
