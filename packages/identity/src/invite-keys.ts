import { concat, toHex } from './bytes.ts';
import { hash256, type InviteId } from './ids.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import { signatures } from './signatures.ts';
import { sodium } from './sodium.ts';

/** Bytes of the secret that an invite code carries. */
export const INVITE_SEED_BYTES = 16;
/** Bytes of a reply code's MAC. */
export const REPLY_MAC_BYTES = 16;

/**
 * What the holders of an invite code share. Only `id` and `proofKey` may be published: the group's graph names
 * them, so any member can check a join without ever having seen the code (the idea of Keybase's Seitan tokens).
 */
export interface InviteKeys {
  readonly id: InviteId;
  /** Ed25519 public key, 32 bytes. */
  readonly proofKey: Uint8Array;
  /** 32 secret bytes from which both sides derive their ICE credentials. */
  readonly iceSecret: Uint8Array;
  /** Ed25519 under the proof key; 64 bytes. */
  prove(payload: Uint8Array): Uint8Array;
  /** Keyed BLAKE2b, 16 bytes: shows that a reply comes from somebody who holds the invite. */
  replyMac(payload: Uint8Array): Uint8Array;
}

/** The name under which an invite appears in the graph and in a reply. */
export const inviteIdOf = (proofKey: Uint8Array): InviteId =>
  toHex(hash256(concat(domain(LABELS.inviteKeys, 1), proofKey)).subarray(0, 8)) as InviteId;

/** The secrets sit in private fields, so that keys which stray into a log or a snapshot show nothing. */
class DerivedInviteKeys implements InviteKeys {
  readonly id: InviteId;
  readonly proofKey: Uint8Array;
  readonly #proofSecret: Uint8Array;
  readonly #iceSecret: Uint8Array;
  readonly #replyKey: Uint8Array;

  constructor(seed: Uint8Array) {
    const master = sodium.crypto_generichash(32, domain(LABELS.inviteKeys, 1), seed);
    const derive = (index: number): Uint8Array =>
      sodium.crypto_kdf_derive_from_key(32, index, 'syncinvt', master);
    const pair = signatures.keyPair(derive(1));
    this.proofKey = pair.publicKey;
    this.id = inviteIdOf(pair.publicKey);
    this.#proofSecret = pair.secretKey;
    this.#iceSecret = derive(2);
    this.#replyKey = derive(3);
  }

  get iceSecret(): Uint8Array {
    return this.#iceSecret;
  }
  prove(payload: Uint8Array): Uint8Array {
    return signatures.sign(payload, this.#proofSecret);
  }
  replyMac(payload: Uint8Array): Uint8Array {
    return sodium.crypto_generichash(REPLY_MAC_BYTES, payload, this.#replyKey);
  }
}

/** @param seed the 16 bytes in an invite code. @throws RangeError for any other length. */
export function inviteKeys(seed: Uint8Array): InviteKeys {
  if (seed.length !== INVITE_SEED_BYTES)
    throw new RangeError(`an invite seed has 16 bytes, not ${seed.length}`);
  return new DerivedInviteKeys(seed);
}
