/** A name is at most so long on this page; whoever made it longer wanted to fill the screen. */
const LONGEST = 48;
/** Paths are our own. */
export const LONGEST_PATH = 4_000;
/** What may stand on one letter; more is a tower through the lines above. */
const MOST_MARKS = 3;

const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028\u2029\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;
/** Marks, embeddings, overrides and isolates: they would turn round the sentence that a name stands in. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2060-\u206f]/g;
const TOWERS = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu');
const segmenter = new Intl.Segmenter();
/** As people count them: an emoji of many parts is one. */
const lettersOf = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

const ISOLATE = '\u2068';
const POP = '\u2069';

/** What others have written, as text of one line in which nothing is hidden and nothing acts on what is around it. */
export function plain(text: string, longest = LONGEST): string {
  const seen = text
    .replace(/[\t\n\r]/g, ' ')
    .replace(UNSEEN, '')
    .replace(TURNING, '')
    .replace(TOWERS, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = lettersOf(seen);
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : seen;
}

/** The same for the middle of a sentence: a name written from right to left leaves the rest where it is. */
export const quoted = (text: string, ifEmpty: string): string =>
  `${ISOLATE}${plain(text) === '' ? ifEmpty : plain(text)}${POP}`;

/** The first letter, for an avatar. */
export const initial = (text: string): string => lettersOf(plain(text))[0]?.toLocaleUpperCase() ?? '?';

/** The colour of a key, as an angle on the colour wheel: the same on every screen, whatever name comes with it. */
export const hueOf = (id: string): number => (Number.parseInt(id.slice(0, 4), 16) || 0) % 360;

/** How an id is told apart from others. */
export const shortId = (id: string): string => id.slice(0, 8);

/** The ids among members whose names look the same as another's. */
export function namesakes(
  members: readonly { readonly id: string; readonly name: string }[],
): ReadonlySet<string> {
  const looks = (name: string): string => plain(name).toLocaleLowerCase();
  return new Set(
    members
      .filter((one) => members.some((other) => other.id !== one.id && looks(other.name) === looks(one.name)))
      .map(({ id }) => id),
  );
}

/** To choose from, where nothing but its text tells one from the other. */
export function choices(
  those: readonly { readonly id: string; readonly name: string }[],
): readonly { readonly id: string; readonly label: string }[] {
  const alike = namesakes(those);
  return those.map(({ id, name }) => ({
    id,
    label: alike.has(id) ? `${plain(name)} (${shortId(id)})` : plain(name),
  }));
}
