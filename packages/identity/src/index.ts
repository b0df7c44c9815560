/**
 * Who am I, who are you: keys, canonical signed bytes, codes, tokens and the handshakes that bind them to a wire.
 *
 * @packageDocumentation
 */
export {
  encodeBackup,
  MAX_BACKUP_CONTENT,
  MAX_BACKUP_FILE,
  openBackup,
  type Backup,
  type BackupProblem,
} from './backup.ts';
export {
  countsAsFailure,
  forgetFailures,
  mayKnock,
  NO_FAILURES,
  rememberFailure,
  type Backoff,
} from './backoff.rules.ts';
export { compareBytes, concat, equalBytes, fromHex, ownBytes, toHex, utf8 } from './bytes.ts';
export { MAX_PASTE, type CodeProblem, type CodeProblemCode } from './code-reader.ts';
export { address, endpoint, MAX_ADDRESSES, type Address, type Endpoint } from './endpoint.ts';
export {
  epochCommitment,
  EPOCH_BOX_BYTES,
  openEpochBox,
  sealEpoch,
  type EpochBox,
  type SealedEpoch,
} from './epoch-box.ts';
export { IDENTITY_ERRORS, type EndCode, type ErrorWords, type IdentityErrorCode } from './errors.ts';
export { CHALLENGE_LIFE_MS, createHandshake } from './handshake.ts';
export type { PeerLease } from './handshake-lease.ts';
export type {
  DenialCode,
  Denied,
  Handshake,
  HandshakeInput,
  HandshakeOutcome,
  HandshakeStep,
  Proven,
  Refusal,
} from './handshake-side.ts';
export { byMemberHash, hash256, isInviteId, isMemberId, isShellId, memberHash } from './ids.ts';
export type { EpochId, InstanceId, InviteId, MemberId, OpId, ShellId } from './ids.ts';
export { decodeInvite, encodeInvite, wholeMinutes, type Invite } from './invite-code.ts';
export { INVITE_SEED_BYTES, inviteIdOf, inviteKeys, type InviteKeys } from './invite-keys.ts';
export type { InviteProblem } from './invite.rules.ts';
export { canonicalHost } from './ip-address.ts';
export {
  consentToJoin,
  proveJoin,
  verifyJoinConsent,
  verifyJoinProof,
  type JoinClaim,
} from './join-proof.ts';
export { createKeyRing, verify, type KeyRing } from './key-ring.ts';
export { LABELS, type Label } from './labels.ts';
export {
  bytes,
  domain,
  epochId,
  fixed,
  flag,
  instanceId,
  inviteId,
  layout,
  list,
  memberId,
  opId,
  shellId,
  sortedSet,
  struct,
  text,
  u16,
  u32,
  u64,
  u8,
  type Field,
  type Layout,
} from './layout.ts';
export { leaseEndsAt, leaseStanding, needsRenewal, renewsItself, type Lease } from './lease.rules.ts';
export {
  createDataKey,
  DATA_KEY_BYTES,
  lockKeys,
  unlockKeys,
  type DataKey,
  type LockProblem,
} from './locked-keys.ts';
export { membershipMachine } from './membership.machine.ts';
export type {
  MembershipContext,
  MembershipEmitted,
  MembershipEvent,
  MembershipInput,
} from './membership.types.ts';
export { emptyView, type InviteState, type KnownInvite, type MembershipView } from './membership-view.ts';
export { passwordVerifier, type GroupPassword } from './password.ts';
export {
  countWrongPassword,
  forgetWrongPasswords,
  PASSWORD_TRIES,
  type PasswordProblem,
  type WrongPasswords,
} from './password.rules.ts';
export { WRITTEN_COST, type PassphraseCost } from './passphrase-header.ts';
export { pairOpen, pairSeal, type Pair } from './pair-seal.ts';
export type { Purpose } from './handshake-frames.ts';
export { reconnectMachine } from './reconnect.machine.ts';
export type {
  ReconnectContext,
  ReconnectEmitted,
  ReconnectEvent,
  ReconnectInput,
  ReconnectJoin,
  ReconnectPeer,
} from './reconnect.types.ts';
export { NO_READINGS, rememberReadings, type Readings } from './readings.ts';
export { checkRenewal, keepTokens, type RenewalExpected, type RenewalProblem } from './renewal.ts';
export { decodeReply, encodeReply, type Reply } from './reply-code.ts';
export { err, ok, type Result } from './result.ts';
export type { Session } from './session.ts';
export { issueToken, readToken, TOKEN_LIFE_MS } from './token.ts';
export type { Token, TokenGrant, TokenReadProblem } from './token.ts';
export { CLOCK_TOLERANCE_MS, tokenStanding, type TokenProblem } from './token.rules.ts';
