import type { Endpoint, MemberId } from '@fyteclub/identity';
import type { Flag } from './flags.rules.ts';
import { CLOCK_AHEAD_MS, SEQUENCE_LEAD_MS, type CheckedRecord } from './record.ts';
import type { Roster } from './resolve.rules.ts';

/** Keys whose records may wait for an admission that has not come yet. */
export const MAX_STRANGERS = 128;
/** Records per key that may wait for their time to come. */
export const MAX_EARLY = 4;

/** The presence records we hold: plain data. */
export interface Book {
  /** The record that counts, one per member, also after it expired: so an older one can never come back. */
  readonly current: ReadonlyMap<MemberId, CheckedRecord>;
  /** Evidence: another record with the same sequence number as the current one. */
  readonly rivals: ReadonlyMap<MemberId, CheckedRecord>;
  /** Records of keys that are not members yet, and records from the future. */
  readonly waiting: readonly CheckedRecord[];
}

/** The presence of nobody: where every book begins. */
export const emptyBook: Book = { current: new Map(), rivals: new Map(), waiting: [] };

/** The book after records came in, and what that changed: to be stored, told on and shown. */
export interface Merge {
  readonly book: Book;
  /** For each member whose record that counts is another one now: the new one. */
  readonly applied: readonly CheckedRecord[];
  /** Whose record is gone because they left or were removed (P25). */
  readonly forgotten: readonly MemberId[];
  /** New ones: of members who signed two records with one number (P21). */
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

/** By owner, in the order of their keys. */
function byMember(
  records: readonly CheckedRecord[],
): readonly (readonly [MemberId, readonly CheckedRecord[]])[] {
  const groups = new Map<MemberId, CheckedRecord[]>();
  for (const record of records) {
    const group = groups.get(record.member);
    if (group === undefined) groups.set(record.member, [record]);
    else group.push(record);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

type Standings = Pick<Roster, 'members' | 'former'>;

/** Whose records may count otherwise than when the book was last merged, though nothing was told of them. */
const unsettled = ({ current, rivals }: Book, { members }: Standings): readonly CheckedRecord[] =>
  [...current.values(), ...rivals.values()].filter(({ member }) => members[member] === undefined);

/**
 * Takes in records in any order, any number of times, and applies what had been waiting.
 * Law: commutative, associative and idempotent at a given roster and time (P19).
 */
export function mergeRecords(
  book: Book,
  records: readonly CheckedRecord[],
  roster: Standings,
  now: number,
): Merge {
  return merge(book, [...unsettled(book, roster), ...records], roster, now);
}

/**
 * The same for a book that was merged at this roster: looks only at those of whom there is news, or something waits.
 */
export const takeRecords = (
  book: Book,
  records: readonly CheckedRecord[],
  roster: Standings,
  now: number,
): Merge => merge(book, records, roster, now);

function merge(book: Book, records: readonly CheckedRecord[], roster: Standings, now: number): Merge {
  const current = new Map<MemberId, CheckedRecord | undefined>();
  const rivals = new Map<MemberId, CheckedRecord | undefined>();
  const waiting: CheckedRecord[] = [];
  let strangers = 0;
  for (const [member, told] of byMember([...book.waiting, ...records])) {
    const counted = book.current.get(member);
    const held = [counted, book.rivals.get(member)].filter((record) => record !== undefined);
    const theirs = [...new Map([...told, ...held].map((record) => [record.hash, record])).values()];
    const { best, rival, early } = digest(theirs, counted, now);
    const isMember = roster.members[member] !== undefined;
    current.set(member, isMember ? best : undefined);
    rivals.set(member, isMember ? rival : undefined);
    if (roster.former[member] !== undefined) continue;
    if (isMember) waiting.push(...early);
    else if (strangers < MAX_STRANGERS) {
      strangers++;
      waiting.push(...[best, rival].filter((record) => record !== undefined), ...early);
    }
  }
  const merged: Book = {
    current: withChanges(book.current, current),
    rivals: withChanges(book.rivals, rivals),
    waiting,
  };
  return { book: merged, ...changes(book, merged, [...current.keys()], roster) };
}

/** The records with these in place of what was there; undefined takes one out. */
function withChanges(
  before: ReadonlyMap<MemberId, CheckedRecord>,
  changes: ReadonlyMap<MemberId, CheckedRecord | undefined>,
): ReadonlyMap<MemberId, CheckedRecord> {
  const isSame = [...changes].every(([member, record]) => before.get(member) === record);
  if (isSame) return before;
  const after = new Map(before);
  for (const [member, record] of changes) {
    if (record === undefined) after.delete(member);
    else after.set(member, record);
  }
  return after;
}

function changes(
  before: Book,
  after: Book,
  members: readonly MemberId[],
  { former }: Standings,
): Omit<Merge, 'book'> {
  const applied = members
    .flatMap((member) => after.current.get(member) ?? [])
    .filter((record) => before.current.get(record.member)?.hash !== record.hash);
  const forgotten = members.filter((member) => before.current.has(member) && former[member] !== undefined);
  const flags = members
    .flatMap((member) => after.rivals.get(member) ?? [])
    .filter(({ member, sequence }) => before.rivals.get(member)?.sequence !== sequence)
    .map(({ member, sequence }): Flag => ({ kind: 'rival-records', member, sequence }));
  return { applied, forgotten, flags };
}

/** What may be shown of where a member is. Times in milliseconds since the epoch, by the member's clock. */
export type Presence =
  /** Its address is as in the record until `expiresAt`. */
  | { readonly state: 'fresh'; readonly record: CheckedRecord; readonly expiresAt: number }
  /** Offline, address unknown; still a member (P22). Hostile text: show the name through `displayName`. */
  | { readonly state: 'expired'; readonly name: string; readonly lastSeen: number }
  /** No record of it counts yet, or it is no member. */
  | { readonly state: 'unknown' };

/** The moment from which its address is no longer shown. */
export const freshTill = ({ issuedAt, lifeMs }: CheckedRecord): number => issuedAt + lifeMs;

export const isFresh = (record: CheckedRecord, now: number): boolean => now < freshTill(record);

/** What may be shown of a member's whereabouts. An address older than its life is withheld. */
export function presenceOf(book: Book, member: MemberId, now: number): Presence {
  const record = book.current.get(member);
  if (record === undefined) return { state: 'unknown' };
  return isFresh(record, now)
    ? { state: 'fresh', record, expiresAt: freshTill(record) }
    : { state: 'expired', name: record.name, lastSeen: record.issuedAt };
}

/**
 * The last address we were told, however old, and whatever the time is there: only for dialling, never to be shown or
 * handed on. Clocks that disagree must not keep two friends apart.
 */
export function dialHint({ current, waiting }: Book, member: MemberId): Endpoint | undefined {
  const told = waiting.filter((record) => record.member === member);
  const known = current.get(member);
  return [...told, ...(known === undefined ? [] : [known])].sort(byRank)[0]?.endpoint;
}

/**
 * The sequence number of our next record. Taking the clock into it lets a member who restored an old backup still
 * win over the record that its friends hold (P17).
 */
export const nextSequence = (previous: number | undefined, now: number): number =>
  Math.min(Math.max((previous ?? 0) + 1, now), now + SEQUENCE_LEAD_MS);
