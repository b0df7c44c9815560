import type { Status } from '../api-types.ts';

/** What is wrong with the last backup, or with there being none. `about` is the same for as long as that is. */
export interface BackupLack {
  readonly lack: 'never' | 'missing' | 'old';
  readonly about: string;
}

/** Tokens live for so long: with an older one nobody gets in who has not met anybody since. */
export const BACKUP_OLD_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Whether the machine can be lost without losing a place in any group. Whoever is alone in every group has nobody to lose.
 * @param now ms since 1970.
 */
export function backupLack({ shells, backup }: Status, now: number): BackupLack | undefined {
  const held = shells.filter(({ state, members }) => state === 'member' && members > 1);
  if (held.length === 0) return undefined;
  if (backup === null) return { lack: 'never', about: 'never' };
  const missing = backup.missing.filter(({ id }) => held.some((shell) => shell.id === id));
  const about = `${backup.createdAt} ${missing.map(({ id }) => id).join(' ')}`;
  if (missing.length > 0) return { lack: 'missing', about };
  return now - backup.createdAt > BACKUP_OLD_MS ? { lack: 'old', about: `${about}old` } : undefined;
}

const SAFE_LENGTH = 12;

/** Whether somebody who has the file could try out passphrases like this one. Nothing typed yet is not short. */
export const isShort = (passphrase: string): boolean => passphrase !== '' && passphrase.length < SAFE_LENGTH;
