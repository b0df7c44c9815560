import { ELECTION_ERRORS } from '@fyteclub/election/errors';
import { IDENTITY_ERRORS } from '@fyteclub/identity/errors';
import type { Result } from '@fyteclub/identity/result';
import { PHONEBOOK_ERRORS } from '@fyteclub/phonebook/errors';
import { SHARE_ERRORS } from './mods/errors.ts';
import { MACHINE_PROBLEMS, SHELL_PROBLEMS, type Problem } from './problems.words.ts';

/** A failure as people and scripts see it: a stable code, one sentence, and what to do next. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

/** What a verb or a part of the node answers: a value, or a failure that can be shown as it is. */
export type Outcome<T> = Result<T, Failure>;

/** `{name}` in a sentence is filled in by {@link describe}. */
export const NODE_PROBLEMS = { ...MACHINE_PROBLEMS, ...SHELL_PROBLEMS } as const;

export type NodeCode = keyof typeof NODE_PROBLEMS;

/** A fact that is a sentence itself keeps its full stop where there is none. */
const fill = (sentence: string, facts: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}(\.?)/g, (whole, name: string, stop: string) => {
    const fact = String(facts[name] ?? whole.slice(0, whole.length - stop.length));
    return fact.endsWith('.') ? fact : fact + stop;
  });

/** Fills a problem's sentences with the facts of the case. */
export function describe(code: NodeCode, facts: Readonly<Record<string, string | number>> = {}): Failure {
  const problem: Problem = NODE_PROBLEMS[code];
  return { code, message: fill(problem.message, facts), next: fill(problem.next, facts) };
}

/** Codes of other packages that mean "refused": what the peer or the group decided, not what went wrong. */
const REFUSALS = new Set([
  'denied',
  'invite-used',
  'invite-expired',
  'invite-revoked',
  'invite-void',
  'invite-unknown',
  'password-needed',
  'password-wrong',
]);

/** The process's exit code for a failure, as the command line's contract lists them. */
export function exitCodeOf(code: string): number {
  const problem: Problem | undefined = (NODE_PROBLEMS as Readonly<Record<string, Problem>>)[code];
  return problem?.exit ?? (REFUSALS.has(code) ? 4 : 1);
}

const EXPLAINED: Readonly<Record<string, { readonly message: string; readonly next: string }>> = {
  ...ELECTION_ERRORS,
  ...PHONEBOOK_ERRORS,
  ...SHARE_ERRORS,
  ...IDENTITY_ERRORS,
};

/** Every code that a verb can answer, with its words: what the README's table is written from. */
export const everyProblem = (): Readonly<Record<string, Required<Problem>>> =>
  Object.fromEntries(
    Object.entries({ ...EXPLAINED, ...NODE_PROBLEMS } as Readonly<Record<string, Problem>>).map(
      ([code, { message, next }]) => [code, { message, next, exit: exitCodeOf(code) }] as const,
    ),
  );

/** The failure behind a code of another package: each keeps the words for its own. */
export function explain(code: string, detail?: string): Failure {
  const words = EXPLAINED[code];
  if (words === undefined) return describe('internal', { detail: code });
  return {
    code,
    message: detail === undefined ? words.message : `${words.message.replace(/\.$/, '')} (${detail}).`,
    next: words.next,
  };
}
