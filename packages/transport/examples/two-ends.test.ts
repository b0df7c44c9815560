import { expect, test } from '@jest/globals';
import { twoEnds } from './two-ends.ts';

test('a word goes from one end to the other', async () => {
  expect(await twoEnds('hello')).toBe('hello');
});
