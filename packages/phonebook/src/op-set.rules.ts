const BITS = 32;
const ALL = 0xffffffff;

/**
 * A set of operations by their index in a history. Most causal pasts are "everything before, but for what was said
 * elsewhere at that time", so the words that are full are only counted.
 */
export interface OpSet {
  /** So many words of 32 indexes are full. */
  readonly whole: number;
  /** The words behind those. */
  readonly rest: Uint32Array;
}

export const EMPTY_SET: OpSet = { whole: 0, rest: new Uint32Array() };

export function inSet({ whole, rest }: OpSet, index: number): boolean {
  const word = (index >>> 5) - whole;
  return word < 0 || (((rest[word] ?? 0) >>> (index & 31)) & 1) === 1;
}

/** Everything below `length`. */
export function firstOnes(length: number): OpSet {
  const whole = Math.floor(length / BITS);
  const left = length % BITS;
  return { whole, rest: left === 0 ? new Uint32Array() : Uint32Array.of(2 ** left - 1) };
}

/** All that is in any of these sets, and these indexes. */
export function unionOf(sets: readonly OpSet[], indexes: readonly number[]): OpSet {
  const whole = sets.reduce((most, set) => Math.max(most, set.whole), 0);
  const end = Math.max(
    whole,
    ...sets.map((set) => set.whole + set.rest.length),
    ...indexes.map((index) => (index >>> 5) + 1),
  );
  const words = new Uint32Array(end - whole);
  for (const set of sets) {
    for (let at = Math.max(set.whole, whole); at < set.whole + set.rest.length; at++)
      words[at - whole] = (words[at - whole] ?? 0) | (set.rest[at - set.whole] ?? 0);
  }
  for (const index of indexes) {
    const at = (index >>> 5) - whole;
    if (at >= 0) words[at] = (words[at] ?? 0) | (1 << (index & 31));
  }
  let full = 0;
  while (words[full] === ALL) full++;
  return { whole: whole + full, rest: full === 0 ? words : words.slice(full) };
}
