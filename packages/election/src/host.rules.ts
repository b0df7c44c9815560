import { byMemberHash, type InstanceId, type MemberId } from '@fyteclub/identity';
import type { WitnessList } from './witness.ts';

/** Uptimes are compared in steps of this, so that a few milliseconds decide nothing. */
export const BUCKET_MS = 30_000;
/** From this many witnesses on, the earliest is not believed alone. */
const CAUTIOUS_FROM = 3;

/**
 * Since when these runs of members' nodes are known to be up: the second earliest that others witnessed if there are
 * at least three of them, else the earliest. What a member says of itself does not count (P43), and one liar among
 * three honest witnesses only moves the result between their earliest and their second earliest (P44). All in one
 * pass over the lists: a big group has many.
 *
 * @param lists one per witness, of current members only.
 * @returns milliseconds since the epoch; nothing of whom nobody witnessed.
 */
export function witnessedStarts(
  runs: Readonly<Record<MemberId, InstanceId>>,
  lists: readonly WitnessList[],
): ReadonlyMap<MemberId, number> {
  const starts = new Map<MemberId, number[]>();
  for (const { witness, entries } of lists) {
    for (const { subject, instance, since } of entries) {
      if (witness === subject || runs[subject] !== instance) continue;
      const known = starts.get(subject);
      if (known === undefined) starts.set(subject, [since]);
      else known.push(since);
    }
  }
  return new Map([...starts].map(([subject, told]) => [subject, startAmong(told)]));
}

/** Of one at least. */
function startAmong(told: readonly number[]): number {
  const [earliest = Infinity, second = earliest] = [...told].sort((a, b) => a - b);
  return told.length >= CAUTIOUS_FROM ? second : earliest;
}

/** What the choice of a host depends on: whoever has the same chooses the same. */
export interface Candidates {
  /** Everybody on the roster, me included. */
  readonly members: readonly MemberId[];
  /** Who is up, with which run of its node. */
  readonly online: Readonly<Record<MemberId, InstanceId>>;
  /** One per witness at most. What is said by who is not a member does not count. */
  readonly lists: readonly WitnessList[];
  /** Always online to myself. */
  readonly me: MemberId;
  /** The step in which uptimes are compared, ms; {@link BUCKET_MS} by default. */
  readonly bucketMs?: number;
}

/**
 * Who hosts: of the members that are online, the one that has been up for longest; a tie goes to the lowest key
 * hash. A member whose run nobody witnessed comes last, again by key hash: alone, I am host.
 * Law: the same for everybody with the same members, lists and view of who is online (P42); never anybody else
 * than an online member (P48).
 */
export function chooseHost(candidates: Candidates): MemberId | undefined {
  const { members, online, lists, me, bucketMs = BUCKET_MS } = candidates;
  const isMember = new Set(members);
  const starts = witnessedStarts(
    online,
    lists.filter(({ witness }) => isMember.has(witness)),
  );
  const ranked = members
    .filter((member) => member === me || online[member] !== undefined)
    .map((member) => ({ member, bucket: Math.floor((starts.get(member) ?? Infinity) / bucketMs) }));
  const earliest = ranked.reduce((least, { bucket }) => Math.min(least, bucket), Infinity);
  const tied = ranked.filter(({ bucket }) => bucket === earliest).map(({ member }) => member);
  return tied.sort(byMemberHash)[0];
}
