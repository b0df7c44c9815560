import { nodeEvent, verbs } from '@fyteclub/app/testing';
import { z } from 'zod';
import type { Line } from './cli.ts';

const failure = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(1), next: z.string().min(1) }),
});

/** What is said in one line and is not as the node's API describes it, in a sentence; undefined if all is. */
export function undescribed(verb: string, line: Line): string | undefined {
  const described =
    verb === 'up'
      ? nodeEvent
      : (verbs as Readonly<Record<string, { readonly answer: z.ZodType }>>)[verb]?.answer;
  const schema = 'error' in line ? failure : described;
  const checked = schema?.safeParse(line);
  return checked?.success === false
    ? `"${verb}" does not answer as it is described: ${z.prettifyError(checked.error)}`
    : undefined;
}
