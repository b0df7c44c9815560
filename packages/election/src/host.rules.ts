import { memberHash, type InstanceId, type MemberId } from '@fyteclub/identity';
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
  const starts = lists
    .filter(({ witness }) => witness !== subject)
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.subject === subject && entry.instance === instance)
    .map(({ since }) => since)
    .sort((a, b) => a - b);
  return starts.length >= CAUTIOUS_FROM ? starts[1] : starts[0];
}

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
  const believed = lists.filter(({ witness }) => isMember.has(witness));
  const ranked = members.flatMap((member) => {
    const instance = online[member];
    if (instance === undefined && member !== me) return [];
    const start = instance && witnessedStart(member, instance, believed);
    const bucket = start === undefined ? Infinity : Math.floor(start / bucketMs);
    return [{ member, bucket, hash: memberHash(member) }];
  });
  ranked.sort((a, b) => {
    if (a.bucket !== b.bucket) return a.bucket < b.bucket ? -1 : 1;
    return a.hash < b.hash ? -1 : 1;
  });
  return ranked[0]?.member;
}
