import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { choices, hueOf, initial, namesakes, plain, quoted } from './plain.rules.ts';

test('a name that would turn its sentence round, hide letters or ring a bell is only its letters', () => {
  expect(plain('Ada\u202eneB')).toBe('AdaneB');
  expect(plain('\u200bA\u0000d\u2066a\ufeff\u0007\u{e0041}')).toBe('Ada');
  expect(plain('  two\n\tlines  ')).toBe('two lines');
  expect(plain(`Z${'\u0303'.repeat(40)}o`)).toBe(`Z${'\u0303'.repeat(3)}o`.normalize('NFD'));
});

test('markup stays what it is: text', () => {
  expect(plain('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
});

test('whoever writes a whole book as their name is cut short, between letters as people count them', () => {
  expect(plain('a'.repeat(300))).toBe(`${'a'.repeat(47)}…`);
  expect(plain('👩‍👩‍👧'.repeat(60))).toBe(`${'👩‍👩‍👧'.repeat(47)}…`);
});

test('a name in a sentence stands in an isolate of its own, and none is no gap', () => {
  expect(quoted('Ada', 'somebody')).toBe('\u2068Ada\u2069');
  expect(quoted('\u200b\u202e', 'somebody')).toBe('\u2068somebody\u2069');
});

test('whatever is written, one line comes of it, without anything unseen, and the same when done twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const shown = plain(text);
      expect(shown).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      expect(plain(shown)).toBe(shown);
    }),
  );
});

test('a colour comes from the key alone, a letter from the name', () => {
  expect(hueOf('0010ff')).toBe(16);
  expect(hueOf('zzzz')).toBe(0);
  expect(['ada', ' \u202eßen', ''].map(initial)).toEqual(['A', 'SS', '?']);
});

test('two who look alike are told apart, three who do not are not', () => {
  const members = [
    { id: 'a', name: 'Ada' },
    { id: 'b', name: 'a\u200bda' },
    { id: 'c', name: 'Ben' },
  ];
  expect([...namesakes(members)]).toEqual(['a', 'b']);
  expect(choices(members).map(({ label }) => label)).toEqual(['Ada (a)', 'ada (b)', 'Ben']);
});
