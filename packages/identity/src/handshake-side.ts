import { agreement } from './agreement.ts';
import { concat } from './bytes.ts';
import type { InstanceId, InviteId, MemberId, ShellId } from './ids.ts';
import { DENIED, transcriptHash, type Purpose } from './handshake-frames.ts';
import type { PeerLease } from './handshake-lease.ts';
import type { InviteProblem } from './invite.rules.ts';
import type { KeyRing } from './key-ring.ts';
import type { MembershipView } from './membership-view.ts';
import type { GroupPassword } from './password.ts';
import type { PasswordProblem } from './password.rules.ts';
import type { ReconnectJoin } from './reconnect.types.ts';
import { keySchedule, type KeySchedule, type Session } from './session.ts';
import type { TokenReadProblem } from './token.ts';
import type { TokenProblem } from './token.rules.ts';

/** Everything one side needs to prove itself on one connection. */
export interface HandshakeInput {
  /** The initiator is the one who dialled (or offered). */
  readonly role: 'initiator' | 'responder';
  readonly shell: ShellId;
  readonly ring: KeyRing;
  readonly instance: InstanceId;
  /** SHA-256 fingerprints of the two DTLS certificates in use on this very connection, 32 bytes each. */
  readonly binding: { readonly local: Uint8Array; readonly remote: Uint8Array };
  /** Cryptographically random bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly view: MembershipView;
  readonly purpose:
    | ({ readonly kind: 'reconnect'; readonly expected?: MemberId } & Showing)
    | {
        readonly kind: 'join';
        readonly inviteSeed: Uint8Array;
        readonly issuer: MemberId;
        /** Of the password that the user gave for the group, if any: `passwordVerifier`, 32 bytes. */
        readonly password?: Uint8Array;
      }
    /**
     * The responder's: it learns from the hello whether the other side joins or reconnects. With `password` whoever
     * joins has to know it; who reconnects is never asked.
     */
    | ({ readonly kind: 'answer'; readonly password?: GroupPassword } & Showing);
}

/** What a member shows, and how much it takes on trust. */
interface Showing {
  readonly token: Uint8Array;
  /** An older token by somebody else, shown along in case the issuer of the first has been removed. */
  readonly spare?: Uint8Array;
  /**
   * A member of whom, or of whose token's issuer, the view does not know is proven all the same, so that the sync that
   * follows can show its admission. Only for connections through the group's own door, and only where membership and
   * {@link Proven.lease} are looked at again afterwards.
   */
  readonly catchUp?: boolean;
}

/**
 * One mutual proof of identity on one connection, SIGMA-I shaped (Krawczyk 2003): fresh X25519 keys first, then the
 * responder proves itself, then the initiator, each under signatures that cover both DTLS fingerprints, both nonces
 * and both ephemeral keys. It does no input or output: the caller carries the frames.
 */
export interface Handshake {
  /** Frames to send first: the initiator's hello; none for a responder. @throws Error if called twice. */
  start(now: number): readonly Uint8Array[];
  /** @throws Error before `start`. After an outcome it answers nothing. */
  receive(frame: Uint8Array, now: number): HandshakeStep;
}

/** What a frame leads to. */
export interface HandshakeStep {
  /** Frames to be sent now, in order, before the session seals anything. */
  readonly send: readonly Uint8Array[];
  /** How it ended; absent as long as it goes on. */
  readonly outcome?: HandshakeOutcome;
}

/**
 * How a handshake ended for this side. The other may see it otherwise: it is not told why it was refused, and the last
 * frame may get lost.
 */
export type HandshakeOutcome = Proven | Denied;

/**
 * The other side holds the key that it names, on this very connection (P9 to P11). Whether it is a member is looked
 * at again once both graphs are in sync; a joiner knows no graph yet.
 */
export interface Proven {
  readonly kind: 'proven';
  readonly purpose: Purpose;
  /** `kx`: its X25519 public key, 32 bytes. `instance`: this run of its node. */
  readonly peer: { readonly member: MemberId; readonly kx: Uint8Array; readonly instance: InstanceId };
  /** To be wiped by whoever closes the connection. */
  readonly session: Session;
  /** In a reconnect. Whether it wants renewing says `needsRenewal`. */
  readonly lease?: PeerLease;
  /** The responder's in a join: what the admission of the joiner has to quote. */
  readonly join?: ReconnectJoin;
  /** Of the password that both sides have shown to know, in a join into a group that has one. */
  readonly passwordVersion?: number;
}

/**
 * `code` is for our own eyes; the other side got the one generic frame, or `invite-…` or `password-…` if it holds the
 * invite.
 */
export interface Denied extends Refusal {
  readonly kind: 'denied';
}

/** Why, and whose fault, as far as the responder knows for certain. */
export interface Refusal {
  readonly code: DenialCode;
  /** Whose key the other side proved to hold: what to slow down, instead of an address. */
  readonly member?: MemberId;
  /** Which invite the other side proved to hold. With `password-wrong`: count it (`countWrongPassword`). */
  readonly invite?: InviteId;
}

/**
 * Why a handshake failed, as this side knows it. The other side is told nothing of it (P67), but for what is wrong with
 * an invite that it holds, or with its password.
 */
export type DenialCode =
  /** The other side refused and did not say why. */
  | 'denied'
  /** Something that cannot be read as the frame whose turn it is. */
  | 'malformed-frame'
  /** A frame of another version of the handshake. */
  | 'foreign-version'
  /** The hello is for another group. */
  | 'wrong-shell'
  /** An ephemeral key or a share of CPace that is worthless: a secret made with it would be no secret. */
  | 'bad-key'
  /** A box does not open: the two sides do not see the same connection, or the frame was changed on the way (P11). */
  | 'not-authentic'
  /** The other side does not hold the key that it names (P9). */
  | 'bad-signature'
  /** More than 60 s since the start (P12). */
  | 'challenge-expired'
  /** Another member answered than the one that the input expects. */
  | 'unexpected-peer'
  /** The other side holds our own key: a second copy of it is running. */
  | 'own-key'
  /** The view knows no such invite; or the joiner was removed while it was asked for the password. */
  | 'invite-unknown'
  /** The joiner names the invite but does not hold it (P40). */
  | 'invite-bad-proof'
  /** The joiner's code names another issuer than the graph does: somebody wrapped it anew. */
  | 'invite-wrong-issuer'
  /** The joiner's: it was let in without a proof that the other side knows the password. */
  | 'password-unconfirmed'
  | InviteProblem
  | PasswordProblem
  | TokenReadProblem
  | TokenProblem;

/** One side's view of the exchange; `receive` is only called while no outcome is known. */
export interface Side {
  readonly opening: readonly Uint8Array[];
  receive(frame: Uint8Array, now: number): HandshakeStep;
  /** Zeroes what a failed handshake leaves behind. */
  wipe(): void;
}

export const refuse = (code: DenialCode, about: Omit<Refusal, 'code'> = {}): HandshakeStep => ({
  send: [DENIED],
  outcome: { kind: 'denied', code, ...about },
});

/** Why a frame did not decode, as a denial. */
export const refuseFrame = (error: 'malformed' | 'foreign-version'): HandshakeStep =>
  refuse(error === 'malformed' ? 'malformed-frame' : error);

/** The half of a key agreement that each side makes anew for every handshake. */
export interface Ephemeral {
  readonly nonce: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly secret: Uint8Array;
}

export function createEphemeral(random: (length: number) => Uint8Array): Ephemeral {
  const secret = random(32);
  return { nonce: random(32), publicKey: agreement.publicOf(secret), secret };
}

export interface Agreement {
  readonly transcript: Uint8Array;
  /** The initiator's and the responder's. */
  readonly nonces: Uint8Array;
  readonly keys: KeySchedule;
}

/** @returns undefined if their key is a point of small order, which would make the shared secret public. */
export function agree(
  { role, shell, binding }: HandshakeInput,
  purpose: number,
  ours: Ephemeral,
  theirs: { readonly nonce: Uint8Array; readonly ephemeral: Uint8Array },
): Agreement | undefined {
  const us = { fingerprint: binding.local, nonce: ours.nonce, ephemeral: ours.publicKey };
  const them = { fingerprint: binding.remote, nonce: theirs.nonce, ephemeral: theirs.ephemeral };
  const [first, second] = role === 'initiator' ? [us, them] : [them, us];
  const transcript = transcriptHash({
    shell,
    purpose,
    initiatorFingerprint: first.fingerprint,
    responderFingerprint: second.fingerprint,
    initiatorNonce: first.nonce,
    responderNonce: second.nonce,
    initiatorEphemeral: first.ephemeral,
    responderEphemeral: second.ephemeral,
  });
  try {
    const shared = agreement.agree(ours.secret, theirs.ephemeral);
    const keys = keySchedule(role, shared, transcript);
    shared.fill(0);
    return { transcript, nonces: concat(first.nonce, second.nonce), keys };
  } catch {
    return undefined;
  } finally {
    ours.secret.fill(0);
  }
}
