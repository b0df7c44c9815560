import {
  LABELS,
  layout,
  memberId,
  shellId,
  u64,
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

export const MAX_SUSPICION_BYTES = 256;

/**
 * "I lost this member, and my friends did not reach it either." Refuted by any later beacon of its subject; signed,
 * so that whoever cries wolf can be told from whoever only hands it on.
 */
export interface Suspicion {
  readonly shell: ShellId;
  readonly suspector: MemberId;
  readonly subject: MemberId;
  /** Of the beacon that it doubts: it says nothing about any other. */
  readonly incarnation: number;
}

/** A suspicion whose signature is its suspector's own, with the bytes to pass on. */
export type CheckedSuspicion = Checked<Suspicion>;

const SUSPICION: Form<Suspicion> = {
  layout: layout<Suspicion>(LABELS.suspicion, 1, {
    shell: shellId,
    suspector: memberId,
    subject: memberId,
    incarnation: u64,
  }),
  maxBytes: MAX_SUSPICION_BYTES,
  signer: ({ suspector }) => suspector,
  isSane: ({ suspector, subject, incarnation }) => suspector !== subject && incarnation < MAX_NUMBER,
};

/** @returns payload and signature. */
export const signSuspicion = (ring: KeyRing, suspicion: Omit<Suspicion, 'suspector'>): Uint8Array =>
  signAs(SUSPICION, ring, { ...suspicion, suspector: ring.memberId });

/** For rules that look at the signature only of what is news. */
export const readSuspicion = (
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<Told<Suspicion>, StatementProblem> => readAs(SUSPICION, bytes, shell, readings);

/** Reads a suspicion from anybody. */
export const checkSuspicion = (
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<CheckedSuspicion, StatementProblem> => checkAs(SUSPICION, bytes, shell, readings);
