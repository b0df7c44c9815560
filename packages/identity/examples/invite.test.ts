import { expect, test } from '@jest/globals';
import { results } from './invite.ts';

test('the example tells a good code from a cut and a misspelt one', () => {
  expect(results.map((result) => (result.ok ? 'ok' : result.error))).toEqual([
    'ok',
    { code: 'code-cut-off', detail: '20 characters missing at the end' },
    { code: 'code-typo' },
  ]);
});
