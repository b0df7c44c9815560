import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describe, exitCodeOf, NODE_PROBLEMS } from './problems.ts';

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^problems\.words\.ts$/.test(name))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

test.each(Object.keys(NODE_PROBLEMS))('somebody says %s', (code) => {
  expect(sources).toContain(`'${code}'`);
});

test('P90 who leaves open what is meant has used a verb wrongly, whatever it is', () => {
  const ambiguous = Object.keys(NODE_PROBLEMS).filter((code) => code.startsWith('ambiguous-'));
  expect(ambiguous.map((code) => [code, exitCodeOf(code)])).toEqual(ambiguous.map((code) => [code, 2]));
});

test('a fact that is a sentence itself ends in one full stop', () => {
  for (const detail of ['it broke', 'it broke.', 'it broke...'])
    expect(describe('internal', { detail }).message).toMatch(/: it broke(\.|\.\.\.)$/);
});
