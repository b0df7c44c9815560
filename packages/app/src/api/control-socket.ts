import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createConnection, type Server } from 'node:net';
import { dirname } from 'node:path';
import { err, ok } from '@fyteclub/identity';
import { describe, type Outcome } from '../problems.ts';
import { messageOf, systemCode } from '../system-errors.ts';
import { callVerb } from './client.ts';

const ATTEMPTS = 50;
const RETRY_MS = 20;
/** A start that died while taking over must not bar all later ones. */
const LOCK_LIFE_MS = 5_000;

/** Answered from the moment the socket is held, so that a second start can name the first. */
export const PID_PATH = '/v1/pid';

/**
 * Makes `server` listen on the node's control socket. Listening is also the single-instance lock: it cannot be
 * held by a dead process, so there is no stale pid file to reason about.
 */
export async function holdSocket(server: Server, path: string): Promise<Outcome<void>> {
  if (process.platform !== 'win32') {
    const unsafe = ownFolder(dirname(path));
    if (unsafe !== undefined) return err(describe('socket-unusable', { path, detail: unsafe }));
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const failure = await listen(server, path);
    if (failure === undefined) return ok(undefined);
    if (systemCode(failure) !== 'EADDRINUSE') {
      return err(describe('socket-unusable', { path, detail: messageOf(failure) }));
    }
    if (await isAnswering(path)) return err(describe('already-running', { pid: await pidBehind(path) }));
    if ((await takeOver(server, path)) === 'held') return ok(undefined);
  }
  return err(describe('socket-unusable', { path, detail: 'another start is under way' }));
}

/** The folder is predictable, so it must be ours and closed to others before anything is put into it. */
function ownFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid))
      return 'its folder belongs to somebody else';
    chmodSync(folder, 0o700);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function listen(server: Server, path: string): Promise<unknown> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(path, () => {
      server.off('error', resolve);
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      resolve(undefined);
    });
  });
}

const isAnswering = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createConnection(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });

async function pidBehind(path: string): Promise<string> {
  const answer = await callVerb(path, 'pid', {});
  return String((answer.ok ? (answer.value as { pid?: number }) : {}).pid ?? 'unknown');
}

/**
 * Removes a dead node's socket file and listens in its place. Several nodes may start at once and all find it dead,
 * so removing is only done under a lock: without it one could remove the socket that another has just opened.
 */
async function takeOver(server: Server, path: string): Promise<'held' | 'busy'> {
  const lock = `${path}.lock`;
  try {
    mkdirSync(lock);
  } catch {
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOCK_LIFE_MS) rmSync(lock, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return 'busy';
  }
  try {
    if (await isAnswering(path)) return 'busy';
    rmSync(path, { force: true });
    return (await listen(server, path)) === undefined ? 'held' : 'busy';
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
