import { toHex } from './bytes.ts';
import type { InviteId, MemberId, ShellId } from './ids.ts';
import { inviteIdOf, type InviteKeys } from './invite-keys.ts';
import { verify } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { fixed, inviteId, layout, memberId, shellId } from './layout.ts';

/**
 * What a holder of an invite proves: that these very keys may use it, on this very connection. Nobody who sees the
 * proof can put other keys in their place.
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

const JOIN_PROOF = layout<JoinClaim>(LABELS.joinProof, 1, {
  shell: shellId,
  invite: inviteId,
  joiner: memberId,
  joinerKx: fixed(32),
  transcript: fixed(32),
});

/** @returns 64 bytes. */
export const proveJoin = (keys: InviteKeys, claim: JoinClaim): Uint8Array =>
  keys.prove(JOIN_PROOF.encode(claim));

/** Used by the admitting member and, later and for ever, by everybody who resolves the graph. */
export function verifyJoinProof(claim: JoinClaim, proofKey: Uint8Array, proof: Uint8Array): boolean {
  if (claim.joinerKx.length !== 32 || claim.transcript.length !== 32) return false;
  if (inviteIdOf(proofKey) !== claim.invite) return false;
  return verify(toHex(proofKey) as MemberId, JOIN_PROOF.encode(claim), proof);
}
