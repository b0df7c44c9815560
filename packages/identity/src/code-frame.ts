import { BLOCK_BYTES, BLOCK_CHARACTERS, decodeBase58, encodeBase58 } from './base58.ts';
import { concat, equalBytes, utf8 } from './bytes.ts';
import { hash256 } from './ids.ts';
import { LABELS } from './labels.ts';
import { domain, u16, u8 } from './layout.ts';

/**
 * The frame of every code that people paste: `FC1`, then base58 blocks of
 *
 *     header   8 bytes  version, kind, body length (u16), check of the three (4)
 *     body     n bytes  padded with zeros to whole blocks
 *     trailer  8 bytes  number of blocks, check of it (3), checksum of prefix, header and body (4)
 *
 * Header and trailer vouch for themselves, so a text of which only one end survived still tells what is missing.
 */
export const PREFIX = 'FC1';
export const FRAME_VERSION = 1;
export const KINDS = { invite: 1, reply: 2 } as const;
export type CodeKind = keyof typeof KINDS;

const check = (part: 'header' | 'trailer' | 'code', length: number, content: Uint8Array): Uint8Array =>
  hash256(concat(domain(LABELS.codeFrame, 1), utf8(`${part} ${PREFIX}`), content)).subarray(0, length);

const START = PREFIX.length + BLOCK_CHARACTERS;
const blocksFor = (bodyLength: number): number => 2 + Math.ceil(bodyLength / BLOCK_BYTES);

/** Characters in the text of a code of so many blocks. */
export const textLength = (blocks: number): number => PREFIX.length + blocks * BLOCK_CHARACTERS;

/** @throws RangeError if the body is too long for a code to count its blocks. */
export function frame(kind: CodeKind, body: Uint8Array): string {
  const start = concat(u8.write(FRAME_VERSION), u8.write(KINDS[kind]), u16.write(body.length));
  const blocks = blocksFor(body.length);
  const padding = new Uint8Array((blocks - 2) * BLOCK_BYTES - body.length);
  const content = concat(start, check('header', 4, start), body, padding);
  const count = u8.write(blocks);
  return PREFIX + encodeBase58(concat(content, count, check('trailer', 3, count), check('code', 4, content)));
}

export interface Header {
  readonly version: number;
  readonly kind: number;
  readonly bodyLength: number;
  readonly blocks: number;
}

/** What the first block says, whatever became of the rest. */
export function readHeader(text: string): Header | undefined {
  const block = decodeBase58(text.slice(PREFIX.length, START));
  if (block?.length !== BLOCK_BYTES) return undefined;
  if (!equalBytes(check('header', 4, block.subarray(0, 4)), block.subarray(4))) return undefined;
  const [version = 0, kind = 0, high = 0, low = 0] = block;
  const bodyLength = high * 256 + low;
  return { version, kind, bodyLength, blocks: blocksFor(bodyLength) };
}

/** The number of blocks that the last block claims, whatever became of the rest. */
export function readTrailer(text: string): number | undefined {
  const block = decodeBase58(text.slice(-BLOCK_CHARACTERS));
  if (block?.length !== BLOCK_BYTES) return undefined;
  return equalBytes(check('trailer', 3, block.subarray(0, 1)), block.subarray(1, 4)) ? block[0] : undefined;
}

/** The body of a text of the right length, or undefined if a single character of it is wrong. */
export function readBody(text: string, { bodyLength, blocks }: Header): Uint8Array | undefined {
  const content = decodeBase58(text.slice(PREFIX.length));
  if (content === undefined || !text.startsWith(PREFIX) || readTrailer(text) !== blocks) return undefined;
  const end = content.length - BLOCK_BYTES;
  if (!equalBytes(check('code', 4, content.subarray(0, end)), content.subarray(end + 4))) return undefined;
  const padding = content.subarray(BLOCK_BYTES + bodyLength, end);
  // Two texts for one code would be two names for one thing.
  if (padding.some((byte) => byte !== 0)) return undefined;
  return content.slice(BLOCK_BYTES, BLOCK_BYTES + bodyLength);
}
