import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { err, ok } from '@fyteclub/identity/result';
import { describe, type Failure, type Outcome } from '../problems.ts';
import { messageOf, systemCode } from '../system-errors.ts';

function post(socketPath: string, verb: string, input: unknown): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request(
      // A node that was started anew does not know connections of before.
      {
        agent: false,
        socketPath,
        path: `/v1/${verb}`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      },
      resolve,
    );
    call.once('error', reject);
    call.end(JSON.stringify(input));
  });
}

const isFailure = (value: unknown): value is { error: Failure } =>
  typeof value === 'object' && value !== null && 'error' in value;

/** Every line that the node answers, as it comes; a failure is the last one. */
export async function* streamVerb(
  socketPath: string,
  verb: string,
  input: unknown,
): AsyncGenerator<Outcome<unknown>> {
  let response: IncomingMessage;
  try {
    response = await post(socketPath, verb, input);
  } catch (error) {
    const gone = ['ENOENT', 'ECONNREFUSED'].includes(systemCode(error) ?? '');
    yield err(
      gone
        ? describe('not-running', { home: 'this home' })
        : describe('internal', { detail: messageOf(error) }),
    );
    return;
  }
  try {
    for await (const line of createInterface({ input: response })) {
      if (line === '') continue;
      const value: unknown = JSON.parse(line);
      yield isFailure(value) ? err(value.error) : ok(value);
    }
  } catch (error) {
    yield err(describe('internal', { detail: `the node stopped answering (${messageOf(error)})` }));
  }
}

/** The single answer of a verb. */
export async function callVerb(socketPath: string, verb: string, input: unknown): Promise<Outcome<unknown>> {
  let last: Outcome<unknown> = err(describe('internal', { detail: 'the node gave no answer' }));
  for await (const answer of streamVerb(socketPath, verb, input)) last = answer;
  return last;
}
