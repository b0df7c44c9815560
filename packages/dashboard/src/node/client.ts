import type { Failure, Verbs } from '../api-types.ts';
import { words } from '../words.ts';
import { cut } from './lines.rules.ts';

export type Problem = Failure['error'];
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

type Verb = keyof Verbs;

const noAnswer: Problem = { code: 'no-answer', message: words.link.noAnswer, next: words.link.noAnswerNext };

function post(path: string, input: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`/v1/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
    ...(signal ? { signal } : {}),
  });
}

const isFailure = (value: unknown): value is Failure =>
  typeof value === 'object' && value !== null && 'error' in value;

/** What the node says is as its description has it; both are made from one source and served by one process. */
const outcomeOf = <Name extends Verb>(line: string): Outcome<Verbs[Name]['answer']> => {
  const value: unknown = JSON.parse(line);
  return isFailure(value)
    ? { ok: false, problem: value.error }
    : { ok: true, value: value as Verbs[Name]['answer'] };
};

/** Every answer of a verb, as it comes; a failure is the last one. Ends without one when the signal says so. */
export async function* stream<Name extends Verb>(
  verb: Name,
  input: Verbs[Name]['input'],
  signal?: AbortSignal,
): AsyncGenerator<Outcome<Verbs[Name]['answer']>> {
  try {
    const { body } = await post(verb, input, signal);
    let waiting = '';
    for await (const piece of pieces(body)) {
      const { whole, rest } = cut(waiting, piece, '\n');
      waiting = rest;
      for (const line of whole) yield outcomeOf<Name>(line);
    }
    if (waiting.trim() !== '') yield outcomeOf<Name>(waiting);
  } catch {
    if (signal?.aborted !== true) yield { ok: false, problem: noAnswer };
  }
}

/** The one answer of a verb. */
export async function call<Name extends Verb>(
  verb: Name,
  input: Verbs[Name]['input'],
): Promise<Outcome<Verbs[Name]['answer']>> {
  let last: Outcome<Verbs[Name]['answer']> = { ok: false, problem: noAnswer };
  for await (const answer of stream(verb, input)) last = answer;
  return last;
}

/** What is only there to be read; undefined where nobody gives it. */
export async function read<Answer>(path: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(path);
    return response.ok ? ((await response.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}

/** Swaps the token of a link for the cookie of a session. */
export async function signIn(token: string): Promise<boolean> {
  try {
    return (await post('session', { token })).ok;
  } catch {
    return false;
  }
}

/** What a response says, as text in the pieces it comes in. */
export async function* pieces(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // Whoever stops reading tells the node so.
    void reader.cancel().catch(() => undefined);
  }
}
