import { toHex } from './bytes.ts';
import type { InviteId, MemberId, ShellId } from './ids.ts';
import { inviteIdOf, type InviteKeys } from './invite-keys.ts';
import { verify, type KeyRing } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { fixed, inviteId, layout, memberId, shellId } from './layout.ts';

/**
 * What a joiner asks for: that these very keys be let in by this invite, on this very connection. It is signed twice:
 * with the invite's proof key, which shows that the joiner holds the invite, and with the joiner's own new key, which
 * shows that the key-agreement key is the one that its owner brought.
 */
export interface JoinClaim {
  readonly shell: ShellId;
  readonly invite: InviteId;
  readonly joiner: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly joinerKx: Uint8Array;
  /** Transcript hash of the handshake in which it was made, 32 bytes. */
  readonly transcript: Uint8Array;
}

const FIELDS = {
  shell: shellId,
  invite: inviteId,
  joiner: memberId,
  joinerKx: fixed(32),
  transcript: fixed(32),
};
const JOIN_PROOF = layout<JoinClaim>(LABELS.joinProof, 1, FIELDS);
const JOIN_CONSENT = layout<JoinClaim>(LABELS.joinConsent, 1, FIELDS);

const isWhole = ({ joinerKx, transcript }: JoinClaim): boolean =>
  joinerKx.length === 32 && transcript.length === 32;

/** @returns 64 bytes. */
export const proveJoin = (keys: InviteKeys, claim: JoinClaim): Uint8Array =>
  keys.prove(JOIN_PROOF.encode(claim));

/** @returns 64 bytes. */
export const consentToJoin = (joiner: KeyRing, claim: JoinClaim): Uint8Array =>
  joiner.sign(JOIN_CONSENT.encode(claim));

/** Used by the admitting member and, later and for ever, by everybody who resolves the graph. */
export function verifyJoinProof(claim: JoinClaim, proofKey: Uint8Array, proof: Uint8Array): boolean {
  if (!isWhole(claim) || inviteIdOf(proofKey) !== claim.invite) return false;
  return verify(toHex(proofKey) as MemberId, JOIN_PROOF.encode(claim), proof);
}

/**
 * Used by the same. The proof alone would let whoever makes an invite admit the key of somebody else with a
 * key-agreement key of their own.
 */
export const verifyJoinConsent = (claim: JoinClaim, consent: Uint8Array): boolean =>
  isWhole(claim) && verify(claim.joiner, JOIN_CONSENT.encode(claim), consent);
