import { utf8 } from '@fyteclub/identity';

/** Bytes of a path in UTF-8: leaves room for the receiver's own folder under the 260 characters of Windows. */
export const PATH_MAX_BYTES = 240;

/**
 * Why a path may not be written below a receiver's folder (P54). What only Windows would misread is refused
 * everywhere: `path-drive` (`C:`), `path-reserved` (`<>:"|?*` and the backslash), `path-device` (`nul.txt`),
 * `path-trailing` (a segment that ends in a dot or a space). `path-control` includes the characters that make a name
 * read backwards.
 */
export type PathProblem =
  | 'path-empty'
  | 'path-too-long'
  | 'path-absolute'
  | 'path-parent'
  | 'path-drive'
  | 'path-reserved'
  | 'path-device'
  | 'path-trailing'
  | 'path-control'
  | 'path-not-text';

// C0, delete, C1, and the overrides and isolates that make a name read as another.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;
const RESERVED = /[<>:"|?*\\]/u;
// Windows opens these devices under any extension and ignores spaces before it; superscripts count as digits.
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/iu;
// A replacement character stands for bytes that were no UTF-8; a lone surrogate for UTF-16 that was none.
const NOT_TEXT = /[\ufffd\ud800-\udfff]/u;

function segmentProblem(segment: string): PathProblem | undefined {
  if (segment === '') return 'path-empty';
  if (segment === '.' || segment === '..') return 'path-parent';
  if (RESERVED.test(segment)) return 'path-reserved';
  if (DEVICE.test(segment)) return 'path-device';
  if (segment.endsWith('.') || segment.endsWith(' ')) return 'path-trailing';
  return undefined;
}

/**
 * Why a relative path of a mod may not be written below somebody's folder, on any of the systems we run on;
 * undefined when it may. Separators are `/`; names travel exactly as they are, in whatever normal form.
 */
export function pathProblem(path: string): PathProblem | undefined {
  if (path === '') return 'path-empty';
  if (utf8(path).length > PATH_MAX_BYTES) return 'path-too-long';
  if (NOT_TEXT.test(path)) return 'path-not-text';
  if (CONTROL.test(path)) return 'path-control';
  if (/^[/\\]/u.test(path)) return 'path-absolute';
  if (/^[a-z]:/iu.test(path)) return 'path-drive';
  for (const segment of path.split('/')) {
    const problem = segmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Names that some file system takes for the same: composed, and upper-cased where that keeps the length. */
export const foldPath = (path: string): string =>
  Array.from(path.normalize('NFC'), (character) => {
    const upper = character.toUpperCase();
    return upper.length === character.length ? upper : character;
  }).join('');
