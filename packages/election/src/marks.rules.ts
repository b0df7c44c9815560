import { fromHex, toHex, type MemberId } from '@fyteclub/identity';
import type { Life } from './lives.rules.ts';
import type { CheckedList } from './witness.ts';

/** Member 8, list number 6, list hash 4, incarnation 6, beacon hash 4, whether it is suspected 1. */
export const MARK_BYTES = 29;
/** Members that take part; a digest of all of them stays below 48 KiB. */
export const MAX_MARKS = 1_600;

/** Which statements about one member somebody has. Number 0: none. */
export interface Mark {
  readonly sequence: number;
  readonly listHash: string;
  readonly incarnation: number;
  readonly beaconHash: string;
  readonly suspected: boolean;
}

const NONE = '0'.repeat(8);
const short = (hash: string): string => hash.slice(0, 8);

export const NO_MARK: Mark = {
  sequence: 0,
  listHash: NONE,
  incarnation: 0,
  beaconHash: NONE,
  suspected: false,
};

/** The part of a member's id that a digest names it by. */
export const markName = (member: MemberId): string => member.slice(0, 16);

export const markOf = (list: CheckedList | undefined, life: Life | undefined): Mark => ({
  sequence: list?.sequence ?? 0,
  listHash: list === undefined ? NONE : short(list.hash),
  incarnation: life?.beacon.incarnation ?? 0,
  beaconHash: life === undefined ? NONE : short(life.beacon.hash),
  suspected: (life?.suspicion ?? null) !== null,
});

/** Of two numbered statements: the higher number; of the same, the lowest hash. */
const isAhead = (number: number, hash: string, otherNumber: number, otherHash: string): boolean =>
  number !== otherNumber ? number > otherNumber : number > 0 && hash < otherHash;

export const hasNewerList = (a: Mark, b: Mark): boolean =>
  isAhead(a.sequence, a.listHash, b.sequence, b.listHash);

export const hasSameBeacon = (a: Mark, b: Mark): boolean =>
  a.incarnation === b.incarnation && a.beaconHash === b.beaconHash;

export const hasNewerLife = (a: Mark, b: Mark): boolean =>
  isAhead(a.incarnation, a.beaconHash, b.incarnation, b.beaconHash) ||
  (hasSameBeacon(a, b) && a.suspected && !b.suspected);

const number = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** @throws never: numbers of checked statements fit. */
export function encodeMarks(marks: ReadonlyMap<string, Mark>): Uint8Array {
  const rows = [...marks].map(
    ([name, { sequence, listHash, incarnation, beaconHash, suspected }]) =>
      name +
      number(sequence, 12) +
      listHash +
      number(incarnation, 12) +
      beaconHash +
      (suspected ? '01' : '00'),
  );
  return fromHex(rows.join('')) ?? new Uint8Array();
}

/** Any bytes of the right length are marks: they sign nothing and decide nothing but what is sent. */
export function decodeMarks(bytes: Uint8Array): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (let at = 0; at + MARK_BYTES <= bytes.length; at += MARK_BYTES) {
    const row = toHex(bytes.subarray(at, at + MARK_BYTES));
    marks.set(row.slice(0, 16), {
      sequence: Number.parseInt(row.slice(16, 28), 16),
      listHash: row.slice(28, 36),
      incarnation: Number.parseInt(row.slice(36, 48), 16),
      beaconHash: row.slice(48, 56),
      suspected: row.endsWith('01'),
    });
  }
  return marks;
}
