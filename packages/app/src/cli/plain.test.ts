import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bar } from './bar.ts';
import { cutTo, plain, printable, widthOf, wrap } from './plain.rules.ts';

const RED = '\u001b[31m';
const hostile = [
  'Ada\u001b[2J',
  'Ada\u202enimda',
  'A\u0000d\u0007a',
  'Ada\u200b',
  'Ada\u009b31m',
  'A\u2028B',
];

test('whatever others have written, it neither steers the terminal nor breaks the line', () => {
  for (const text of [...hostile, 'Ada\r\nroot is online', `${RED}Ada`])
    expect(plain(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(plain('Ada\r\nBen')).toBe('Ada Ben');
  expect(plain(`Z${'\u0301'.repeat(40)}`)).toBe(`Z${'\u0301'.repeat(3)}`);
  for (const name of ['Ada', 'Y’shtola Rhul', '水晶', 'Élodie', '😀']) expect(plain(name)).toBe(name);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plain(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(plain(plain(text))).toBe(plain(text));
    }),
  );
});

test('of what acts on a terminal, only lines and our own colours are printed, and these where they are wanted', () => {
  expect(printable(`${RED}no\u001b[39m\nnext\u001b[2J`, true)).toBe(`${RED}no\u001b[39m\nnext\u{fffd}[2J`);
  expect(printable(`${RED}no\u001b[39m`, false)).toBe('no');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text, false).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});

test('columns are counted as a terminal does', () => {
  expect(
    ['Ada', '日本', 'ｱ', 'é', 'e\u0301', '😀', '👍🏽', '한', '🇯🇵', '✓', '', `${RED}x`].map(widthOf),
  ).toEqual([3, 4, 1, 1, 1, 2, 2, 2, 2, 1, 0, 1]);
  expect(cutTo('日本語', 5)).toBe('日本…');
  expect(cutTo('日本語', 6)).toBe('日本語');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
      expect(widthOf(cutTo(plain(text), columns))).toBeLessThanOrEqual(columns);
    }),
  );
});

test('sentences are broken between words, and lose none', () => {
  expect(wrap('one two three four', 9, '  ')).toBe('one two\n  three\n  four');
  expect(wrap('  one  two three', 10, '    ')).toBe('  one  two\n    three');
  expect(wrap('', 9)).toBe('');
  expect(wrap('averyverylongword', 9)).toBe('averyverylongword');
  const sentence = fc
    .array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(sentence, fc.integer({ min: 14, max: 60 }), (text, columns) => {
      const lines = wrap(text, columns, '  ').split('\n');
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
    }),
  );
});

test('a bar is always as wide, full only when all is there', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (share) => {
      expect(widthOf(bar(share))).toBe(widthOf(bar(0)));
    }),
  );
  expect(bar(0)).toMatch(/^░+ {3}0 %$/);
  expect(bar(0.9999)).toMatch(/ 99 %$/);
  expect(bar(1)).toMatch(/^█+ 100 %$/);
});
