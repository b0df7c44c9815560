import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createDataKey, err, ok, type DataKey, type LockProblem, type Result } from '@fyteclub/identity';
import { describe, explain, type Outcome } from '../problems.ts';

/** Where the key of sealed rows comes from, given what `keys.locked` holds: a passphrase, or a platform's keychain. */
export type Unlock = (locked: Uint8Array) => Promise<Outcome<DataKey>>;

type Open = (
  locked: Uint8Array,
  passphrase: string,
) => Result<Uint8Array, LockProblem> | Promise<Result<Uint8Array, LockProblem>>;

/**
 * Asks for the passphrase, and opens with it.
 * @param state the folder that it protects.
 * @param ask answers "" where there is nobody to ask.
 */
export const unlockWith =
  (
    state: string,
    ask: () => Promise<Outcome<string>>,
    open: Open,
    random: (length: number) => Uint8Array,
  ): Unlock =>
  async (locked) => {
    const typed = await ask();
    if (!typed.ok) return typed;
    if (typed.value === '') return err(describe('locked', { path: state }));
    const secret = await open(locked, typed.value);
    if (!secret.ok) return err(explain(secret.error));
    const key = createDataKey(secret.value, random);
    secret.value.fill(0);
    return ok(key);
  };

/**
 * What it takes to unlock, 256 MiB, stays with libsodium for as long as its thread lives; a node runs for hours beside
 * a game, so this thread is one that ends.
 */
export const unlockInWorker: Open = async (locked, passphrase) => {
  const worker = new Worker(new URL('./unlock-worker.js', import.meta.url), {
    workerData: { locked, passphrase },
  });
  try {
    const [answer] = (await once(worker, 'message')) as [Result<Uint8Array, LockProblem>];
    return answer;
  } finally {
    await worker.terminate();
  }
};
