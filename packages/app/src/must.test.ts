import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { verbs } from './api/verbs.ts';
import { must, wrongInput } from './must.ts';

test.each([
  [
    z.strictObject({ member: z.string().max(4) }),
    { member: 'my secret' },
    '"member" must have at most 4 characters.',
  ],
  [z.strictObject({ member: z.string() }), {}, '"member" must be text in quotation marks.'],
  [z.strictObject({}), { ember: 1 }, 'What was sent must not have "ember".'],
  [z.strictObject({}), undefined, 'What was sent must be a table of keys and values.'],
  [z.strictObject({ at: z.number().max(9).min(1) }), { at: 10 }, '"at" must be at most 9.'],
  [z.strictObject({ at: z.int().positive() }), { at: 0 }, '"at" must be above 0.'],
  [z.strictObject({ list: z.array(z.enum(['a'])) }), { list: ['b'] }, '"list.0" is not what it must be.'],
])('what is wrong with an input is one sentence that does not repeat it', (schema, input, sentence) => {
  const { success, error } = schema.safeParse(input, { error: must });
  expect(success ? '' : wrongInput(error)).toBe(sentence);
});

test('every verb says in words that what was sent to it is too long', () => {
  const long = 'x'.repeat(10_000);
  for (const { input } of Object.values(verbs)) {
    if (!(input instanceof z.ZodObject)) throw new Error('an input is an object');
    for (const key of Object.keys(input.shape)) {
      const { error } = input.safeParse({ [key]: long }, { error: must });
      const issue = error?.issues.find(({ path }) => path[0] === key);
      expect(issue?.message).toMatch(/^must (be|have) /);
    }
  }
});
