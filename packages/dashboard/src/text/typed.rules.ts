/** What a code begins with, and the letters it is made of. */
const PREFIX = /(?<![\dA-Za-z])FC1(?=[1-9A-HJ-NP-Za-km-z])/;
const LETTERS = /^[1-9A-HJ-NP-Za-km-z]*/;
/** So many letters are a block, and no code has fewer blocks. */
const BLOCK = 11;
const FEWEST_BLOCKS = 4;
const isWhole = (length: number): boolean =>
  length >= 3 + FEWEST_BLOCKS * BLOCK && (length - 3) % BLOCK === 0;

/**
 * The code in a text that was pasted with the words around it, even where a mail broke it into lines. What holds none
 * that could be whole stays as it is: the node says best what is wrong with it.
 */
export function codeIn(text: string): string {
  const at = text.search(PREFIX);
  if (at === -1) return text.trim();
  let [read, code] = ['', ''];
  for (const piece of text
    .slice(at)
    .replace(/\p{Cf}/gu, '')
    .split(/\s+/)) {
    const [letters = ''] = LETTERS.exec(piece) ?? [];
    read += letters;
    // Words behind it may be of the same letters, but hardly fill blocks.
    if (isWhole(read.length)) code = read;
    if (letters !== piece) break;
  }
  return code === '' ? text.trim() : code;
}

/** A path without the quotes that Windows copies it in. */
export const pathIn = (text: string): string =>
  text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
