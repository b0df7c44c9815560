import {
  concat,
  err,
  hash256,
  instanceId,
  LABELS,
  layout,
  memberId,
  ok,
  shellId,
  sortedSet,
  struct,
  toHex,
  u64,
  verify,
  type InstanceId,
  type KeyRing,
  type MemberId,
  type Result,
  type ShellId,
  ownBytes,
} from '@fyteclub/identity';

/** Entries in one list: a witness writes down the peers it met itself. */
export const MAX_ENTRIES = 512;
export const MAX_LIST_BYTES = 30 * 1024;
const SIGNATURE = 64;

/** "I first authenticated this run of this member's node at this time." Never refreshed. */
export interface WitnessEntry {
  readonly subject: MemberId;
  readonly instance: InstanceId;
  /** The witness's clock, milliseconds since the epoch. */
  readonly since: number;
}

/** All that one member witnessed: one entry per subject, for the run it met last. */
export interface WitnessList {
  readonly shell: ShellId;
  readonly witness: MemberId;
  /** The highest wins. */
  readonly sequence: number;
  readonly entries: readonly WitnessEntry[];
}

/** A list whose form and signature were checked, with the bytes to hand on. */
export interface CheckedList extends WitnessList {
  /** Payload and signature. */
  readonly bytes: Uint8Array;
  /** BLAKE2b-256 of `bytes`, hex: decides between two lists of one sequence number. */
  readonly hash: string;
}

export type ListProblem = 'malformed' | 'foreign-version' | 'too-large' | 'foreign-shell' | 'bad-signature';

const WITNESS = layout<WitnessList>(LABELS.witness, 1, {
  shell: shellId,
  witness: memberId,
  sequence: u64,
  entries: sortedSet(
    struct<WitnessEntry>({ subject: memberId, instance: instanceId, since: u64 }),
    MAX_ENTRIES,
  ),
});

/** @throws RangeError if there are too many entries. @returns payload and signature. */
export function signList(ring: KeyRing, list: Omit<WitnessList, 'witness'>): Uint8Array {
  const payload = WITNESS.encode({ ...list, witness: ring.memberId });
  return concat(payload, ring.sign(payload));
}

/** Reads a list from anybody. Lists vouch for themselves, so it does not matter who relayed it. */
export function checkList(bytes: Uint8Array, shell: ShellId): Result<CheckedList, ListProblem> {
  if (bytes.length > MAX_LIST_BYTES) return err('too-large');
  const end = Math.max(0, bytes.length - SIGNATURE);
  const payload = bytes.subarray(0, end);
  const decoded = WITNESS.decode(payload);
  if (!decoded.ok) return decoded;
  const list = decoded.value;
  if (list.shell !== shell) return err('foreign-shell');
  if (new Set(list.entries.map(({ subject }) => subject)).size < list.entries.length) return err('malformed');
  if (!verify(list.witness, payload, bytes.subarray(end))) return err('bad-signature');
  return ok({ ...list, bytes: ownBytes(bytes), hash: toHex(hash256(bytes)) });
}
