const ALL = 0xffffffff;
const NOTHING = new Uint32Array();

/**
 * A set of operations by their index in a history. Most causal pasts are "everything up to here", the others that and a
 * little more behind; so the first part is told by where it ends.
 */
export interface OpSet {
  /** Every index below this is in it. */
  readonly below: number;
  /** One bit for each index from the word on that `below` lies in. */
  readonly rest: Uint32Array;
}

export const EMPTY_SET: OpSet = { below: 0, rest: NOTHING };

/** Everything below `length`. */
export const firstOnes = (length: number): OpSet => ({ below: length, rest: NOTHING });

export const inSet = ({ below, rest }: OpSet, index: number): boolean =>
  index < below || (((rest[(index >>> 5) - (below >>> 5)] ?? 0) >>> (index & 31)) & 1) === 1;

/** All that is in any of these sets, and these indexes. */
export function unionOf(sets: readonly OpSet[], indexes: readonly number[]): OpSet {
  const below = sets.reduce((most, set) => Math.max(most, set.below), 0);
  const more = indexes.filter((index) => index >= below);
  const longer = sets.filter((set) => endOf(set) > below >>> 5);
  if (longer.length === 0 && more.every((index) => index === below))
    return firstOnes(below + Math.min(more.length, 1));
  const first = below >>> 5;
  const end = Math.max(...longer.map(endOf), ...more.map((index) => (index >>> 5) + 1));
  const words = new Uint32Array(end - first);
  words[0] = lowest(below & 31);
  for (const set of longer) {
    const shift = (set.below >>> 5) - first;
    for (let at = Math.max(0, -shift); at < set.rest.length; at++)
      words[at + shift] = (words[at + shift] ?? 0) | (set.rest[at] ?? 0);
  }
  for (const index of more)
    words[(index >>> 5) - first] = (words[(index >>> 5) - first] ?? 0) | (1 << (index & 31));
  return trimmed(first, words);
}

/** The first word that a set knows nothing of. */
const endOf = ({ below, rest }: OpSet): number => (rest.length === 0 ? 0 : (below >>> 5) + rest.length);

/** A word with so many of its lowest bits set, 31 at most. */
const lowest = (bits: number): number => 2 ** bits - 1;

/** @param words from the one numbered `first` on; all before are full. */
function trimmed(first: number, words: Uint32Array): OpSet {
  let full = 0;
  while (words[full] === ALL) full++;
  const last = words[full] ?? 0;
  const ones = 31 - Math.clz32(~last & -~last);
  const below = 32 * (first + full) + ones;
  const isAll = last === lowest(ones) && full + 1 >= words.length;
  return { below, rest: isAll ? NOTHING : words.slice(full) };
}
