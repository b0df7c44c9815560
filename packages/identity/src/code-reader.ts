import { BLOCK_CHARACTERS } from './base58.ts';
import {
  FRAME_VERSION,
  KINDS,
  PREFIX,
  readBody,
  readHeader,
  readTrailer,
  textLength,
  type CodeKind,
} from './code-frame.ts';
import { err, ok, type Result } from './result.ts';

/** What is wrong with a pasted text (P58, P60). */
export type CodeProblemCode =
  /** White space and quotes at most. */
  | 'code-empty'
  /** Any other text; or a code whose fields cannot be read, or that is not signed by the member it names. */
  | 'code-garbage'
  /** Wrong characters, or a single one missing within. */
  | 'code-typo'
  /** Characters are missing at an end, or several within. */
  | 'code-cut-off'
  /** There are more characters than the code has, or than {@link MAX_PASTE}. */
  | 'code-too-long'
  /** Another version of the frame, or a kind of code that this version does not know. */
  | 'code-foreign-version'
  /** A whole one, where an invite was asked for. */
  | 'code-is-a-reply'
  /** A whole one, where a reply was asked for. */
  | 'code-is-an-invite'
  /** It names no open invite of this node, or its MAC is not made with that invite's keys. */
  | 'reply-not-ours';

/** Why a pasted text is not the code that was asked for; `detail` is a phrase for people. */
export interface CodeProblem {
  readonly code: CodeProblemCode;
  readonly detail?: string;
}

type Failure = { readonly ok: false; readonly error: CodeProblem };

/** No code comes near it; longer pastes are not looked at. */
export const MAX_PASTE = 4096;

const problem = (code: CodeProblemCode, detail?: string): Failure =>
  err(detail === undefined ? { code } : { code, detail });
const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);
const missing = (count: number, where: string): Failure =>
  problem('code-cut-off', `${characters(count)} missing ${where}`);
const tooMany = (count: number): Failure => problem('code-too-long', `${characters(count)} too many`);

/** Spaces, line breaks, zero-width and control characters; then quotes and chat marks around the code. */
function clean(paste: string): string {
  return paste
    .replace(/[\s\p{Cc}\p{Cf}\u{FE00}-\u{FE0F}]/gu, '')
    .replace(/^[`'"“”‘’«»<>()*_~|]+|[`'"“”‘’«»<>()*_~|.,;]+$/gu, '');
}

/** The end survived: it knows how long the whole was. */
function withoutHeader(text: string, blocks: number): Failure {
  const lost = textLength(blocks) - text.length;
  if (lost < 0) return tooMany(-lost);
  if (!text.startsWith(PREFIX) && lost > 0) return missing(lost, 'at the start');
  return lost > 1 ? missing(lost, 'near the start') : problem('code-typo', 'near the start');
}

/** Neither end survived; only the prefix can still tell a code from any other text. */
function withoutEnds(text: string): Failure {
  if (text.startsWith(PREFIX))
    return text.length < PREFIX.length + BLOCK_CHARACTERS
      ? problem('code-cut-off', 'at the end')
      : problem('code-typo', 'in several places');
  if (PREFIX.startsWith(text)) return problem('code-cut-off', 'at the end');
  if (/^FC[2-9]/.test(text)) return problem('code-foreign-version');
  return problem('code-garbage', `a code begins with ${PREFIX}`);
}

/** The beginning survived, but the length is not what it says. */
function wrongLength(text: string, blocks: number): Failure {
  const lost = textLength(blocks) - text.length;
  if (lost < 0) return tooMany(-lost);
  if (readTrailer(text) !== blocks) return missing(lost, 'at the end');
  return lost > 1
    ? missing(lost, 'in the middle')
    : problem('code-typo', '1 character missing in the middle');
}

/** Finds the body of a code of the wanted kind in pasted text, or says as exactly as it can what is wrong. */
export function readCode(kind: CodeKind, paste: string): Result<Uint8Array, CodeProblem> {
  if (paste.length > MAX_PASTE) return tooMany(paste.length - MAX_PASTE);
  const text = clean(paste);
  if (text === '') return problem('code-empty');
  const header = readHeader(text);
  if (header === undefined) {
    const blocks = readTrailer(text);
    return blocks === undefined ? withoutEnds(text) : withoutHeader(text, blocks);
  }
  if (header.version !== FRAME_VERSION) return problem('code-foreign-version');
  if (text.length !== textLength(header.blocks)) return wrongLength(text, header.blocks);
  const body = readBody(text, header);
  if (body === undefined) return problem('code-typo');
  if (header.kind === KINDS[kind]) return ok(body);
  if (header.kind === KINDS.reply) return problem('code-is-a-reply');
  return problem(header.kind === KINDS.invite ? 'code-is-an-invite' : 'code-foreign-version');
}
