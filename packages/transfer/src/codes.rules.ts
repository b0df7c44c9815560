import type { Refusal } from './messages.ts';
import type { TreeProblemCode } from './manifest.rules.ts';

/** How a pump can end without having moved everything. */
export type PumpCode =
  | 'channel-lost'
  | 'aborted'
  | 'bad-frame'
  | 'bad-message'
  | 'bad-chunk'
  | 'unknown-chunk'
  | 'unwanted-chunk'
  | 'oversize'
  | 'truncated'
  | 'offer-mismatch'
  | 'stale'
  | 'disk-full'
  | 'disk-error'
  | 'changed-on-disk'
  | ManifestCode;

/** Why a manifest is neither signed nor taken. Trying the same one again does not help. */
export type ManifestCode =
  | TreeProblemCode
  | 'manifest-malformed'
  | 'manifest-foreign-version'
  | 'manifest-forged'
  | 'manifest-wrong-mod'
  | 'manifest-wrong-shell'
  | 'manifest-too-large';

/** What this side finds by itself: nobody answered, no bulk channel came up, or nothing moved over it. */
export type WaitCode = 'no-answer' | 'no-bulk' | 'stalled';
/**
 * Why a mod whose bytes are all here could not be put in place. `folder-in-use`: a program has the old version open.
 */
export type InstallCode = 'disk-full' | 'disk-error' | 'folder-in-use';

/**
 * Everything that can end one try. What passes by itself is tried again without end, and what need not be the peer's
 * fault, five times. `stale` waits for a new offer, `disk-full` for room. The rest fails the session, because the
 * same bytes would fail the same way.
 */
export type LossCode = PumpCode | Refusal | WaitCode | InstallCode;
/** Why a session ends for good: the mod is shared no longer, or its owner is no member any more. */
export type EndCode = 'withdrawn' | 'member-removed';
/** What people on this side decided. */
export type OwnCode = 'user' | 'queued' | 'too-big';
/** Why a mod does not move: the reason in status and in the local API. {@link TRANSFER_ERRORS} has words for each. */
export type TransferCode = LossCode | EndCode | OwnCode;

/** Things that pass by themselves: the next try is as likely to succeed as the first was. */
const PASSING: ReadonlySet<LossCode> = new Set<LossCode>([
  'channel-lost',
  'aborted',
  'out-of-range',
  'not-shared',
  'paused',
  'busy',
  'no-answer',
  'no-bulk',
  'stalled',
  'folder-in-use',
  'changed-on-disk',
]);

/** Damage on the way or a restart in between can look like a wrong frame; the same again and again is a peer at fault. */
const DOUBTFUL: ReadonlySet<LossCode> = new Set<LossCode>([
  'bad-frame',
  'bad-message',
  'bad-chunk',
  'unknown-chunk',
  'unwanted-chunk',
  'oversize',
  'truncated',
  'disk-error',
]);
const DOUBTFUL_TRIES = 5;

/** @param attempts tries that have already failed since bytes last moved */
export const isWorthRetrying = (code: LossCode, attempts: number): boolean =>
  PASSING.has(code) || (DOUBTFUL.has(code) && attempts < DOUBTFUL_TRIES);

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Doubles from one second to a minute. */
export const backOffMs = (attempts: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 16));
