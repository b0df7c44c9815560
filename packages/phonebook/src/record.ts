import {
  concat,
  endpoint,
  err,
  fixed,
  hash256,
  instanceId,
  LABELS,
  layout,
  memberId,
  NO_READINGS,
  ok,
  shellId,
  text,
  toHex,
  u32,
  u64,
  verify,
  type Endpoint,
  type InstanceId,
  type KeyRing,
  type MemberId,
  type Readings,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import { fitsName, NAME_BYTES } from './name.rules.ts';

/** A record without renewal shows its address for 24 h at most. */
export const RECORD_LIFE_MS = 24 * 60 * 60 * 1000;
/** A record may come from a clock that is this much ahead; 5 minutes. */
export const CLOCK_AHEAD_MS = 5 * 60 * 1000;

/**
 * How far a record's number may be ahead of its date: ten years, more than any clock was ever wrong by. Whoever stole
 * our key can sign numbers too; the last number there is would be one that we could never outbid.
 */
export const SEQUENCE_LEAD_MS = 10 * 365 * 24 * 60 * 60 * 1000;

const SIGNATURE = 64;
/** Eight IPv6 addresses and the longest name fit. */
export const MAX_RECORD_BYTES = 640;

/** Where a member can be reached, said and signed by the member itself. */
export interface PresenceRecord {
  readonly shell: ShellId;
  readonly member: MemberId;
  /** The run of the member's node that speaks. */
  readonly instance: InstanceId;
  /** The highest wins; see `nextSequence`. */
  readonly sequence: number;
  /** Milliseconds since the epoch, the member's clock. */
  readonly issuedAt: number;
  /** Milliseconds, at most {@link RECORD_LIFE_MS}. */
  readonly lifeMs: number;
  readonly endpoint: Endpoint;
  /** Hash of the heads of the history the member had, 32 bytes. */
  readonly headsHash: Uint8Array;
  /** How friends see the member. Hostile text: show it through `displayName`. */
  readonly name: string;
}

/** A record whose form and signature were checked, with the bytes to hand on. */
export interface CheckedRecord extends PresenceRecord {
  /** Payload and signature. */
  readonly bytes: Uint8Array;
  /** BLAKE2b-256 of `bytes`, hex: breaks ties and tells rivals apart. */
  readonly hash: string;
  /** The first 4 bytes of the hash (hex), by which a digest names it. */
  readonly mark: string;
}

/**
 * Why bytes are no presence record of the group. `malformed`: any spelling but the canonical one, or a life or name
 * that is too long, or a number more than ten years ahead of its date.
 */
export type RecordProblem = 'malformed' | 'foreign-version' | 'too-large' | 'foreign-shell' | 'bad-signature';

const PRESENCE = layout<PresenceRecord>(LABELS.presence, 1, {
  shell: shellId,
  member: memberId,
  instance: instanceId,
  sequence: u64,
  issuedAt: u64,
  lifeMs: u32,
  endpoint,
  headsHash: fixed(32),
  name: text(NAME_BYTES),
});

/** @throws RangeError if a value does not fit its field. @returns payload and signature. */
export function signRecord(ring: KeyRing, fields: Omit<PresenceRecord, 'member'>): Uint8Array {
  if (fields.lifeMs > RECORD_LIFE_MS) throw new RangeError(`a record lives at most ${RECORD_LIFE_MS} ms`);
  if (!fitsName(fields.name)) throw new RangeError(`not a name of a member: ${fields.name}`);
  const payload = PRESENCE.encode({ ...fields, member: ring.memberId });
  return concat(payload, ring.sign(payload));
}

/** A record in good form; its signature is looked at only if we do not hold that very record. */
export interface ToldRecord {
  readonly record: CheckedRecord;
  readonly isGenuine: () => boolean;
}

/** Everything but the signature: a record comes from every friend, and verifying is what costs. */
export function readRecord(
  bytes: Uint8Array,
  shell: ShellId,
  readings: Readings = NO_READINGS,
): Result<ToldRecord, RecordProblem> {
  if (bytes.length > MAX_RECORD_BYTES) return err('too-large');
  const read = readings.recall('record', bytes, readForm);
  return read.ok && read.value.record.shell !== shell ? err('foreign-shell') : read;
}

function readForm(bytes: Uint8Array): Result<ToldRecord, RecordProblem> {
  const end = Math.max(0, bytes.length - SIGNATURE);
  const payload = bytes.subarray(0, end);
  const decoded = PRESENCE.decode(payload);
  if (!decoded.ok) return decoded;
  const { member, sequence, issuedAt, lifeMs, name } = decoded.value;
  const isSane = lifeMs <= RECORD_LIFE_MS && fitsName(name) && sequence - issuedAt <= SEQUENCE_LEAD_MS;
  if (!isSane) return err('malformed');
  const hash = toHex(hash256(bytes));
  let genuine: boolean | undefined;
  return ok({
    record: { ...decoded.value, bytes, hash, mark: hash.slice(0, 8) },
    isGenuine: () => (genuine ??= verify(member, payload, bytes.subarray(end))),
  });
}

/** Reads a record from anybody. Records vouch for themselves, so it does not matter who relayed it. */
export function checkRecord(
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<CheckedRecord, RecordProblem> {
  const read = readRecord(bytes, shell, readings);
  if (!read.ok) return read;
  return read.value.isGenuine() ? ok(read.value.record) : err('bad-signature');
}
