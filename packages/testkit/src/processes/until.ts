import { setTimeout as sleep } from 'node:timers/promises';
import { transcripts } from './remembered.ts';

/** For what, and how patiently, {@link until} waits. */
export interface UntilOptions {
  /** What is awaited, as the end of "waited 20 s for …". */
  readonly what: string;
  /** 30 s unless told, which is generous: what runs on a laptop in one second takes a loaded machine ten. */
  readonly timeoutMs?: number;
  /** Between two looks; 50 ms unless told. */
  readonly everyMs?: number;
}

type Falsy = false | undefined | null | 0 | '';

/**
 * Asks again and again until the answer is one. A predicate that throws has not answered yet.
 *
 * @returns the first answer that is not falsy.
 * @throws after the time, with the last answer and what every node of this test has said.
 */
export async function until<T>(
  predicate: () => T | Promise<T>,
  { what, timeoutMs = 30_000, everyMs = 50 }: UntilOptions,
): Promise<Exclude<T, Falsy>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await predicate();
      if (isAnswer(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) break;
    await sleep(everyMs);
  }
  throw new Error(`waited ${timeoutMs / 1000} s for ${what}; last: ${String(last)}\n\n${transcripts()}`);
}

const isAnswer = <T>(answer: T): answer is Exclude<T, Falsy> => Boolean(answer);
