import {
  instanceId,
  LABELS,
  layout,
  memberId,
  shellId,
  sortedSet,
  struct,
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

/** Entries in one list: a witness writes down the peers it met itself, and nobody is linked to many. */
export const MAX_ENTRIES = 128;
export const MAX_LIST_BYTES = 8 * 1024;

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

/** A list whose signature is its witness's own, with the bytes to pass on. */
export type CheckedList = Checked<WitnessList>;

const LIST: Form<WitnessList> = {
  layout: layout<WitnessList>(LABELS.witness, 1, {
    shell: shellId,
    witness: memberId,
    sequence: u64,
    entries: sortedSet(
      struct<WitnessEntry>({ subject: memberId, instance: instanceId, since: u64 }),
      MAX_ENTRIES,
    ),
  }),
  maxBytes: MAX_LIST_BYTES,
  signer: ({ witness }) => witness,
  isSane: ({ sequence, entries }) =>
    sequence < MAX_NUMBER && new Set(entries.map(({ subject }) => subject)).size === entries.length,
};

/** @throws RangeError if there are too many entries. @returns payload and signature. */
export const signList = (ring: KeyRing, list: Omit<WitnessList, 'witness'>): Uint8Array =>
  signAs(LIST, ring, { ...list, witness: ring.memberId });

/** For rules that look at the signature only of what is news. */
export const readList = (
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<Told<WitnessList>, StatementProblem> => readAs(LIST, bytes, shell, readings);

/** Reads a list from anybody. */
export const checkList = (
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<CheckedList, StatementProblem> => checkAs(LIST, bytes, shell, readings);
