import { expect, test } from '@jest/globals';
import { linesBetween, quote } from './quote-files.mjs';

const FILE = 'one\n  two {\n    three\n  }\nfour\n';

test('a whole file, or some lines moved to the left', () => {
  expect(linesBetween(FILE)).toBe('one\n  two {\n    three\n  }\nfour');
  expect(linesBetween(FILE, 'two', '}')).toBe('two {\n  three\n}');
});

test('lines that are not there are an error', () => {
  expect(() => linesBetween(FILE, 'two', 'five')).toThrow('"two" to "five"');
});

test('what stood in the place goes, and quoting again changes nothing', () => {
  const page = 'Before\n\n<!-- quote: a.ts | one | one -->\n\nstale\n\n<!-- /quote -->\n\nAfter\n';
  const quoted = quote(page, () => FILE);
  expect(quoted).toContain('```ts\none\n```');
  expect(quoted).not.toContain('stale');
  expect(quote(quoted, () => FILE)).toBe(quoted);
});
