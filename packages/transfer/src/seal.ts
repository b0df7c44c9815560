import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { concat, domain, fromHex, LABELS, type MemberId, type ShellId } from '@fyteclub/identity';

/** What one transfer's keys are bound to; a frame of any other transfer, mod, pair or direction does not open. */
export interface TransferBinding {
  /** 32 bytes exported from the session of the two members; never used as a key itself. */
  readonly secret: Uint8Array;
  /** Both halves of the transfer id, 32 bytes, see `transferId`. */
  readonly transfer: Uint8Array;
  readonly shell: ShellId;
  readonly sender: MemberId;
  readonly receiver: MemberId;
  /** Mod hash, 32 bytes. */
  readonly mod: Uint8Array;
}

/** A frame that was authentic and in its place. */
export interface OpenedFrame {
  readonly plain: Uint8Array;
  /** The other side sends no more. */
  readonly last: boolean;
}

/** Sealed frames of one side of one transfer. */
export interface TransferSeal {
  /** @throws after the last frame, after `wipe`, or past 2^32 frames: a bug of the caller. */
  seal(parts: readonly Uint8Array[], last: boolean): Uint8Array;
  /** The next frame in order, or undefined; after one undefined nothing opens any more. */
  open(frame: Uint8Array): OpenedFrame | undefined;
  /** Zeroes the keys; nothing seals or opens afterwards. */
  wipe(): void;
}

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
/** One byte that says whether the frame is the last of its direction, and the tag. */
export const SEAL_OVERHEAD = 1 + TAG_BYTES;
const FRAMES_MAX = 2 ** 32;

type Direction = 'to-receiver' | 'to-sender';

function deriveKey(binding: TransferBinding, direction: Direction): Buffer {
  const info = concat(
    domain(LABELS.transferKey, 1),
    fromHex(binding.shell) ?? new Uint8Array(),
    fromHex(binding.sender) ?? new Uint8Array(),
    fromHex(binding.receiver) ?? new Uint8Array(),
    binding.mod,
    Uint8Array.of(direction === 'to-receiver' ? 1 : 2),
  );
  return Buffer.from(hkdfSync('sha256', binding.secret, binding.transfer, info, 32));
}

/**
 * One direction in the shape of STREAM (Hoang et al., CRYPTO 2015): the counter is never sent, so a frame that was
 * dropped, repeated, reordered or cut off makes the next tag wrong.
 */
class Lane {
  #counter = 0;
  #over = false;
  readonly #key: Buffer;
  readonly #ad: Buffer;
  readonly #nonce = Buffer.alloc(12);

  constructor(binding: TransferBinding, direction: Direction) {
    this.#key = deriveKey(binding, direction);
    this.#ad = Buffer.concat([binding.transfer, Buffer.alloc(9), binding.mod]);
  }

  get over(): boolean {
    return this.#over || this.#counter >= FRAMES_MAX;
  }

  /** Nonce and associated data of the next frame; neither is handed out twice. */
  next(last: boolean): { key: Buffer; nonce: Buffer; ad: Buffer } {
    if (this.over) throw new Error('this direction of the transfer is over');
    const at = this.#ad.length - 41;
    this.#nonce.writeBigUInt64BE(BigInt(this.#counter), 4);
    this.#nonce.copy(this.#ad, at, 4);
    this.#ad[at + 8] = last ? 1 : 0;
    this.#counter++;
    this.#over = last;
    return { key: this.#key, nonce: this.#nonce, ad: this.#ad };
  }

  wipe(): void {
    this.#key.fill(0);
    this.#over = true;
  }
}

/**
 * The seal of one side: AES-256-GCM, with a key for each direction from HKDF-SHA-256 over everything in the binding.
 * A frame is one byte (1 if it is the last of its direction), the ciphertext and a tag of 16 bytes.
 *
 * @param binding its transfer id must never have been used before, or a pair of key and nonce comes again (P51);
 * whoever makes one half of it at random, as both sides do, has seen to that.
 */
export function createTransferSeal(binding: TransferBinding, role: 'sender' | 'receiver'): TransferSeal {
  const forward = new Lane(binding, 'to-receiver');
  const backward = new Lane(binding, 'to-sender');
  const [out, back] = role === 'sender' ? [forward, backward] : [backward, forward];
  return {
    seal: (parts, last) => {
      const { key, nonce, ad } = out.next(last);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(ad);
      const sealed = parts.map((part) => cipher.update(part));
      cipher.final();
      return Buffer.concat([Uint8Array.of(last ? 1 : 0), ...sealed, cipher.getAuthTag()]);
    },
    open: (frame) => {
      const flag = frame[0];
      if (back.over || frame.length < SEAL_OVERHEAD || (flag !== 0 && flag !== 1)) {
        back.wipe();
        return undefined;
      }
      const { key, nonce, ad } = back.next(flag === 1);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(ad);
      decipher.setAuthTag(frame.subarray(-TAG_BYTES));
      try {
        const plain = decipher.update(frame.subarray(1, -TAG_BYTES));
        decipher.final();
        return { plain, last: flag === 1 };
      } catch {
        back.wipe();
        return undefined;
      }
    },
    wipe: () => {
      out.wipe();
      back.wipe();
    },
  };
}
