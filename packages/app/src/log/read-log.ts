import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { logFiles } from './rotating-log.ts';

/** pino's numbers. */
export const LEVELS = { debug: 20, info: 30, warn: 40, error: 50 } as const;
export type Level = keyof typeof LEVELS;

/** One line of the log: pino's fields, and the facts of the case. */
export interface LogLine {
  readonly level: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly msg: string;
  readonly [fact: string]: unknown;
}

const LOOK_MS = 250;
const PART = 64 * 1024;

/** A line that a kill cut short, or that somebody else wrote into the file, is none. */
export function parseLogLine(line: string): LogLine | undefined {
  try {
    const value = JSON.parse(line) as Partial<LogLine> | null;
    const isLine =
      typeof value?.level === 'number' && typeof value.time === 'number' && typeof value.msg === 'string';
    return isLine ? (value as LogLine) : undefined;
  } catch {
    return undefined;
  }
}

const atLeast = (level: Level) => (line: LogLine | undefined) =>
  line !== undefined && line.level >= LEVELS[level] ? [line] : [];

const linesIn = async (files: readonly string[], level: Level): Promise<readonly LogLine[]> => {
  const texts = await Promise.all(files.map((each) => readFile(each, 'utf8').catch(() => '')));
  return texts.join('').split('\n').map(parseLogLine).flatMap(atLeast(level));
};

/** What the log holds, oldest first; empty where nothing was ever written. */
export const readLog = (file: string, level: Level): Promise<readonly LogLine[]> =>
  linesIn(logFiles(file), level);

/** Reads on in a file that is taken away under a new name, and replaced, whenever it has grown. */
class Tail {
  readonly #file: string;
  #inode: number | undefined;
  #at = 0;
  #rest = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** Whole lines that came since the last look. */
  news(): readonly string[] {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    if (found?.ino !== this.#inode) {
      const before = logFiles(this.#file).find(
        (each) => statSync(each, { throwIfNoEntry: false })?.ino === this.#inode,
      );
      if (before !== undefined && this.#inode !== undefined) this.#readOn(before);
      this.#inode = found?.ino;
      this.#at = 0;
    }
    if (found !== undefined) this.#readOn(this.#file);
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines;
  }

  #readOn(file: string): void {
    const open = openSync(file, 'r');
    try {
      const part = Buffer.alloc(PART);
      const parts: Buffer[] = [];
      for (let read = 1; read > 0; this.#at += read) {
        read = readSync(open, part, 0, part.length, this.#at);
        parts.push(Buffer.from(part.subarray(0, read)));
      }
      this.#rest += Buffer.concat(parts).toString('utf8');
    } finally {
      closeSync(open);
    }
  }
}

/** Everything the log holds, then what is written to it, until the signal. */
export async function* followLog(file: string, level: Level, signal: AbortSignal): AsyncGenerator<LogLine> {
  yield* await linesIn(logFiles(file).slice(0, -1), level);
  for (const tail = new Tail(file); !signal.aborted;) {
    for (const line of tail.news()) yield* atLeast(level)(parseLogLine(line));
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}
