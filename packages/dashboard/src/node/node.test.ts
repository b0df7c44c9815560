import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONNECTING, linkAfter, retryAfter, tokenIn, type Link, type News } from './link.rules.ts';
import { cut, told } from './lines.rules.ts';

const after = (...news: News[]): Link => news.reduce(linkAfter, CONNECTING);

test('a page without a cookie is signed out, and one that had one knows that the node was started again', () => {
  expect(after('refused')).toEqual({ kind: 'signed-out', before: false });
  expect(after('listening', 'silent', 'silent', 'refused')).toEqual({ kind: 'signed-out', before: true });
  expect(after('listening', 'silent', 'refused', 'refused')).toEqual({ kind: 'signed-out', before: true });
});

test('a node that goes is gone, and back as soon as it tells again', () => {
  expect(after('listening', 'silent')).toEqual({ kind: 'gone', before: true });
  expect(after('silent')).toEqual({ kind: 'gone', before: false });
  expect(after('listening', 'silent', 'starting')).toEqual({ kind: 'starting' });
  expect(after('listening', 'silent', 'starting', 'listening')).toEqual({ kind: 'open' });
  expect(after('silent', 'untold')).toEqual({ kind: 'untold' });
});

test('it is asked again soon, and never less than every three seconds', () => {
  expect([0, 1, 2, 3, 4, 100].map(retryAfter)).toEqual([300, 600, 1200, 2400, 3000, 3000]);
});

test('a fragment is a token or nothing', () => {
  expect(tokenIn(`#${'a_-Z'.repeat(10)}`)).toBe('a_-Z'.repeat(10));
  expect(['', '#', '#short', `#${'a'.repeat(200)}`, '#/some/where/else/quite/long'].map(tokenIn)).toEqual(
    Array(5).fill(undefined),
  );
});

test('however a text comes in pieces, the same lines come of it', () => {
  const line = fc.stringMatching(/^[a-z{}:" ]{1,12}$/);
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(20)), (lines, cuts) => {
      let text = lines.map((one) => `${one}\n`).join('');
      let waiting = '';
      const got: string[] = [];
      for (const length of [...cuts, Infinity]) {
        const { whole, rest } = cut(waiting, text.slice(0, length), '\n');
        [text, waiting] = [text.slice(length), rest];
        got.push(...whole);
      }
      expect(got).toEqual(lines);
      expect(waiting).toBe('');
    }),
  );
});

test('an event has a name, an id and data; a sign of life is none', () => {
  expect(told('event: host\ndata: {"a":\ndata: 1}\nid: run-7')).toEqual({
    name: 'host',
    id: 'run-7',
    data: '{"a":\n1}',
  });
  expect(told('data: x')).toEqual({ name: 'message', id: undefined, data: 'x' });
  expect(told(': still here')).toBeUndefined();
});
