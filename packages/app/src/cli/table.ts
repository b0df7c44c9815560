import { plain, widthOf, wrap } from './plain.rules.ts';
import type { Terminal } from './terminal.ts';

/** What stands in one field, and maybe how it is coloured; `whole` is never broken, so that it can be copied. */
export type Cell =
  string | { readonly text: string; readonly paint?: (text: string) => string; readonly whole?: boolean };

type Row = readonly Cell[];

const GAP = '  ';

const textOf = (cell: Cell | undefined): string => plain(typeof cell === 'object' ? cell.text : (cell ?? ''));
const painted = (cell: Cell | undefined, text: string): string =>
  typeof cell === 'object' && cell.paint !== undefined && text !== '' ? cell.paint(text) : text;
/** What a cell that is broken keeps; a word in each line reads like a tower. */
const LEAST = 12;
const leastOf = (cell: Cell | undefined): number => {
  const text = textOf(cell);
  return typeof cell === 'object' && cell.whole === true
    ? widthOf(text)
    : Math.max(...text.split(' ').map(widthOf), Math.min(LEAST, widthOf(text)));
};

/**
 * Left-aligned columns, two spaces apart, with a heading line. Nothing in a cell acts on the terminal. Where the
 * terminal is too narrow the widest cells are broken between words; where that does not help, each row is a list.
 */
export function table(
  headings: readonly string[],
  rows: readonly Row[],
  { paint, columns: room }: Pick<Terminal, 'paint' | 'columns'>,
): string {
  const [first, ...others] = columnsWithin(room, [headings, ...rows]) ?? [];
  return first === undefined
    ? rows.map((row) => asList(headings, row, paint.dim).join('\n')).join('\n')
    : [paint.dim(first), ...others].join('\n');
}

/** The same without a heading; undefined where the terminal is too narrow. */
export function columnsWithin(room: number, rows: readonly Row[]): readonly string[] | undefined {
  const widths = widthsWithin(room, rows);
  return widths && rows.map((row) => aligned(row, widths));
}

export const columns = (rows: readonly Row[]): readonly string[] =>
  columnsWithin(Number.POSITIVE_INFINITY, rows) ?? [];

const asList = (
  [, ...headings]: readonly string[],
  [first, ...cells]: Row,
  paint: (text: string) => string,
) => [
  painted(first, textOf(first)),
  ...columns(cells.map((cell, at) => [{ text: `${GAP}${headings[at] ?? ''}`, paint }, cell])),
];

/** Of each column. */
function widest(rows: readonly Row[], measure: (cell: Cell | undefined) => number): readonly number[] {
  const most = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: most }, (_, at) => Math.max(...rows.map((row) => measure(row[at]))));
}

/** As wide as what is in them, or narrower, the widest first, until they fit; undefined if words would break. */
function widthsWithin(room: number, rows: readonly Row[]): readonly number[] | undefined {
  const widths = [...widest(rows, (cell) => widthOf(textOf(cell)))];
  const least = widest(rows, leastOf);
  let over = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - room;
  for (; over > 0; over--) {
    const spare = widths.map((width, at) => (width > (least[at] ?? 0) ? width : 0));
    const at = spare.indexOf(Math.max(...spare));
    if (spare[at] === 0) return undefined;
    widths[at] = (widths[at] ?? 0) - 1;
  }
  return widths;
}

/** One row, as many lines as its highest cell. */
function aligned(row: Row, widths: readonly number[]): string {
  const cells = row.map((cell, at) => wrap(textOf(cell), widths[at] ?? 0).split('\n'));
  const height = Math.max(0, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, at) => {
        const text = lines[line] ?? '';
        return painted(row[at], text) + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)));
      })
      .join(GAP)
      .trimEnd(),
  ).join('\n');
}
