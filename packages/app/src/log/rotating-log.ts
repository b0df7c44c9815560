import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of the log grows to 4 MB, and three older ones are kept. */
export const LOG_BYTES = 4_000_000;
export const OLDER_LOGS = 3;

/** The log's files from the oldest to the one that is written, whether they exist or not. */
export const logFiles = (file: string): readonly string[] => [
  ...Array.from({ length: OLDER_LOGS }, (_, i) => `${file}.${OLDER_LOGS - i}`),
  file,
];

/** Where pino writes: lines are in the file when `write` returns, and the disk is never filled by them. */
export class RotatingLog {
  readonly #file: string;
  readonly #limit: number;
  #open: number | undefined;
  #size = 0;

  /** @param limit bytes after which a new file begins. */
  constructor(file: string, limit = LOG_BYTES) {
    this.#file = file;
    this.#limit = limit;
  }

  /** A log that cannot be written is no reason to stop: what it would have told is lost. */
  write(line: string): void {
    try {
      const bytes = Buffer.from(line);
      this.#open ??= this.#begin();
      if (this.#size > 0 && this.#size + bytes.length > this.#limit) this.#open = this.#rotate(this.#open);
      writeSync(this.#open, bytes);
      this.#size += bytes.length;
    } catch {
      this.#forget();
    }
  }

  #begin(): number {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const open = openSync(this.#file, 'a', 0o600);
    this.#size = fstatSync(open).size;
    return open;
  }

  #rotate(open: number): number {
    closeSync(open);
    this.#open = undefined;
    const files = logFiles(this.#file);
    for (const [i, older] of files.entries()) {
      const newer = files[i + 1];
      if (newer !== undefined) moveIfThere(newer, older);
    }
    return this.#begin();
  }

  #forget(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    try {
      closeSync(open);
    } catch {
      // It was closed already.
    }
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // There was none yet.
  }
}
