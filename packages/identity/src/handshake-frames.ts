import { concat } from './bytes.ts';
import { hash256, type InstanceId, type InviteId, type MemberId, type ShellId } from './ids.ts';
import { INVITE_PROBLEMS, type InviteProblem } from './invite.rules.ts';
import { LABELS } from './labels.ts';
import { PASSWORD_PROBLEMS, type PasswordProblem } from './password.rules.ts';
import {
  bytes,
  domain,
  fixed,
  instanceId,
  inviteId,
  layout,
  list,
  memberId,
  shellId,
  u32,
  u8,
} from './layout.ts';

/**
 * Counts up with every change to what a handshake says. The denial keeps its first version for good: who speaks another
 * one must understand at least that.
 */
const VERSION = 2;

/**
 * The frames of a handshake, in order, and the one denial. Only a join into a group with a password has them all:
 *
 *     I→R  hello      purpose, nonce, ephemeral key, hint of the group
 *     R→I  challenge  nonce, ephemeral key, sealed credential of the responder
 *     I→R  proof      sealed credential of the initiator; in a join with its CPace share
 *     R→I  password   sealed: the responder's share
 *     I→R  confirm    sealed: the initiator's proof of the password
 *     R→I  verdict    sealed: accepted, with the responder's proof of the password; or what is wrong with the invite
 *          denied     nothing at all: the same bytes for every reason
 */
export const HELLO = layout<{
  readonly purpose: number;
  readonly nonce: Uint8Array;
  readonly ephemeral: Uint8Array;
  readonly hint: Uint8Array;
}>(LABELS.hello, VERSION, { purpose: u8, nonce: fixed(32), ephemeral: fixed(32), hint: fixed(8) });

export const CHALLENGE = layout<{
  readonly nonce: Uint8Array;
  readonly ephemeral: Uint8Array;
  readonly box: Uint8Array;
}>(LABELS.challenge, VERSION, { nonce: fixed(32), ephemeral: fixed(32), box: bytes(1024) });

export const PROOF = layout<{ readonly box: Uint8Array }>(LABELS.proof, VERSION, { box: bytes(1024) });
export const PASSWORD = layout<{ readonly box: Uint8Array }>(LABELS.password, VERSION, { box: bytes(128) });
export const CONFIRM = layout<{ readonly box: Uint8Array }>(LABELS.confirm, VERSION, { box: bytes(128) });
export const VERDICT = layout<{ readonly box: Uint8Array }>(LABELS.verdict, VERSION, { box: bytes(160) });
export const DENIED: Uint8Array = layout(LABELS.denied, 1, {}).encode({});

export const PURPOSES = { reconnect: 1, join: 2 } as const;
/** What a handshake is for: to become a member, or to come back as one. */
export type Purpose = keyof typeof PURPOSES;

export function purposeOf(code: number): Purpose | undefined {
  if (code === PURPOSES.join) return 'join';
  return code === PURPOSES.reconnect ? 'reconnect' : undefined;
}

export type Verdict = 'accepted' | InviteProblem | PasswordProblem;
/** What the number in a verdict means. */
const VERDICTS: readonly Verdict[] = ['accepted', ...INVITE_PROBLEMS, ...PASSWORD_PROBLEMS];

const OUTCOME = layout<{ readonly verdict: number; readonly confirmation: Uint8Array }>(
  LABELS.outcome,
  VERSION,
  { verdict: u8, confirmation: bytes(64) },
);
export const encodeVerdict = (verdict: Verdict, confirmation: Uint8Array = new Uint8Array()): Uint8Array =>
  OUTCOME.encode({ verdict: VERDICTS.indexOf(verdict), confirmation });

/** @param opened what the box of a verdict held. */
export function decodeVerdict(
  opened: Uint8Array,
): { readonly verdict: Verdict; readonly confirmation: Uint8Array } | undefined {
  const outcome = OUTCOME.decode(opened);
  const verdict = outcome.ok ? VERDICTS[outcome.value.verdict] : undefined;
  return outcome.ok && verdict !== undefined ? { ...outcome.value, verdict } : undefined;
}

/** The responder's share of CPace, 32 bytes, and the version of the group's password that it is for. */
export const SHARE = layout<{ readonly version: number; readonly share: Uint8Array }>(LABELS.share, VERSION, {
  version: u32,
  share: fixed(32),
});

/** Tokens, the newest first; or in a join the initiator's encoded {@link JoinRequest} alone. */
const SHOWN = list(bytes(512), 2);

/** Inside a box: who I am, and what says so. */
export interface Credential {
  readonly shown: readonly Uint8Array[];
  readonly instance: InstanceId;
  readonly signature: Uint8Array;
}
export const CREDENTIAL = layout<Credential>(LABELS.credential, VERSION, {
  shown: SHOWN,
  instance: instanceId,
  signature: fixed(64),
});

/** What a joiner shows instead of a token. */
export interface JoinRequest {
  readonly member: MemberId;
  readonly kx: Uint8Array;
  readonly invite: InviteId;
  /** Who the joiner's code says issued the invite: a code wrapped anew by somebody else is found out. */
  readonly issuer: MemberId;
  readonly proof: Uint8Array;
  /** The joiner's own signature over what the proof says. */
  readonly consent: Uint8Array;
  /** The joiner's share of CPace, 32 bytes; empty if it was given no password. */
  readonly share: Uint8Array;
}
export const JOIN_REQUEST = layout<JoinRequest>(LABELS.joinRequest, VERSION, {
  member: memberId,
  kx: fixed(32),
  invite: inviteId,
  issuer: memberId,
  proof: fixed(64),
  consent: fixed(64),
  share: bytes(32),
});

const TRANSCRIPT = layout<{
  readonly shell: ShellId;
  readonly purpose: number;
  readonly initiatorFingerprint: Uint8Array;
  readonly responderFingerprint: Uint8Array;
  readonly initiatorNonce: Uint8Array;
  readonly responderNonce: Uint8Array;
  readonly initiatorEphemeral: Uint8Array;
  readonly responderEphemeral: Uint8Array;
}>(LABELS.transcript, VERSION, {
  shell: shellId,
  purpose: u8,
  initiatorFingerprint: fixed(32),
  responderFingerprint: fixed(32),
  initiatorNonce: fixed(32),
  responderNonce: fixed(32),
  initiatorEphemeral: fixed(32),
  responderEphemeral: fixed(32),
});

/** 32 bytes that differ as soon as the two sides do not see the same connection. */
export const transcriptHash = (seen: Parameters<typeof TRANSCRIPT.encode>[0]): Uint8Array =>
  hash256(TRANSCRIPT.encode(seen));

const RESPONDER_CLAIM = layout<{
  readonly transcript: Uint8Array;
  readonly shown: Uint8Array;
  readonly instance: InstanceId;
}>(LABELS.responder, VERSION, { transcript: fixed(32), shown: fixed(32), instance: instanceId });

const INITIATOR_CLAIM = layout<{
  readonly transcript: Uint8Array;
  readonly shown: Uint8Array;
  readonly instance: InstanceId;
  readonly answered: Uint8Array;
}>(LABELS.initiator, VERSION, {
  transcript: fixed(32),
  shown: fixed(32),
  instance: instanceId,
  answered: fixed(32),
});

/** What the responder signs: this connection, its tokens, its run. */
export const responderClaim = (
  transcript: Uint8Array,
  shown: readonly Uint8Array[],
  instance: InstanceId,
): Uint8Array => RESPONDER_CLAIM.encode({ transcript, shown: hash256(SHOWN.write(shown)), instance });

/** What the initiator signs: the same, and the challenge that it answers. */
export const initiatorClaim = (
  transcript: Uint8Array,
  shown: readonly Uint8Array[],
  instance: InstanceId,
  challenge: Uint8Array,
): Uint8Array =>
  INITIATOR_CLAIM.encode({
    transcript,
    shown: hash256(SHOWN.write(shown)),
    instance,
    answered: hash256(challenge),
  });

/** Tells members of the group which group is meant, and nobody else. */
export const groupHint = (shell: ShellId, nonce: Uint8Array): Uint8Array =>
  hash256(concat(domain(LABELS.hello, VERSION), shellId.write(shell), nonce)).subarray(0, 8);
