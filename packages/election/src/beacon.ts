import {
  flag,
  instanceId,
  LABELS,
  layout,
  memberId,
  shellId,
  u64,
  type InstanceId,
  type KeyRing,
  type MemberId,
  type Readings,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import {
  checkAs,
  MAX_NUMBER,
  readAs,
  signAs,
  type Checked,
  type Form,
  type StatementProblem,
  type Told,
} from './signed.ts';

export const MAX_BEACON_BYTES = 256;
/** A beacon dated further from our clock proves nothing: it may have been kept for years. */
export const MAX_SKEW_MS = 60 * 60_000;
/** Older ones are not told any more: the next reader may find them too old. */
const TELLABLE_MS = 45 * 60_000;

/** "I, this run of my node, am here": signed by the member itself, told on by everybody. */
export interface Beacon {
  readonly shell: ShellId;
  readonly member: MemberId;
  readonly instance: InstanceId;
  /** When it was signed, milliseconds since the epoch, or one more than the last. The highest wins. */
  readonly incarnation: number;
  /** The last one of this run: it goes down in good order. */
  readonly leaving: boolean;
}

/** A beacon whose signature is its member's own, with the bytes to pass on. */
export type CheckedBeacon = Checked<Beacon>;

const BEACON: Form<Beacon> = {
  layout: layout<Beacon>(LABELS.beacon, 1, {
    shell: shellId,
    member: memberId,
    instance: instanceId,
    incarnation: u64,
    leaving: flag,
  }),
  maxBytes: MAX_BEACON_BYTES,
  signer: ({ member }) => member,
  isSane: ({ incarnation }) => incarnation < MAX_NUMBER,
};

/** @returns payload and signature. */
export const signBeacon = (ring: KeyRing, beacon: Omit<Beacon, 'member'>): Uint8Array =>
  signAs(BEACON, ring, { ...beacon, member: ring.memberId });

/** For rules that look at the signature only of what is news. */
export const readBeacon = (
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<Told<Beacon>, StatementProblem> => readAs(BEACON, bytes, shell, readings);

/** Reads a beacon from anybody. */
export const checkBeacon = (
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<CheckedBeacon, StatementProblem> => checkAs(BEACON, bytes, shell, readings);

/** Above the last, and never behind the clock: so a new run wins over an old one without remembering it. */
export const nextIncarnation = (last: number, now: number): number =>
  // Numbers from a clock that was wrong were refused by everybody, so there is nothing to stay above of.
  last > now + MAX_SKEW_MS ? now : Math.max(last + 1, now);

export const isFresh = ({ incarnation }: Beacon, now: number): boolean =>
  Math.abs(now - incarnation) <= MAX_SKEW_MS;

export const isTellable = ({ incarnation }: Beacon, now: number): boolean => now - incarnation <= TELLABLE_MS;
