import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok } from '@fyteclub/identity';
import { describe, type Outcome } from '../problems.ts';
import { systemCode } from '../system-errors.ts';
import { openLmdb } from './lmdb-file.ts';
import { DRAFTS, KEYS } from './protection.rules.ts';
import type { StoreFile } from './store.ts';

/** The state folder while its protection changes: names within it, one call a step. */
export interface StateFolder {
  /** @throws the system's error; as do all others. */
  writeKeys(name: string, locked: Uint8Array): void;
  writeRows(name: string, fill: (rows: StoreFile) => void): Promise<void>;
  rename(from: string, to: string): void;
  remove(name: string): void;
  sync(): void;
}

/** Readable by this user alone from its first byte on, and durable. */
function writeWhole(path: string, bytes: Uint8Array): void {
  rmSync(path, { force: true }); // one that is there would keep its own rights
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export const stateFolder = (folder: string): StateFolder => ({
  writeKeys: (name, locked) => {
    writeWhole(join(folder, name), locked);
  },
  writeRows: async (name, fill) => {
    const path = join(folder, name);
    const remove = (ending: string): void => {
      rmSync(`${path}${ending}`, { force: true });
    };
    remove('');
    const file = openLmdb(path);
    try {
      file.together(() => {
        fill(file);
      });
    } finally {
      await file.close();
    }
    remove('-lock');
    sync(path, 'r+');
  },
  rename: (from, to) => {
    renameSync(join(folder, from), join(folder, to));
  },
  remove: (name) => {
    rmSync(join(folder, name), { force: true });
  },
  sync: () => {
    // Windows opens no folders; its journal keeps the order of renamings.
    if (process.platform !== 'win32') sync(folder, 'r');
  },
});

/** Removes what a change of the protection left when it was interrupted: among it may be rows in clear. */
export function dropDrafts(folder: string): void {
  for (const name of DRAFTS) rmSync(join(folder, name), { force: true });
}

/** More than locked keys can be long. */
const MAX_LOCKED_BYTES = 1_024;

/** The data key as the passphrase locks it. A file of any origin: no more than its beginning is read. */
export function readLockedKeys(folder: string): Outcome<Uint8Array> {
  const path = join(folder, KEYS);
  try {
    if (!statSync(path).isFile()) return err(describe('locked-keys-missing', { path }));
    const bytes = new Uint8Array(MAX_LOCKED_BYTES);
    const descriptor = openSync(path, 'r');
    try {
      return ok(bytes.subarray(0, readSync(descriptor, bytes)));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return err(describe('locked-keys-missing', { path }));
  }
}
