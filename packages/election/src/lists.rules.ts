import type { MemberId } from '@fyteclub/identity';
import { memberSet } from './view.rules.ts';
import { MAX_ENTRIES, type CheckedList, type WitnessEntry } from './witness.ts';

/** The newest list of each witness. */
export type Lists = ReadonlyMap<MemberId, CheckedList>;

/** Statements by keys that are not members (yet) may wait, this many of them of a kind. */
export const MAX_STRANGERS = 64;

type Numbered = Pick<CheckedList, 'sequence' | 'hash'>;

/** The higher sequence number; of the same, the lowest hash. */
export const outranks = (a: Numbered, b: Numbered): boolean =>
  a.sequence !== b.sequence ? a.sequence > b.sequence : a.hash < b.hash;

/**
 * One list per witness. Law: commutative, associative and idempotent for given members.
 *
 * @returns the lists that were news, too.
 */
export function mergeLists(
  lists: Lists,
  told: readonly CheckedList[],
  members: readonly MemberId[],
): { readonly lists: Lists; readonly news: readonly CheckedList[] } {
  const best = new Map<MemberId, CheckedList>();
  for (const list of told) {
    const known = best.get(list.witness) ?? lists.get(list.witness);
    if (known === undefined || outranks(list, known)) best.set(list.witness, list);
  }
  if (best.size === 0) return { lists, news: [] };
  const merged = new Map(lists);
  for (const [witness, list] of best) merged.set(witness, list);
  for (const witness of strangersOver(merged, best, memberSet(members))) {
    merged.delete(witness);
    best.delete(witness);
  }
  return { lists: merged, news: [...best.values()] };
}

/** Those for whom there is no room; it was enough before these came. */
function strangersOver(lists: Lists, came: Lists, isMember: ReadonlySet<MemberId>): readonly MemberId[] {
  const strangersIn = (some: Lists): readonly MemberId[] =>
    [...some.keys()].filter((id) => !isMember.has(id));
  return strangersIn(came).length === 0 ? [] : [...strangersIn(lists)].sort().slice(MAX_STRANGERS);
}

/** Writes down a run that was just authenticated; undefined if it is written down already. */
export function witness(
  entries: readonly WitnessEntry[],
  entry: WitnessEntry,
  isOnline: (member: MemberId) => boolean,
): readonly WitnessEntry[] | undefined {
  const same = (known: WitnessEntry): boolean =>
    known.subject === entry.subject && known.instance === entry.instance;
  if (entries.some(same)) return undefined;
  const others = entries.filter(({ subject }) => subject !== entry.subject);
  if (others.length < MAX_ENTRIES) return [...others, entry];
  // The book is full: those who are not here give way, whoever came last first.
  const leastMissed = [...others].sort(
    (a, b) => Number(!isOnline(a.subject)) - Number(!isOnline(b.subject)) || a.since - b.since,
  );
  return [...leastMissed.slice(0, MAX_ENTRIES - 1), entry];
}

/**
 * After a restart our friends still hold what we wrote before it: we stand by it, or a member that has been up for
 * days would count as new because its only witness restarted.
 *
 * @returns undefined if the old list tells nothing older than ours.
 */
export function recall(
  entries: readonly WitnessEntry[],
  old: readonly WitnessEntry[],
): readonly WitnessEntry[] | undefined {
  const before = new Map(old.map((entry) => [`${entry.subject} ${entry.instance}`, entry]));
  const recalled = entries.map((entry) => {
    const earlier = before.get(`${entry.subject} ${entry.instance}`);
    return earlier !== undefined && earlier.since < entry.since ? earlier : entry;
  });
  const known = new Set(entries.map(({ subject }) => subject));
  const forgotten = old.filter(({ subject }) => !known.has(subject));
  const next = [...recalled, ...forgotten].slice(0, MAX_ENTRIES);
  return next.length === entries.length && next.every((entry, i) => entry === entries[i]) ? undefined : next;
}
