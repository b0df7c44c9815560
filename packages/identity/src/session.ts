import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { concat } from './bytes.ts';
import { hash256 } from './ids.ts';
import { LABELS, type Label } from './labels.ts';
import { domain, u64 } from './layout.ts';

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const AES = 'aes-256-gcm';

/** Two AES-256-GCM directions with implicit counters: a frame that is replayed, reordered or lost opens nothing. */
export interface Cipher {
  /** @throws Error after `wipe`. */
  seal(plain: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Uint8Array | undefined;
  /** Zeroes the keys. */
  wipe(): void;
}

/** The channel between two members who have proven themselves to each other. */
export interface Session extends Cipher {
  /** 32 bytes that both sides derive alike for one purpose and context, and nobody else can. */
  export(label: Label, context: Uint8Array): Uint8Array;
}

const nonce = (counter: number): Uint8Array => concat(new Uint8Array(4), u64.write(counter));

export function createCipher(sendKey: Uint8Array, receiveKey: Uint8Array): Cipher {
  let sent = 0;
  let received = 0;
  let wiped = false;
  return {
    seal: (plain) => {
      if (wiped) throw new Error('sealing after the keys were wiped');
      const cipher = createCipheriv(AES, sendKey, nonce(sent++), { authTagLength: TAG_BYTES });
      return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
    },
    open: (sealed) => {
      if (wiped || sealed.length < TAG_BYTES) return undefined;
      const split = sealed.length - TAG_BYTES;
      const decipher = createDecipheriv(AES, receiveKey, nonce(received), { authTagLength: TAG_BYTES });
      decipher.setAuthTag(sealed.subarray(split));
      const plain = decipher.update(sealed.subarray(0, split));
      try {
        decipher.final();
      } catch {
        return undefined;
      }
      received += 1;
      return new Uint8Array(plain);
    },
    wipe: () => {
      wiped = true;
      sendKey.fill(0);
      receiveKey.fill(0);
    },
  };
}

/** What one key agreement yields: a cipher for the rest of the handshake, and the session that follows it. */
export interface KeySchedule {
  readonly handshake: Cipher;
  readonly session: Session;
  wipe(): void;
}

/**
 * HKDF-SHA-256 (RFC 5869) with the transcript hash as salt: whoever saw other fingerprints, nonces or ephemeral
 * keys gets other keys.
 */
export function keySchedule(
  role: 'initiator' | 'responder',
  shared: Uint8Array,
  transcript: Uint8Array,
): KeySchedule {
  const info = domain(LABELS.sessionKeys, 1);
  const material = new Uint8Array(hkdfSync('sha256', shared, transcript, info, 5 * KEY_BYTES));
  const key = (index: number): Uint8Array => material.slice(index * KEY_BYTES, (index + 1) * KEY_BYTES);
  const directed = (toResponder: number, toInitiator: number): Cipher =>
    role === 'initiator'
      ? createCipher(key(toResponder), key(toInitiator))
      : createCipher(key(toInitiator), key(toResponder));
  const handshake = directed(0, 1);
  const session = withExporter(directed(2, 3), key(4));
  material.fill(0);
  const wipe = (): void => {
    handshake.wipe();
    session.wipe();
  };
  return { handshake, session, wipe };
}

function withExporter(cipher: Cipher, exporter: Uint8Array): Session {
  let wiped = false;
  return {
    ...cipher,
    export: (label, context) => {
      if (wiped) throw new Error('exporting after the keys were wiped');
      // Node bounds HKDF's info to 1024 bytes, so a long context goes in as its hash.
      const info = concat(domain(label, 1), hash256(context));
      return new Uint8Array(hkdfSync('sha256', exporter, new Uint8Array(), info, KEY_BYTES));
    },
    wipe: () => {
      wiped = true;
      cipher.wipe();
      exporter.fill(0);
    },
  };
}
