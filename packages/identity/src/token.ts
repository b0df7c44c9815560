import { concat } from './bytes.ts';
import type { EpochId, MemberId, OpId, ShellId } from './ids.ts';
import { verify, type KeyRing } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { epochId, fixed, layout, memberId, opId, shellId, u64 } from './layout.ts';
import { err, type Result } from './result.ts';

/**
 * A lease on membership, issued by any current member and shown at every reconnect. It is compact evidence, not
 * authority: who is a member is decided by the group's graph.
 */
export interface Token {
  readonly shell: ShellId;
  readonly member: MemberId;
  /** X25519 public key of the member, 32 bytes. */
  readonly kx: Uint8Array;
  /** The operation that admitted the member; the genesis for the founder. */
  readonly admit: OpId;
  readonly epoch: EpochId;
  /** The founder's first token is issued by itself. */
  readonly issuer: MemberId;
  /** Hash of the graph's heads as the issuer knew them, 32 bytes. */
  readonly headsHash: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** 16 random bytes. */
  readonly serial: Uint8Array;
}

/** 30 days. */
export const TOKEN_LIFE_MS = 30 * 24 * 60 * 60 * 1000;
const SIGNATURE_BYTES = 64;

const TOKEN = layout<Token>(LABELS.token, 1, {
  shell: shellId,
  member: memberId,
  kx: fixed(32),
  admit: opId,
  epoch: epochId,
  issuer: memberId,
  headsHash: fixed(32),
  issuedAt: u64,
  expiresAt: u64,
  serial: fixed(16),
});

/** What an issuer decides; the rest follows from who issues and when. */
export type TokenGrant = Omit<Token, 'issuer' | 'expiresAt'>;

/** @returns payload and signature, to be kept and shown as opaque bytes. */
export function issueToken(ring: KeyRing, grant: TokenGrant): Uint8Array {
  const payload = TOKEN.encode({
    ...grant,
    issuer: ring.memberId,
    expiresAt: grant.issuedAt + TOKEN_LIFE_MS,
  });
  return concat(payload, ring.sign(payload));
}

/** Why bytes are no lease at all. */
export type TokenReadProblem = 'token-malformed' | 'token-foreign-version' | 'token-bad-signature';

/** Checks form and signature. Whether the token still counts is decided by `tokenStanding`. */
export function readToken(bytes: Uint8Array): Result<Token, TokenReadProblem> {
  const split = Math.max(0, bytes.length - SIGNATURE_BYTES);
  const payload = bytes.subarray(0, split);
  const token = TOKEN.decode(payload);
  if (!token.ok) return err(token.error === 'malformed' ? 'token-malformed' : 'token-foreign-version');
  return verify(token.value.issuer, payload, bytes.subarray(split)) ? token : err('token-bad-signature');
}
