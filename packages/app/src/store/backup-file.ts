import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { err, MAX_BACKUP_FILE, ok } from '@fyteclub/identity';
import { describe, type Outcome } from '../problems.ts';
import { messageOf } from '../system-errors.ts';

const MAGIC = 'FCBACKUP';

/** As long as no backup is, so that one byte more shows what is none. */
const MAX_BYTES = MAX_BACKUP_FILE + 1;

/**
 * The bytes of a file that may be anything: of what is no backup its beginning.
 * @throws the system's error, also for what never ends or waits for somebody, such as a pipe.
 */
function readAnything(path: string): Uint8Array {
  if (!statSync(path).isFile()) throw new Error('it is no file');
  const descriptor = openSync(path, 'r');
  try {
    const beginning = new Uint8Array(MAGIC.length);
    const length = readSync(descriptor, beginning, 0, beginning.length, 0);
    if (!isMagic(beginning)) return beginning.subarray(0, length);
    const whole = new Uint8Array(Math.min(fstatSync(descriptor).size, MAX_BYTES));
    let at = 0;
    for (let read = -1; read !== 0 && at < whole.length; at += read)
      read = readSync(descriptor, whole, at, whole.length - at, at);
    return whole.subarray(0, at);
  } finally {
    closeSync(descriptor);
  }
}

const isMagic = (bytes: Uint8Array): boolean => Buffer.from(bytes).toString('latin1') === MAGIC;

/** Whether something else than an older backup would be lost. */
const isForeign = (path: string): boolean =>
  existsSync(path) && !isMagic(readAnything(path).subarray(0, MAGIC.length));

/** Writes the whole backup or leaves what was there; readable by this user alone. */
export function writeBackup(path: string, sealed: Uint8Array): Outcome<void> {
  const draft = `${path}.new`;
  try {
    if (isForeign(path)) return err(describe('backup-exists', { path }));
    const descriptor = openSync(draft, 'w', 0o600);
    try {
      for (let at = 0; at < sealed.length;) at += writeSync(descriptor, sealed, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, path);
    return ok(undefined);
  } catch (error) {
    rmSync(draft, { force: true });
    return err(describe('backup-not-written', { path, detail: messageOf(error) }));
  }
}

/** @returns the bytes of a file that may be anything. */
export function readBackup(path: string): Outcome<Uint8Array> {
  try {
    return ok(readAnything(path));
  } catch (error) {
    return err(describe('backup-unreadable', { path, detail: messageOf(error) }));
  }
}
