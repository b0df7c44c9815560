import { concat } from './bytes.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import {
  HEADER_BYTES,
  openHeader,
  writeHeader,
  WRITTEN_COST,
  type HeaderProblem,
  type PassphraseCost,
} from './passphrase-header.ts';
import { err, ok, type Result } from './result.ts';
import { sodium } from './sodium.ts';

const MAGIC = 'FCLOCKED';
/** Bytes of a data key. */
export const DATA_KEY_BYTES = 32;
const NONCE_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

/** Why a node's locked keys do not open. */
export type LockProblem =
  | 'not-locked-keys'
  | 'locked-keys-newer'
  | 'locked-keys-damaged'
  | 'locked-keys-too-demanding'
  | 'wrong-passphrase';

const PROBLEMS: Readonly<Record<HeaderProblem, LockProblem>> = {
  foreign: 'not-locked-keys',
  newer: 'locked-keys-newer',
  'cut-short': 'locked-keys-damaged',
  damaged: 'locked-keys-damaged',
  'too-demanding': 'locked-keys-too-demanding',
  'wrong-passphrase': 'wrong-passphrase',
};

/**
 * Wraps the key under which a node keeps its state, so that changing the passphrase does not touch the state. Costs what
 * a backup costs.
 * @param secret {@link DATA_KEY_BYTES} random bytes.
 */
export function lockKeys(
  secret: Uint8Array,
  passphrase: string,
  random: (length: number) => Uint8Array,
  cost: PassphraseCost = WRITTEN_COST,
): Uint8Array {
  const { header, nonce, key } = writeHeader(MAGIC, passphrase, cost, random);
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(secret, header, null, nonce, key);
  sodium.memzero(key);
  return concat(header, box);
}

/** @returns the secret that was wrapped; to be zeroed once a {@link DataKey} has been made of it. */
export function unlockKeys(locked: Uint8Array, passphrase: string): Result<Uint8Array, LockProblem> {
  const opened = openHeader(MAGIC, locked, passphrase);
  if (!opened.ok) return err(PROBLEMS[opened.error]);
  const { header, nonce, key } = opened.value;
  const box = locked.subarray(HEADER_BYTES);
  try {
    return ok(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, header, nonce, key));
  } catch {
    return err('locked-keys-damaged');
  } finally {
    sodium.memzero(key);
  }
}

/** Seals single values of a node's state. Like a key ring it shows nothing of its secret to a log or a snapshot. */
export interface DataKey {
  /** XChaCha20-Poly1305; `context` says where the value stands and is authenticated, not stored. */
  seal(context: Uint8Array, plain: Uint8Array): Uint8Array;
  open(context: Uint8Array, sealed: Uint8Array): Result<Uint8Array, 'not-authentic'>;
  /** Zeroes the key; `seal` throws from then on, and nothing opens. */
  wipe(): void;
}

/**
 * @param secret {@link DATA_KEY_BYTES} random bytes, unlocked or from wherever the platform keeps secrets; copied.
 * @param random cryptographically random bytes.
 */
export function createDataKey(secret: Uint8Array, random: (length: number) => Uint8Array): DataKey {
  if (secret.length !== DATA_KEY_BYTES) throw new RangeError(`a data key has 32 bytes, not ${secret.length}`);
  const key = Uint8Array.from(secret);
  let wiped = false;
  const bound = (context: Uint8Array): Uint8Array => concat(domain(LABELS.stateSeal, 1), context);
  return {
    seal: (context, plain) => {
      if (wiped) throw new Error('sealing after the key was wiped');
      const nonce = random(NONCE_BYTES);
      const ad = bound(context);
      return concat(nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key));
    },
    open: (context, sealed) => {
      if (wiped || sealed.length < NONCE_BYTES) return err('not-authentic');
      const [nonce, box] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)];
      try {
        return ok(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, bound(context), nonce, key));
      } catch {
        return err('not-authentic');
      }
    },
    wipe: () => {
      wiped = true;
      sodium.memzero(key);
    },
  };
}
