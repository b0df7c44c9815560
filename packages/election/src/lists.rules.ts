import type { InstanceId, MemberId } from '@fyteclub/identity';
import { MAX_ENTRIES, type CheckedList, type WitnessEntry } from './witness.ts';

export type Lists = Readonly<Record<MemberId, CheckedList>>;

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
  const best: Record<MemberId, CheckedList> = { ...lists };
  for (const list of told) {
    const known = best[list.witness];
    if (known === undefined || outranks(list, known)) best[list.witness] = list;
  }
  const isMember = new Set(members);
  const strangers = Object.values(best)
    .map(({ witness }) => witness)
    .filter((witness) => !isMember.has(witness))
    .sort();
  const over = new Set(strangers.slice(MAX_STRANGERS));
  const kept = Object.values(best).filter(({ witness }) => !over.has(witness));
  return {
    lists: Object.fromEntries(kept.map((list) => [list.witness, list])),
    news: kept.filter((list) => lists[list.witness]?.hash !== list.hash),
  };
}

/** Writes down a run that was just authenticated; undefined if it is written down already. */
export function witness(
  entries: readonly WitnessEntry[],
  entry: WitnessEntry,
  online: Readonly<Record<MemberId, InstanceId>>,
): readonly WitnessEntry[] | undefined {
  const same = (known: WitnessEntry): boolean =>
    known.subject === entry.subject && known.instance === entry.instance;
  if (entries.some(same)) return undefined;
  const others = entries.filter(({ subject }) => subject !== entry.subject);
  if (others.length < MAX_ENTRIES) return [...others, entry];
  // The book is full: those who are not here give way, whoever came last first.
  const leastMissed = [...others].sort(
    (a, b) =>
      Number(online[a.subject] === undefined) - Number(online[b.subject] === undefined) || a.since - b.since,
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
