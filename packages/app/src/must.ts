import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text in quotation marks',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in square brackets',
  object: 'a table of keys and values',
};

/** What a checked value must be, to follow its name in a sentence: for a parse whose schema has no words of its own. */
export const must: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be ${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    case 'too_small':
      return `must be ${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}`;
    case 'unrecognized_keys':
      return `must not have "${issue.keys[0] ?? ''}"`;
    default:
      return 'is not what it must be';
  }
};

/** The first thing that is wrong with what was sent, without repeating it: it may be a secret. */
export function wrongInput({ issues: [issue] }: z.ZodError): string {
  const path = issue?.path.join('.') ?? '';
  return `${path === '' ? 'What was sent' : `"${path}"`} ${issue?.message ?? 'is not what it must be'}.`;
}
