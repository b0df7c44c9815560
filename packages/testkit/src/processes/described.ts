import { nodeEvent, verbs } from '@fyteclub/app/testing';
import { z } from 'zod';
import type { Line } from './cli.ts';

const failure = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string().min(1), next: z.string().min(1) }),
});
const path = z.string().min(1);

/** What the command line answers of itself, or to a verb that the node calls otherwise. */
const OF_THE_COMMAND_LINE: Readonly<Record<string, z.ZodType>> = {
  note: verbs.remember.answer,
  mute: verbs.remember.answer,
  up: nodeEvent,
  restore: verbs.backup.answer,
  passphrase: z.strictObject({ protected: z.boolean() }),
  paths: z.strictObject({
    home: path,
    config: path,
    state: path,
    mods: path,
    cache: path,
    log: path,
    socket: path,
  }),
  logs: z.looseObject({ level: z.int(), time: z.number(), msg: z.string() }),
  completion: z.strictObject({ shell: z.enum(['bash', 'zsh', 'fish']), script: z.string().min(1) }),
  demo: z.looseObject({ step: z.string() }),
};

const answers: Readonly<Record<string, z.ZodType>> = {
  ...Object.fromEntries(Object.entries(verbs).map(([verb, { answer }]) => [verb, answer])),
  ...OF_THE_COMMAND_LINE,
};

/** Verbs of whose answers a shape is known. */
export const DESCRIBED: ReadonlySet<string> = new Set(Object.keys(answers));

/** What is said in one line and is not as the contract describes it, in a sentence; undefined if all is. */
export function undescribed(verb: string, line: Line): string | undefined {
  const schema = 'error' in line ? failure : answers[verb];
  const checked = schema?.safeParse(line);
  return checked?.success === false
    ? `"${verb}" does not answer as it is described: ${z.prettifyError(checked.error)}`
    : undefined;
}
