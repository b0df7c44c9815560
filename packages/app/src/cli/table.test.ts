import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import pc from 'picocolors';
import { printable, widthOf } from './plain.rules.ts';
import { table, type Cell } from './table.ts';

const at = (columns: number, colours = false) => ({ paint: pc.createColors(colours), columns });
const HEADINGS = ['NAME', 'STATE', 'FOLDER'];
const ROWS: readonly (readonly Cell[])[] = [
  ['Ada', 'offline since Nov 26, 2026, 4:24 PM', { text: '/mods/Sky Blue', whole: true }],
  ['日本', 'online', '-'],
];

test('columns line up, also with names in wide letters', () => {
  expect(table(HEADINGS, ROWS, at(80))).toBe(
    [
      'NAME  STATE                                FOLDER',
      'Ada   offline since Nov 26, 2026, 4:24 PM  /mods/Sky Blue',
      '日本  online                               -',
    ].join('\n'),
  );
});

test('where the terminal is narrower the widest cells are broken between words, and what is copied is not', () => {
  expect(table(HEADINGS, ROWS, at(39))).toBe(
    [
      'NAME  STATE              FOLDER',
      'Ada   offline since Nov  /mods/Sky Blue',
      '      26, 2026, 4:24 PM',
      '日本  online             -',
    ].join('\n'),
  );
});

test('where words would have to be broken each row is a list', () => {
  expect(table(HEADINGS, ROWS, at(24))).toBe(
    [
      'Ada',
      '  STATE   offline since Nov 26, 2026, 4:24 PM',
      '  FOLDER  /mods/Sky Blue',
      '日本',
      '  STATE   online',
      '  FOLDER  -',
    ].join('\n'),
  );
});

test('nothing that was to be said is lost, and colours change nothing', () => {
  const row = fc.array(fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9}){0,4}$/), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 20, max: 120 }),
      (rows, room) => {
        const shown = table(HEADINGS, rows, at(room));
        const words = (text: string): readonly string[] => text.split(/\s+/).sort();
        const isList = !shown.startsWith('NAME');
        const headings = isList ? rows.flatMap(() => HEADINGS.slice(1)) : HEADINGS;
        expect(words(shown)).toEqual(words([...headings, ...rows.flat()].join(' ')));
        if (!isList) for (const line of shown.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(room);
        expect(printable(table(HEADINGS, rows, at(room, true)), false)).toBe(shown);
      },
    ),
  );
});
