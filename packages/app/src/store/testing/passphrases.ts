import { randomBytes as drawn } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, unlockKeys } from '@fyteclub/identity';
import { setPassphrase } from '../../node/passphrase.ts';
import { openLmdb } from '../lmdb-file.ts';
import type { StateFolder } from '../state-folder.ts';
import { openStore } from '../store.ts';
import { unlockWith } from '../unlocking.ts';

/** The least that Argon2id may cost: what it protects here is worth nothing. */
export const CHEAP = { operations: 1, memoryBytes: 8 * 1024 };

/** Where in `keys.locked` the costs of opening it begin, and where they end. */
export const HEADER = { costs: 11, salt: 23 } as const;

export const randomBytes = (length: number): Uint8Array => new Uint8Array(drawn(length));

const said = (passphrase: string) => () => Promise.resolve(ok(passphrase));

/** Opens the state as a node does to whose start this passphrase was given. */
export const openUnder = (folder: string, passphrase: string) =>
  openStore(folder, unlockWith(folder, said(passphrase), unlockKeys, randomBytes));

/** `fyteclub passphrase`, without its second: from one passphrase to another, undefined for none. */
export const passphraseFrom = (
  folder: string,
  present: string | undefined,
  wanted: string | undefined,
  through?: (folder: string) => StateFolder,
) =>
  setPassphrase(
    folder,
    { present: said(present ?? ''), ...(wanted === undefined ? {} : { wanted: said(wanted) }) },
    { random: randomBytes, cost: CHEAP, ...(through === undefined ? {} : { folder: through }) },
  );

/** The data key itself. */
export function unlocked(folder: string, passphrase: string): Uint8Array {
  const secret = unlockKeys(new Uint8Array(readFileSync(join(folder, 'keys.locked'))), passphrase);
  if (!secret.ok) throw new Error(secret.error);
  return secret.value;
}

/** The rows as the disk has them. */
export const rawRows = (folder: string) => openLmdb(join(folder, 'node.lmdb'));
