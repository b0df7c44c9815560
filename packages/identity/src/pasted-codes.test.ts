import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PREFIX } from './code-frame.ts';
import type { CodeProblem } from './code-reader.ts';
import { decodeInvite, encodeInvite, wholeMinutes } from './invite-code.ts';
import { inviteKeys } from './invite-keys.ts';
import { decodeReply, encodeReply } from './reply-code.ts';
import type { Result } from './result.ts';
import { person, seededRandom, shellNamed } from './testing/index.ts';

const ada = person('Ada');
const seed = seededRandom('invite')(16);
const keys = inviteKeys(seed);
const endpoint = { addresses: [{ host: '192.0.2.1', port: 40_000 }], fingerprint: ada.fingerprint };
const expiresAt = wholeMinutes(1_700_000_000_000);
const invite = {
  shell: shellNamed('raid night'),
  seed,
  expiresAt,
  issuer: ada.id,
  endpoint,
  needsPassword: false,
};
const samples: readonly (readonly [string, string, (text: string) => Result<unknown, CodeProblem>])[] = [
  ['invite', encodeInvite(invite, ada.ring), decodeInvite],
  [
    'reply',
    encodeReply({ invite: keys.id, endpoint }, keys),
    (text) => decodeReply(text, (id) => (id === keys.id ? keys : undefined)),
  ],
];
const problemOf = (result: Result<unknown, CodeProblem>): CodeProblem | undefined =>
  result.ok ? undefined : result.error;

describe.each(samples)('a pasted %s', (_, code, read) => {
  const whole = read(code);

  test('P60 with any character replaced by any other is called a typo', () => {
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
    for (let at = 0; at < code.length; at++) {
      for (const wrong of `${alphabet}0OIl+/-=?!#é€`) {
        if (wrong === code[at]) continue;
        const result = read(code.slice(0, at) + wrong + code.slice(at + 1));
        if (problemOf(result)?.code !== 'code-typo') throw new Error(`${at}: ${JSON.stringify(result)}`);
      }
    }
  });

  test('P60 with a character that is not looked at in its place is a typo, or cut off at that end', () => {
    for (let at = 0; at < code.length; at++) {
      for (const wrong of ' \u200b`*') {
        const problem = problemOf(read(code.slice(0, at) + wrong + code.slice(at + 1)));
        const nearEnd = at < 3 || at >= code.length - 11;
        expect(nearEnd ? ['code-typo', 'code-cut-off'] : ['code-typo']).toContain(problem?.code);
      }
    }
  });

  test('that lost its end is cut off, and knows by how much', () => {
    for (let length = 1; length < code.length; length++) {
      const problem = problemOf(read(code.slice(0, length)));
      expect(problem?.code).toBe('code-cut-off');
      const lost = code.length - length;
      const said = lost === 1 ? '1 character missing at the end' : `${lost} characters missing at the end`;
      expect(problem?.detail).toBe(length < 14 ? 'at the end' : said);
    }
  });

  test('that lost its beginning is cut off, and knows by how much', () => {
    for (let lost = 1; lost <= code.length - 11; lost++) {
      const problem = problemOf(read(code.slice(lost)));
      const said =
        lost === 1 ? '1 character missing at the start' : `${lost} characters missing at the start`;
      expect(problem).toEqual({ code: 'code-cut-off', detail: said });
    }
  });

  test('that lost a line in the middle is cut off, and a single lost character is a typo', () => {
    const without = (from: number, to: number): string => code.slice(0, from) + code.slice(to);
    expect(problemOf(read(without(30, 50)))).toEqual({
      code: 'code-cut-off',
      detail: '20 characters missing in the middle',
    });
    expect(problemOf(read(without(5, 9)))).toEqual({
      code: 'code-cut-off',
      detail: '4 characters missing near the start',
    });
    expect(problemOf(read(without(40, 41)))?.code).toBe('code-typo');
    expect(problemOf(read(without(6, 7)))?.code).toBe('code-typo');
  });

  test('twice, or with more text around it, is too long', () => {
    const tooMany = { code: 'code-too-long', detail: `${code.length} characters too many` };
    expect(problemOf(read(code + code))).toEqual(tooMany);
    expect(problemOf(read(`here:${code}`))?.code).toBe('code-too-long');
    expect(problemOf(read(code.repeat(40)))?.code).toBe('code-too-long');
  });

  test('P59 survives white space, line breaks, zero-width characters and quotes around it', () => {
    const noise = fc.constantFrom(
      ' ',
      '\n',
      '\r\n',
      '\t',
      '\u200b',
      '\u200d',
      '\ufeff',
      '\u00ad',
      '\ufe0f',
      '\u00a0',
    );
    const wrapping = fc.constantFrom('', '`', '```', '"', '“', '> ', '**', '<');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(code.length), noise)), wrapping, (gaps, wrap) => {
        let text = code;
        for (const [at, space] of gaps) text = text.slice(0, at) + space + text.slice(at);
        expect(read(`${wrap}${text}${wrap}`)).toEqual(whole);
      }),
    );
  });

  test('P58 any text of up to 4096 characters is a value or a typed problem', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4096 }),
      fc.string({ maxLength: 600 }).map((tail) => PREFIX + tail),
      fc.array(fc.nat(code.length)).map((cuts) =>
        cuts
          .map((at) => code.slice(at, at + 20))
          .join('')
          .slice(0, 4096),
      ),
    );
    fc.assert(
      fc.property(any, (text) => {
        const result = read(text);
        expect(result.ok || /^(code|reply)-/.test(result.error.code)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['', 'code-empty'],
  [' \n\u200b', 'code-empty'],
  ['``', 'code-empty'],
  ['hello there', 'code-garbage'],
  ['FC2abcdefghijk', 'code-foreign-version'],
  ['FC', 'code-cut-off'],
  ['x'.repeat(4097), 'code-too-long'],
] as const)('%j is %s', (text, code) => {
  expect(problemOf(decodeInvite(text))?.code).toBe(code);
});
