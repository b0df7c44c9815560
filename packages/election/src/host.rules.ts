import { byMemberHash, type InstanceId, type MemberId } from '@fyteclub/identity';
import type { WitnessList } from './witness.ts';

/** Uptimes are compared in steps of this, so that a few milliseconds decide nothing. */
export const BUCKET_MS = 30_000;
/** From this many witnesses on, the earliest is not believed alone. */
const CAUTIOUS_FROM = 3;

/**
 * Since when a run of a member's node is known to be up: the second earliest that others witnessed if there are at
 * least three of them, else the earliest. What a member says of itself does not count (P43), and one liar among
 * three honest witnesses only moves the result between their earliest and their second earliest (P44).
 *
 * @param lists one per witness, of current members only.
 * @returns milliseconds since the epoch; undefined if nobody witnessed it.
 */
export function witnessedStart(
  subject: MemberId,
  instance: InstanceId,
  lists: readonly WitnessList[],
): number | undefined {
  return startAmong(startsOf({ [subject]: instance }, lists).get(subject) ?? []);
}

function startAmong(starts: readonly number[]): number | undefined {
  const [earliest, second] = [...starts].sort((a, b) => a - b);
  return starts.length >= CAUTIOUS_FROM ? second : earliest;
}

/** What others wrote down about these runs, in one pass over all lists: a big group has many. */
function startsOf(
  runs: Readonly<Record<MemberId, InstanceId>>,
  lists: readonly WitnessList[],
): ReadonlyMap<MemberId, readonly number[]> {
  const starts = new Map<MemberId, number[]>();
  for (const { witness, entries } of lists) {
    for (const { subject, instance, since } of entries) {
      if (witness === subject || runs[subject] !== instance) continue;
      const known = starts.get(subject);
      if (known === undefined) starts.set(subject, [since]);
      else known.push(since);
    }
  }
  return starts;
}

/** All that the choice of host depends on. */
export interface Candidates {
  readonly members: readonly MemberId[];
  /** Who is up, with which run of its node. */
  readonly online: Readonly<Record<MemberId, InstanceId>>;
  readonly lists: readonly WitnessList[];
  /** Always online to myself. */
  readonly me: MemberId;
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
  const starts = startsOf(
    online,
    lists.filter(({ witness }) => isMember.has(witness)),
  );
  const ranked = members
    .filter((member) => member === me || online[member] !== undefined)
    .map((member) => {
      const start = startAmong(starts.get(member) ?? []);
      return { member, bucket: start === undefined ? Infinity : Math.floor(start / bucketMs) };
    });
  const earliest = ranked.reduce((least, { bucket }) => Math.min(least, bucket), Infinity);
  const tied = ranked.filter(({ bucket }) => bucket === earliest).map(({ member }) => member);
  return tied.sort(byMemberHash)[0];
}
