import { concat, utf8 } from './bytes.ts';
import { hash256, type ShellId } from './ids.ts';
import { LABELS } from './labels.ts';
import { domain, shellId } from './layout.ts';
import { sodium } from './sodium.ts';

const OPERATIONS = 3;
const MEMORY_BYTES = 64 * 1024 * 1024;

/** A group's password as its members keep it, under the epoch key; `version` counts its changes. */
export interface GroupPassword {
  readonly version: number;
  /** 32 bytes, see {@link passwordVerifier}. */
  readonly verifier: Uint8Array;
}

/**
 * Argon2id of the password in NFC, salted with the group: what both sides of a join put into CPace, 32 bytes. Whoever
 * has it needs no password, so it is as secret. Takes a quarter of a second and 64 MiB, which libsodium keeps.
 */
export function passwordVerifier(password: string, shell: ShellId): Uint8Array {
  const salt = hash256(concat(domain(LABELS.verifier, 1), shellId.write(shell))).subarray(
    0,
    sodium.crypto_pwhash_SALTBYTES,
  );
  return sodium.crypto_pwhash(
    32,
    utf8(password.normalize('NFC')),
    salt,
    OPERATIONS,
    MEMORY_BYTES,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
}
