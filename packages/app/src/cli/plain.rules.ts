/** Controls, what turns text around or hides in it, and what has no meaning; a line's end is for the caller to keep. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** What may stand on one letter; more is a tower through the lines above. */
const TOWERS = /(\p{M}{3})\p{M}+/gu;
/** The colours that this program itself sets, and nothing else a terminal would obey. */
const COLOURS = /(\u001b\[\d{1,2}m)/;

const replaced = (text: string): string =>
  text.replaceAll('\t', ' ').replace(ACTING, '\u{fffd}').replace(TOWERS, '$1');

/** What others have written, for the middle of a line: it neither steers the terminal nor breaks the line. */
export const plain = (text: string): string => replaced(text.replace(/\r?\n|\r/g, ' '));

/** The same for every text of an answer, however deep. */
export function plainly<Answer>(answer: Answer): Answer {
  if (typeof answer === 'string') return plain(answer) as Answer;
  if (Array.isArray(answer)) return answer.map((each: unknown) => plainly(each)) as Answer;
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, plainly<unknown>(value)]),
  ) as Answer;
}

/** Whole lines of our own for a terminal, with what others have written in them, and our colours if they are wanted. */
export const printable = (text: string, colours: boolean): string =>
  text
    .split(COLOURS)
    .map((part, at) => (at % 2 === 0 ? replaced(part) : colours ? part : ''))
    .join('');

/** Terminal columns: wide East Asian letters and emoji take two, and what stands on or joins letters none. */
export function widthOf(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text.replace(EVERY_COLOUR, '')))
    columns += widthOfLetter(segment);
  return columns;
}

/** No wider than so many columns; what is missing is told by an ellipsis. Text without colours. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let [kept, used] = ['', 0];
  for (const { segment } of segmenter.segment(text)) {
    used += widthOfLetter(segment);
    if (used > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * Broken between words to fit so many columns; what follows is indented, and what stands before the first word stays.
 * A word that is wider stays whole.
 */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  for (const [at, word] of text.slice(line.length).split(' ').entries()) {
    if (at > 0 && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = at === 0 ? `${line}${word}` : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

const segmenter = new Intl.Segmenter();
const EVERY_COLOUR = new RegExp(COLOURS, 'g');

/** First and last of Unicode's East Asian wide and full-width blocks, as far as letters and signs are in them. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];

function widthOfLetter(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (/^\p{M}/u.test(letter)) return 0;
  const isEmoji = /^\p{Emoji_Presentation}/u.test(letter) || letter.includes('\u{fe0f}');
  return isEmoji || WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
