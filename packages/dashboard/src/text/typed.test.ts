import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeIn, pathIn } from './typed.rules.ts';

const LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...LETTERS.split('')), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
const code = fc
  .integer({ min: 4, max: 30 })
  .chain((blocks) => letters(blocks * 11))
  .map((rest) => `FC1${rest}`);
/** As a mail breaks it. */
const broken = (text: string, width: number): string =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))!.join('\n');

test('a code is found between the words that it was sent with', () => {
  fc.assert(
    fc.property(code, (sent) => {
      for (const text of [
        `here is the code: ${sent}`,
        `Code:${sent}\nSee you tonight!`,
        `${sent} thanks`,
        `Ben wrote:\n> "${sent}", and it is good for an hour.`,
        `(${sent}).`,
      ])
        expect(codeIn(text)).toBe(sent);
    }),
  );
});

test('a code that was broken into lines is whole again, also between words', () => {
  fc.assert(
    fc.property(code, fc.integer({ min: 12, max: 90 }), (sent, width) => {
      expect(codeIn(`\n${broken(sent, width)}\n`)).toBe(sent);
      expect(codeIn(`the code:\n${broken(sent, width)}`)).toBe(sent);
    }),
  );
});

test('what is no whole code stays for the node to say what is wrong with it', () => {
  const whole = `FC1${'x'.repeat(110)}`;
  for (const text of ['', 'hello', 'FC1', 'FC1nothing', whole.slice(1), `look: ${whole.slice(0, -1)}`])
    expect(codeIn(` ${text} `)).toBe(text);
  expect(codeIn(`${whole.slice(0, 60)}0${whole.slice(61)}`)).toContain('0');
});

test('a path loses the quotes around it, and no other', () => {
  expect(pathIn(' "C:\\Mods\\My coat" ')).toBe('C:\\Mods\\My coat');
  expect(pathIn("'/home/ada/My coat'")).toBe('/home/ada/My coat');
  for (const path of ['/home/ada/the "best" coat', '"C:\\Mods', '/home/ada/"', ''])
    expect(pathIn(path)).toBe(path);
});
