import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Attackers } from './attackers/plot.ts';
import { isCrowd } from './crowd.ts';
import type { SeedResult } from './report.ts';
import { ROOM } from './room.ts';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

export interface RunSeeds {
  readonly seeds: readonly string[];
  readonly members: number | undefined;
  readonly attackers: Attackers;
  readonly jobs: number;
  /** Told of every seed that is done. */
  readonly done: (result: SeedResult) => void;
}

/** What a worker is asked. */
export interface Task {
  readonly seed: string;
  readonly members: number | undefined;
  readonly attackers: Attackers;
}

/** Runs seeds in several processes, each of which takes the next one when it has done its last. */
export async function runSeeds({
  seeds,
  members,
  attackers,
  jobs,
  done,
}: RunSeeds): Promise<readonly SeedResult[]> {
  const waiting = [...seeds];
  const results = new Map<string, SeedResult>();
  const work = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      worker =
        worker?.connected === true
          ? worker
          : fork(WORKER, { execArgv: isCrowd(members) ? process.execArgv : ROOM });
      const result = await ask(worker, { seed, members, attackers });
      results.set(seed, result);
      done(result);
    }
    worker?.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, seeds.length) }, work));
  return seeds.flatMap((seed) => results.get(seed) ?? []);
}

/** A process that ends over a seed has failed it. */
function ask(worker: ChildProcess, task: Task): Promise<SeedResult> {
  return new Promise((resolve) => {
    const answered = (result: unknown): void => {
      worker.off('exit', ended);
      resolve(result as SeedResult);
    };
    const ended = (code: number | null, signal: string | null): void => {
      worker.off('message', answered);
      const detail = `the process that ran it ended with ${signal ?? code ?? 'nothing'}`;
      const violation = { broken: 'process-ended', properties: [], detail, step: 0 };
      const nothing = { operations: 0, messages: 0, bytes: 0, lastedMs: 0, strikes: {} };
      resolve({ seed: task.seed, members: task.members ?? 0, ...nothing, violation });
    };
    worker.once('message', answered);
    worker.once('exit', ended);
    worker.send(task);
  });
}
