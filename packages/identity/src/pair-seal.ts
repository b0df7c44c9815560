import { concat } from './bytes.ts';
import type { MemberId, ShellId } from './ids.ts';
import type { KeyRing } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { domain, memberId } from './layout.ts';
import { err, ok, type Result } from './result.ts';
import { sodium } from './sodium.ts';

/** Us and one other member, who need not be connected: what passes between us through third parties. */
export interface Pair {
  readonly ring: KeyRing;
  readonly shell: ShellId;
  readonly peer: { readonly member: MemberId; readonly kx: Uint8Array };
}

const NONCE = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

/**
 * Both names, sender first: what I sealed for you cannot be shown to me as yours, nor to you as that of somebody who
 * goes about under my key-agreement key, of which nobody has to prove possession. The key itself binds the group.
 */
const bound = (from: MemberId, to: MemberId, context: Uint8Array): Uint8Array =>
  concat(domain(LABELS.pairSeal, 1), memberId.write(from), memberId.write(to), context);

function pairKey({ ring, shell, peer }: Pair): Result<Uint8Array, 'bad-key'> {
  const secret = ring.pairSecret(peer.kx, shell);
  return secret.ok ? ok(sodium.crypto_generichash(32, domain(LABELS.pairSeal, 1), secret.value)) : secret;
}

/** XChaCha20-Poly1305 under a key only the two members can derive; `context` is authenticated, not sent. */
export function pairSeal(pair: Pair, context: Uint8Array, plain: Uint8Array): Result<Uint8Array, 'bad-key'> {
  const key = pairKey(pair);
  if (!key.ok) return key;
  const nonce = pair.ring.random(NONCE);
  const ad = bound(pair.ring.memberId, pair.peer.member, context);
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key.value);
  return ok(concat(nonce, box));
}

/** What {@link pairSeal} sealed at the other end of the pair, under the same context. */
export function pairOpen(
  pair: Pair,
  context: Uint8Array,
  sealed: Uint8Array,
): Result<Uint8Array, 'bad-key' | 'not-authentic'> {
  const key = pairKey(pair);
  if (!key.ok) return key;
  const ad = bound(pair.peer.member, pair.ring.memberId, context);
  try {
    const [nonce, box] = [sealed.subarray(0, NONCE), sealed.subarray(NONCE)];
    return ok(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, ad, nonce, key.value));
  } catch {
    return err('not-authentic');
  }
}
