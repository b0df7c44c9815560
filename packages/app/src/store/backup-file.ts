import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { err, ok } from '@fyteclub/identity';
import { describe, type Outcome } from '../problems.ts';
import { messageOf } from '../system-errors.ts';

const MAGIC = 'FCBACKUP';

/** Whether something else than an older backup would be lost. */
const isForeign = (path: string): boolean =>
  existsSync(path) && readFileSync(path).subarray(0, MAGIC.length).toString('latin1') !== MAGIC;

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
    return ok(new Uint8Array(readFileSync(path)));
  } catch (error) {
    return err(describe('backup-unreadable', { path, detail: messageOf(error) }));
  }
}
