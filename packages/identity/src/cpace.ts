import { createHash, createHmac } from 'node:crypto';
import { concat, utf8 } from './bytes.ts';
import { sodium } from './sodium.ts';

/**
 * CPace, the balanced password-authenticated key exchange of draft-irtf-cfrg-cpace-21, suite CPACE-RISTR255-SHA512, in
 * the initiator-responder setting, with the key confirmation of its section 10.4. Two who know the same secret learn
 * that of each other; whoever does not may try one guess for each run in which it takes part, and none on what it heard.
 */
const DSI = utf8('CPaceRistretto255');
const HASH_BLOCK_BYTES = 128;

export interface CpaceInput {
  /** The secret that both know, or what was derived from it. */
  readonly prs: Uint8Array;
  /** What both see of the channel between them. */
  readonly ci: Uint8Array;
  /** Never the same in two runs. */
  readonly sid: Uint8Array;
}

/** What one side sends: its share, 32 bytes, and data that both have to agree on. */
export interface CpaceMessage {
  readonly share: Uint8Array;
  readonly ad: Uint8Array;
}

/** Proofs of having arrived at the same key, 64 bytes each. */
export interface CpaceTags {
  readonly initiator: Uint8Array;
  readonly responder: Uint8Array;
}

export interface CpaceRun {
  readonly share: Uint8Array;
  /**
   * Good for one call, after which nothing secret of the run is left.
   * @returns undefined if their share is no element of the group, or its neutral one.
   */
  finish(messages: {
    readonly initiator: CpaceMessage;
    readonly responder: CpaceMessage;
  }): CpaceTags | undefined;
  /** Zeroes the secret of a run that will not be finished. */
  wipe(): void;
}

const sha512 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** A length as LEB128, seven bits to a byte, the lowest first. */
function leb128(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

/** `lv_cat` of the draft: each part with its length before it. */
export const lvCat = (...parts: readonly Uint8Array[]): Uint8Array =>
  concat(...parts.flatMap((part) => [leb128(part.length), part]));

/** `generator_string` of the draft: the secret and what pads it fill the first block of the hash by themselves. */
export function generatorString({ prs, ci, sid }: CpaceInput): Uint8Array {
  const padding = HASH_BLOCK_BYTES - 1 - lvCat(prs).length - lvCat(DSI).length;
  return lvCat(DSI, prs, new Uint8Array(Math.max(0, padding)), ci, sid);
}

export const generatorOf = (input: CpaceInput): Uint8Array =>
  sodium.crypto_core_ristretto255_from_hash(sha512(generatorString(input)));

/** `scalar_mult_vfy` of the draft, with undefined where it gives the neutral element. */
export function scalarMultVerified(scalar: Uint8Array, element: Uint8Array): Uint8Array | undefined {
  try {
    return sodium.crypto_scalarmult_ristretto255(scalar, element);
  } catch {
    return undefined; // no canonical encoding of an element, or the product is the neutral one
  }
}

/** `ISK` of the draft with `transcript_ir`; 64 bytes. */
export function intermediateKey(
  sid: Uint8Array,
  k: Uint8Array,
  a: CpaceMessage,
  b: CpaceMessage,
): Uint8Array {
  return sha512(lvCat(concat(DSI, utf8('_ISK')), sid, k), lvCat(a.share, a.ad), lvCat(b.share, b.ad));
}

/** @param random cryptographically random bytes. */
export function startCpace(
  role: 'initiator' | 'responder',
  input: CpaceInput,
  random: (length: number) => Uint8Array,
): CpaceRun {
  const scalar = sodium.crypto_core_ristretto255_scalar_reduce(random(64));
  const generator = generatorOf(input);
  const share = sodium.crypto_scalarmult_ristretto255(scalar, generator);
  sodium.memzero(generator);
  return {
    share,
    finish: ({ initiator, responder }) => {
      const k = scalarMultVerified(scalar, (role === 'initiator' ? responder : initiator).share);
      sodium.memzero(scalar);
      if (k === undefined) return undefined;
      const isk = intermediateKey(input.sid, k, initiator, responder);
      const macKey = sha512(utf8('CPaceMac'), input.sid, isk);
      const tag = ({ share, ad }: CpaceMessage): Uint8Array =>
        new Uint8Array(createHmac('sha512', macKey).update(lvCat(share, ad)).digest());
      const tags = { initiator: tag(initiator), responder: tag(responder) };
      for (const secret of [k, isk, macKey]) sodium.memzero(secret);
      return tags;
    },
    wipe: () => {
      sodium.memzero(scalar);
    },
  };
}
