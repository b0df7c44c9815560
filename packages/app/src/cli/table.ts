import { plain, widthOf } from './plain.rules.ts';

/** What stands in one field, and maybe how it is coloured. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const textOf = (cell: Cell | undefined): string => plain(typeof cell === 'object' ? cell.text : (cell ?? ''));
const painted = (cell: Cell): string => (typeof cell === 'object' ? cell.paint(textOf(cell)) : textOf(cell));

/**
 * Left-aligned columns, two spaces apart, with a heading line. A cell is one line whatever is in it, and nothing in it
 * acts on the terminal.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  paintHeading: (line: string) => string = (line) => line,
): string {
  const [first, ...others] = columns([headings, ...rows]);
  return [paintHeading(first ?? ''), ...others].join('\n');
}

/** The same without a heading. */
export function columns(rows: readonly (readonly Cell[])[]): readonly string[] {
  const most = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: most }, (_, at) =>
    Math.max(...rows.map((row) => widthOf(textOf(row[at])))),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => painted(cell) + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(textOf(cell)))))
      .join('  ')
      .trimEnd(),
  );
}
