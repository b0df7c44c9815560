import { expect, test } from '@jest/globals';
import { checkProperties, expandClaims, findTests, numbersOf, readProperties } from './check-properties.mjs';
import { makeRepository } from './test-folder.mjs';
import { titlesIn } from './test-titles.mjs';

test.each([
  ['P30 nine members, one signature', [30]],
  ['P19 P27 merging', [19, 27]],
  ['P19, P27 and P28: merging', [19, 27, 28]],
  ['P51/P53 keys', [51, 53]],
  ['Ada shows P30', []],
  ['P', []],
  ['Paste 30', []],
])('the numbers of "%s"', (title, numbers) => {
  expect(numbersOf(title)).toEqual(numbers);
});

test('claims are numbers and ranges', () => {
  expect(expandClaims([1, '3-5', '7'])).toEqual([1, 3, 4, 5, 7]);
});

test('properties are the numbered lines of a document', () => {
  expect(readProperties('# Properties\n\n**identity**\n1. One.\n2. Two.\n')).toEqual({
    1: 'One.',
    2: 'Two.',
  });
});

test('titles of what runs count, in every way of writing them', () => {
  const source = `
    describe('P1 group', () => { test("P2 plain", () => {}); it(\`P3 \${name}\`, () => {}); });
    test.each([1])('P4 each', () => {});
    test.each\`a\${1}\`('P5 table', () => {});
    test.only('P6 only', () => {});
    runChannelTests('P7 not a test', () => {});`;
  expect(titlesIn('x.test.ts', source).map((title) => numbersOf(title)[0])).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what is skipped shows nothing', () => {
  const source = `
    test.skip('P1 later', () => {});
    test.todo('P2 some day');
    describe.skip('P3 group', () => { test('P4 inside', () => {}); });
    describe.skip.each([1])('P5 group', () => {});`;
  expect(titlesIn('x.test.ts', source)).toEqual([]);
});

test('tests are found in packages and compliance suites, not in what was built', () => {
  const { root, remove } = makeRepository({
    'packages/a/src/eve-replays.test.ts': `test('P1 a', () => {})`,
    'packages/a/src/testing/suite.ts': `test('P2 b', () => {})`,
    'packages/a/src/plain.ts': `test('P3 c', () => {})`,
    'packages/a/dist/testing/suite.ts': `test('P4 d', () => {})`,
    'tools/x.test.mjs': `test('P5 e', () => {})`,
  });
  expect([...findTests(root)]).toEqual([
    [1, ['packages/a/src/eve-replays.test.ts: P1 a']],
    [2, ['packages/a/src/testing/suite.ts: P2 b']],
    [5, ['tools/x.test.mjs: P5 e']],
  ]);
  remove();
});

test('a claim without a test, a claim of nothing and a test of nothing are problems', () => {
  const properties = { 1: 'One.', 2: 'Two.' };
  expect(checkProperties(properties, [1], new Map([[1, ['t']]]))).toEqual([]);
  expect(checkProperties(properties, [2], new Map())).toEqual(['P2 is claimed and has no test: Two.']);
  expect(checkProperties(properties, [3], new Map([[3, ['t']]]))).toEqual([
    'P3 is claimed and is no property',
    'P3 is no property: t',
  ]);
});
