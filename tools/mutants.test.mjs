import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { mutate, readMutants, testsOf } from './mutants.mjs';
import { repository } from './tool.mjs';

const root = repository();

test('a mutant changes one place, and says so when the code has moved on', () => {
  expect(mutate('a b c', ['x.ts', 'b', 'd'])).toBe('a d c');
  expect(() => mutate('a b b', ['x.ts', 'b', 'd'])).toThrow('2 places in x.ts fit b');
  expect(() => mutate('a', ['x.ts', 'b', 'd'])).toThrow('0 places in x.ts fit b');
});

test('every mutant still finds what it switches off', async () => {
  const problems = [];
  for (const { property, changes } of await readMutants(root)) {
    const sources = new Map();
    for (const change of changes) {
      const source = sources.get(change[0]) ?? readFileSync(join(root, change[0]), 'utf8');
      try {
        sources.set(change[0], mutate(source, change));
      } catch (error) {
        problems.push(`P${property}: ${error.message}`);
      }
    }
  }
  expect(problems).toEqual([]);
});

test('every property of identity, phonebook and election has one', async () => {
  const properties = Array.from({ length: 50 }, (_, i) => i + 1);
  const attacked = new Set((await readMutants(root)).map(({ property }) => property));
  expect(properties.filter((property) => !attacked.has(property))).toEqual([]);
});

test('the tests that have to notice are there', async () => {
  const tests = (await readMutants(root)).flatMap(({ tests }) => tests);
  expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('what shall go red is looked at with nothing switched off, once for each project', () => {
  const mutants = [
    { property: 1, project: 'identity', tests: ['a', 'b'] },
    { property: 2, project: 'identity', tests: ['b'] },
    { property: 1, project: 'app', tests: ['c'] },
  ];
  expect(testsOf(mutants)).toEqual([
    { project: 'identity', tests: ['a', 'b'], properties: [1, 2] },
    { project: 'app', tests: ['c'], properties: [1] },
  ]);
});
