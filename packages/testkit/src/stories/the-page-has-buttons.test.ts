import { expect, test } from '@jest/globals';
import { everyProblem } from '@fyteclub/app';
import { readFileSync } from 'node:fs';

const words = readFileSync(new URL('../../../dashboard/src/words.ts', import.meta.url), 'utf8');
/** The codes for which the page has sentences of its own: nobody imports the page, so its source is read. */
const codesOf = (part: string): readonly string[] => {
  const [, block = ''] = new RegExp(`^ {2}${part}: \\{(.*?)^ {2}\\}`, 'ms').exec(words) ?? [];
  return [...block.matchAll(/^ {4}'?([\w-]+)'?:/gm)].map(([, code = '']) => code);
};
const isForTerminals = (next: string): boolean => /npx fyteclub|npm start|(?<!\w)--\w/.test(next);

/** Of a node's start and its home, which no page is there for, and of what only a terminal asks or can mend. */
const ELSEWHERE = new Set([
  ...['already-running', 'not-running', 'bind-failed', 'port-taken', 'page-port-taken', 'home-unusable'],
  ...['locked', 'locked-keys-damaged', 'locked-keys-foreign', 'locked-keys-missing', 'not-locked-keys'],
  ...['locked-keys-too-demanding', 'not-protected', 'state-damaged', 'state-unknown'],
  ...['demo-failed', 'demo-stopped', 'needs-stdin', 'needs-yes', 'no-page', 'not-inspecting'],
  ...['not-signed-in', 'wrong-host', 'wrong-origin'],
  // The page names groups and members by their ids.
  ...['ambiguous-member', 'ambiguous-shell', 'yourself'],
]);

test('where the page has a button it names no command', () => {
  const ofThePage = new Set([...codesOf('next'), ...codesOf('reasons')]);
  const named = Object.entries(everyProblem())
    .filter(([code, { next }]) => isForTerminals(next) && !ofThePage.has(code))
    .map(([code]) => code);
  expect(named.filter((code) => !ELSEWHERE.has(code))).toEqual([]);
});

test('no sentence of the page is for a problem that there is none of', () => {
  expect(codesOf('next').length).toBeGreaterThan(10);
  const known = everyProblem();
  expect(codesOf('next').filter((code) => known[code] === undefined)).toEqual([]);
});
