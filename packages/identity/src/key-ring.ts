import { agreement } from './agreement.ts';
import { concat, utf8, ownBytes } from './bytes.ts';
import type { EpochId, MemberId, ShellId } from './ids.ts';
import { fromHex, toHex } from './bytes.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import { err, ok, type Result } from './result.ts';
import { signatures } from './signatures.ts';
import { sodium } from './sodium.ts';

const NONCE = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

/**
 * The secrets of one member in one syncshell: its signing and key-agreement keys and the group's epoch keys.
 * Nothing here is enumerable or serialisable, so a ring that strays into a log or a snapshot shows nothing.
 */
export interface KeyRing {
  readonly memberId: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly kxPublic: Uint8Array;
  /** Where every nonce of this member comes from: cryptographically random bytes. */
  random(length: number): Uint8Array;
  /** Ed25519 over a payload that begins with a domain label (see `layout`); 64 bytes. */
  sign(payload: Uint8Array): Uint8Array;
  /** 32 bytes that only the two of us can derive in this syncshell: redial credentials, pair seals. */
  pairSecret(theirKx: Uint8Array, shell: ShellId): Result<Uint8Array, 'bad-key'>;
  /** Keeps an epoch key; the secret is 32 bytes. */
  addEpoch(epoch: EpochId, secret: Uint8Array): void;
  hasEpoch(epoch: EpochId): boolean;
  /** For handing a newcomer the current key and for writing our own state; nothing else may call it. */
  epochSecret(epoch: EpochId): Uint8Array | undefined;
  /** XChaCha20-Poly1305 under the epoch key; `context` is authenticated, not sent. Throws if the epoch is unknown. */
  seal(epoch: EpochId, context: Uint8Array, plain: Uint8Array): Uint8Array;
  open(
    epoch: EpochId,
    context: Uint8Array,
    sealed: Uint8Array,
  ): Result<Uint8Array, 'unknown-epoch' | 'not-authentic'>;
}

const systemRandom = (length: number): Uint8Array => sodium.randombytes_buf(length);

/**
 * Derives both key pairs from one 32-byte seed (libsodium KDF, contexts `syncsign` and `syncxkey`).
 * @param random where nonces come from; a source that repeats itself gives the sealed away, so only simulations
 * that must run twice alike pass one of their own.
 */
export function createKeyRing(
  seed: Uint8Array,
  random: (length: number) => Uint8Array = systemRandom,
): KeyRing {
  const signing = signatures.keyPair(sodium.crypto_kdf_derive_from_key(32, 1, 'syncsign', seed));
  const agreeing = agreement.keyPair(sodium.crypto_kdf_derive_from_key(32, 2, 'syncxkey', seed));
  const epochs = new Map<EpochId, Uint8Array>();
  const sealing = (epoch: EpochId, context: Uint8Array): Uint8Array =>
    concat(domain(LABELS.epochSeal, 1), fromHex(epoch) ?? new Uint8Array(), context);

  return {
    memberId: toHex(signing.publicKey) as MemberId,
    kxPublic: agreeing.publicKey,
    random: (length) => random(length),
    sign: (payload) => signatures.sign(payload, signing.secretKey),
    pairSecret: (theirKx, shell) => {
      try {
        const shared = agreement.agree(agreeing.secretKey, theirKx);
        return ok(sodium.crypto_generichash(32, concat(domain(LABELS.pairKeys, 1), utf8(shell)), shared));
      } catch {
        return err('bad-key'); // wrong length or a point of small order
      }
    },
    addEpoch: (epoch, secret) => void epochs.set(epoch, ownBytes(secret)),
    hasEpoch: (epoch) => epochs.has(epoch),
    epochSecret: (epoch) => {
      const secret = epochs.get(epoch);
      return secret && ownBytes(secret);
    },
    seal: (epoch, context, plain) => {
      const key = epochs.get(epoch);
      if (key === undefined) throw new Error('sealing under an epoch whose key is not here');
      const nonce = random(NONCE);
      const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        plain,
        sealing(epoch, context),
        null,
        nonce,
        key,
      );
      return concat(nonce, box);
    },
    open: (epoch, context, sealed) => {
      const key = epochs.get(epoch);
      if (key === undefined) return err('unknown-epoch');
      try {
        const [nonce, box] = [sealed.subarray(0, NONCE), sealed.subarray(NONCE)];
        const ad = sealing(epoch, context);
        return ok(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, ad, nonce, key));
      } catch {
        return err('not-authentic');
      }
    },
  };
}

/** Checks an Ed25519 signature over a labelled payload; false for anything odd, never throws. */
export function verify(member: MemberId, payload: Uint8Array, signature: Uint8Array): boolean {
  const key = fromHex(member);
  return key !== undefined && signatures.verify(signature, payload, key);
}
