import { decodeBase58, encodeBase58, BLOCK_BYTES, BLOCK_CHARACTERS } from './base58.ts';
import { concat, equalBytes, utf8 } from './bytes.ts';
import { hash256 } from './ids.ts';
import { LABELS } from './labels.ts';
import { domain, u16, u8 } from './layout.ts';
import { err, ok, type Result } from './result.ts';

/**
 * The frame of every code that people paste: `FC1`, then base58 blocks of
 *
 *     header  8 bytes   version, kind, body length (u16), check of the header (4)
 *     body    n bytes   padded with zeros to whole blocks
 *     trailer 8 bytes   number of blocks, check of that number (3), checksum of prefix, header and body (4)
 *
 * Header and trailer vouch for themselves, so a text of which only one end survived still tells what is missing.
 */
export const PREFIX = 'FC1';
const VERSION = 1;
/** No code needs more; longer pastes are not looked at. */
export const MAX_PASTE = 4096;

const KINDS = { invite: 1, reply: 2 } as const;
export type CodeKind = keyof typeof KINDS;

export type CodeProblemCode =
  | 'code-empty'
  | 'code-garbage'
  | 'code-typo'
  | 'code-cut-off'
  | 'code-too-long'
  | 'code-foreign-version'
  | 'code-is-a-reply'
  | 'code-is-an-invite'
  | 'reply-not-ours';

/** Why a pasted text is not the code that was asked for; `detail` is a sentence for people. */
export interface CodeProblem {
  readonly code: CodeProblemCode;
  readonly detail?: string;
}

const check = (part: 'header' | 'trailer' | 'code', length: number, content: Uint8Array): Uint8Array =>
  hash256(concat(domain(LABELS.codeFrame, VERSION), utf8(`${part} ${PREFIX}`), content)).subarray(0, length);

const blocksFor = (bodyLength: number): number => 2 + Math.ceil(bodyLength / BLOCK_BYTES);
const textLength = (blocks: number): number => PREFIX.length + blocks * BLOCK_CHARACTERS;

export function frame(kind: CodeKind, body: Uint8Array): string {
  const start = concat(u8.write(VERSION), u8.write(KINDS[kind]), u16.write(body.length));
  const blocks = blocksFor(body.length);
  const padding = new Uint8Array((blocks - 2) * BLOCK_BYTES - body.length);
  const content = concat(start, check('header', 4, start), body, padding);
  const count = u8.write(blocks);
  const trailer = concat(count, check('trailer', 3, count), check('code', 4, content));
  return PREFIX + encodeBase58(concat(content, trailer));
}

interface Header {
  readonly version: number;
  readonly kind: number;
  readonly bodyLength: number;
}

function readHeader(text: string): Header | undefined {
  const block = decodeBase58(text.slice(PREFIX.length, PREFIX.length + BLOCK_CHARACTERS));
  if (block?.length !== BLOCK_BYTES) return undefined;
  if (!equalBytes(check('header', 4, block.subarray(0, 4)), block.subarray(4))) return undefined;
  const [version = 0, kind = 0, high = 0, low = 0] = block;
  return { version, kind, bodyLength: high * 256 + low };
}

/** @returns the number of blocks that the trailer claims. */
function readTrailer(text: string): number | undefined {
  const block = decodeBase58(text.slice(-BLOCK_CHARACTERS));
  if (block?.length !== BLOCK_BYTES) return undefined;
  if (!equalBytes(check('trailer', 3, block.subarray(0, 1)), block.subarray(1, 4))) return undefined;
  return block[0];
}

const problem = (
  code: CodeProblemCode,
  detail?: string,
): { readonly ok: false; readonly error: CodeProblem } =>
  err(detail === undefined ? { code } : { code, detail });

const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);

function cutOff(missing: number, where: string): { readonly ok: false; readonly error: CodeProblem } {
  return problem('code-cut-off', `${characters(missing)} missing ${where}`);
}

/** Spaces, line breaks, zero-width and control characters; then quotes and chat marks around the code. */
function clean(paste: string): string {
  return paste
    .replace(/[\s\p{Cc}\p{Cf}\u{FE00}-\u{FE0F}]/gu, '')
    .replace(/^[`'"“”‘’«»<>()*_~|]+|[`'"“”‘’«»<>()*_~|.,;]+$/gu, '');
}

/** What is wrong with a text whose header cannot be read. */
function withoutHeader(text: string): { readonly ok: false; readonly error: CodeProblem } {
  const blocks = readTrailer(text);
  if (blocks !== undefined) {
    const missing = textLength(blocks) - text.length;
    if (missing > 0 && !text.startsWith(PREFIX)) return cutOff(missing, 'at the start');
    return missing < 0
      ? problem('code-too-long', `${characters(-missing)} too many`)
      : problem('code-typo', 'the beginning is misspelt');
  }
  if (text.startsWith(PREFIX)) {
    return text.length < PREFIX.length + BLOCK_CHARACTERS
      ? problem('code-cut-off', 'the end is missing')
      : problem('code-typo', 'the beginning is misspelt');
  }
  if (PREFIX.startsWith(text)) return problem('code-cut-off', 'the end is missing');
  if (/^FC\d/.test(text)) return problem('code-foreign-version');
  return problem('code-garbage', `a code begins with ${PREFIX}`);
}

function wrongLength(
  text: string,
  blocks: number,
): { readonly ok: false; readonly error: CodeProblem } | undefined {
  const missing = textLength(blocks) - text.length;
  if (missing === 0) return undefined;
  if (missing < 0) return problem('code-too-long', `${characters(-missing)} too many`);
  if (readTrailer(text) !== blocks) return cutOff(missing, 'at the end');
  return missing === 1
    ? problem('code-typo', '1 character missing in the middle')
    : cutOff(missing, 'in the middle');
}

/** Finds the body of a code of the wanted kind in pasted text, or says as exactly as it can what is wrong. */
export function unframe(kind: CodeKind, paste: string): Result<Uint8Array, CodeProblem> {
  if (paste.length > MAX_PASTE) return problem('code-too-long', `${characters(paste.length)} is no code`);
  const text = clean(paste);
  if (text === '') return problem('code-empty');
  const header = readHeader(text);
  if (header === undefined) return withoutHeader(text);
  if (header.version !== VERSION) return problem('code-foreign-version');
  const blocks = blocksFor(header.bodyLength);
  const length = wrongLength(text, blocks);
  if (length !== undefined) return length;
  const content = decodeBase58(text.slice(PREFIX.length));
  if (content === undefined || !text.startsWith(PREFIX)) return problem('code-typo');
  const end = content.length - BLOCK_BYTES;
  const sum = check('code', 4, content.subarray(0, end));
  if (readTrailer(text) !== blocks || !equalBytes(sum, content.subarray(end + 4)))
    return problem('code-typo');
  const body = content.subarray(BLOCK_BYTES, BLOCK_BYTES + header.bodyLength);
  const padding = content.subarray(BLOCK_BYTES + header.bodyLength, end);
  if (padding.some((byte) => byte !== 0)) return problem('code-garbage', 'not written by FyteClub');
  if (header.kind === KINDS[kind]) return ok(body.slice());
  if (header.kind === KINDS.reply) return problem('code-is-a-reply');
  return problem(header.kind === KINDS.invite ? 'code-is-an-invite' : 'code-foreign-version');
}
