import { plain, widthOf } from './plain.rules.ts';

/**
 * Left-aligned columns, two spaces apart, with a heading line. A cell is one line whatever is in it, and nothing in it
 * acts on the terminal.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  paintHeading: (line: string) => string = (line) => line,
): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...cells.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd();
  return [paintHeading(lineOf(headings)), ...cells.map(lineOf)].join('\n');
}
