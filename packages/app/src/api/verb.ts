import { err } from '@fyteclub/identity';
import type { z } from 'zod';
import type { FyteNode } from '../node/node.ts';
import { must, wrongInput } from '../must.ts';
import { describe, type Outcome } from '../problems.ts';

/**
 * Who may come in where: the command line through the control socket, the page of this machine's browser, and a plugin
 * of the game, which sees and is seen but changes nothing about who is in.
 */
export type Door = 'socket' | 'page' | 'plugin';

/** A verb of the local API, as it is called, described and checked. */
export interface Verb<Answer = unknown> {
  readonly summary: string;
  readonly input: z.ZodType;
  readonly answer: z.ZodType<Answer>;
  /** Answers more than once. */
  readonly streams: boolean;
  readonly doors: readonly Door[];
  /** Checks its input first. */
  run(node: FyteNode, input: unknown, signal: AbortSignal): AsyncIterable<Outcome<Answer>>;
}

interface Description<Input, Answer> {
  readonly summary: string;
  readonly input: z.ZodType<Input>;
  readonly answer: z.ZodType<Answer>;
  /** The socket and the page unless said otherwise. */
  readonly doors?: readonly Door[];
}

/** A verb that answers again and again. */
export const streaming = <Input, Answer>(
  { doors = ['socket', 'page'], ...described }: Description<Input, Answer>,
  run: (node: FyteNode, input: Input, signal: AbortSignal) => AsyncIterable<Outcome<Answer>>,
): Verb<Answer> => ({
  ...described,
  doors,
  streams: true,
  run: async function* (node, input, signal) {
    const checked = described.input.safeParse(input, { error: must });
    if (checked.success) yield* run(node, checked.data, signal);
    else yield err(describe('usage', { detail: wrongInput(checked.error) }));
  },
});

/** A verb that answers once. */
export const single = <Input, Answer>(
  described: Description<Input, Answer>,
  run: (node: FyteNode, input: Input, signal: AbortSignal) => Outcome<Answer> | Promise<Outcome<Answer>>,
): Verb<Answer> => ({
  ...streaming(described, async function* (node, input, signal) {
    yield await run(node, input, signal);
  }),
  streams: false,
});
