import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of its own that runs one of the files in `processes/`, from the TypeScript sources. */
export interface StoryProcess {
  /** The next thing it says, or the error that it ended instead. */
  next(): Promise<unknown>;
  tell(message: object): void;
  /** No goodbye. */
  kill(): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export function startProcess(story: string, ...args: readonly string[]): StoryProcess {
  const child: ChildProcess = fork(path(`processes/${story}.ts`), args, {
    execArgv: ['--conditions=@fyteclub/source', '--import', path('run-typescript.mjs')],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const said: unknown[] = [];
  const waiting: { take: (message: unknown) => void; fail: (error: Error) => void }[] = [];
  child.on('message', (message) => {
    const taker = waiting.shift();
    if (taker) taker.take(message);
    else said.push(message);
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('exit', (code, signal) => {
      resolve(signal ?? code);
      for (const { fail } of waiting.splice(0))
        fail(new Error(`${story} ended: ${String(signal ?? code)} ${complaint}`));
    });
  });
  return {
    next: () =>
      said.length > 0
        ? Promise.resolve(said.shift())
        : new Promise((take, fail) => waiting.push({ take, fail })),
    tell: (message) => child.send(message),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}

/** For the files in `processes/`: says something to the test that started this process. */
export const say = (message: object): void => void process.send?.(message);

/** For the files in `processes/`: resolves when the test tells anything at all. */
export const told = (): Promise<void> => new Promise((resolve) => process.once('message', () => resolve()));
