import { concat, equalBytes } from './bytes.ts';
import { hash256, type MemberId, type ShellId } from './ids.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { domain, memberId, shellId } from './layout.ts';
import { err, ok, type Result } from './result.ts';
import { sodium } from './sodium.ts';

const SECRET_BYTES = 32;
/** An epoch key and its authentication tag. */
export const EPOCH_BOX_BYTES = SECRET_BYTES + sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES;

/** An epoch key for one member's eyes. */
export interface EpochBox {
  readonly member: MemberId;
  /** {@link EPOCH_BOX_BYTES} bytes. */
  readonly box: Uint8Array;
}

/** An epoch key sealed to everybody who shall have it. */
export interface SealedEpoch {
  /** BLAKE2b-256 under its own label, 32 bytes. */
  readonly commitment: Uint8Array;
  /** X25519 public key made for this once, 32 bytes. */
  readonly ephemeral: Uint8Array;
  readonly boxes: readonly EpochBox[];
}

/** Tells whether two members got the same key, and nothing about it. */
export const epochCommitment = (shell: ShellId, secret: Uint8Array): Uint8Array =>
  hash256(concat(domain(LABELS.epochCommitment, 1), shellId.write(shell), secret));

// The box key belongs to one pair and one rotation, so one nonce can never meet a second message.
const NONCE = new Uint8Array(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

const bound = (shell: ShellId, member: MemberId): Uint8Array =>
  concat(domain(LABELS.epochBox, 1), shellId.write(shell), memberId.write(member));

const boxKey = (pair: Uint8Array): Uint8Array =>
  sodium.crypto_generichash(32, domain(LABELS.epochBox, 1), pair);

/**
 * Seals a new epoch's key to each of the recipients with one ephemeral X25519 key: XChaCha20-Poly1305 under the hash
 * of the agreement, bound to the group and the recipient.
 *
 * @param secret 32 random bytes.
 * @param random where the ephemeral key comes from.
 * @returns boxes in the order of the recipients. One whose key is a point of small order, which only a member that
 * wants no box can have, gets one that nobody opens.
 */
export function sealEpoch(
  shell: ShellId,
  secret: Uint8Array,
  recipients: readonly { readonly member: MemberId; readonly kx: Uint8Array }[],
  random: (length: number) => Uint8Array,
): SealedEpoch {
  const once = createKeyRing(random(32));
  const boxes = recipients.map(({ member, kx }): EpochBox => {
    const pair = once.pairSecret(kx, shell);
    if (!pair.ok) return { member, box: new Uint8Array(EPOCH_BOX_BYTES) };
    const ad = bound(shell, member);
    const key = boxKey(pair.value);
    return { member, box: sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(secret, ad, null, NONCE, key) };
  });
  return { commitment: epochCommitment(shell, secret), ephemeral: once.kxPublic, boxes };
}

/** Opens our box of a rotation. It must hold what the author committed to, or others have another key than we. */
export function openEpochBox(
  ring: KeyRing,
  shell: ShellId,
  sealed: Omit<SealedEpoch, 'boxes'>,
  box: Uint8Array,
): Result<Uint8Array, 'not-authentic'> {
  const pair = ring.pairSecret(sealed.ephemeral, shell);
  if (!pair.ok) return err('not-authentic');
  try {
    const ad = bound(shell, ring.memberId);
    const key = boxKey(pair.value);
    const secret = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, ad, NONCE, key);
    return equalBytes(epochCommitment(shell, secret), sealed.commitment) ? ok(secret) : err('not-authentic');
  } catch {
    return err('not-authentic');
  }
}
