import { err, ok, openBackup, type Backup } from '@fyteclub/identity';
import { checkRecord, decodeOp } from '@fyteclub/phonebook';
import type { Paths } from '../config/paths.ts';
import { describe, explain, type Outcome } from '../problems.ts';
import { decodeMemberships, type KeptMembership } from '../shell/kept-memberships.ts';
import { storeBook } from '../shell/stored-book.ts';
import { allMemberships, shellRows } from '../shell/shell-rows.ts';
import type { Unlock } from '../store/unlocking.ts';
import type { NodeParts } from './parts.ts';
import type { BackupMade } from './shown.ts';

interface Opened {
  readonly backup: Backup;
  readonly memberships: readonly KeptMembership[];
}

type Reads = Pick<NodeParts['disk'], 'readBackup'>;

/** Whether everything in it is what it says: well signed, and of the group that it stands under. */
const isSound = ({ shell, ops, records, epochs }: KeptMembership): boolean =>
  epochs.length > 0 &&
  ops.every((bytes) => decodeOp(bytes, shell).ok) &&
  records.every((bytes) => checkRecord(bytes, shell).ok);

function open(disk: Reads, file: string, passphrase: string): Outcome<Opened> {
  const sealed = disk.readBackup(file);
  if (!sealed.ok) return sealed;
  const backup = openBackup(sealed.value, passphrase);
  if (!backup.ok) return err(explain(backup.error));
  const memberships = decodeMemberships(backup.value.content);
  if (!memberships.ok)
    return err(explain(memberships.error === 'malformed' ? 'backup-damaged' : 'backup-newer'));
  return memberships.value.every(isSound)
    ? ok({ backup: backup.value, memberships: memberships.value })
    : err(explain('backup-damaged'));
}

const told = (file: string, { backup, memberships }: Opened): BackupMade => ({
  file,
  createdAt: backup.createdAt,
  shells: memberships.map(({ shell, name }) => ({ id: shell, name })),
});

/** Opens a backup and changes nothing. */
export function checkBackup(disk: Reads, file: string, passphrase: string): Outcome<BackupMade> {
  const opened = open(disk, file, passphrase);
  return opened.ok ? ok(told(file, opened.value)) : opened;
}

/**
 * Brings what a backup holds into a home that holds no membership yet. No node may run on it.
 * @param unlock asked if a passphrase protects the home.
 */
export async function restore(
  paths: Paths,
  parts: Pick<NodeParts, 'disk' | 'createKeyRing'>,
  file: string,
  passphrase: string,
  unlock: Unlock,
): Promise<Outcome<BackupMade>> {
  const opened = open(parts.disk, file, passphrase);
  if (!opened.ok) return opened;
  const made = parts.disk.makeFolders(paths);
  if (!made.ok) return made;
  const store = await parts.disk.openStore(paths.state, unlock);
  if (!store.ok) return store;
  try {
    if (allMemberships(store.value).length > 0) return err(describe('home-not-empty', { home: paths.home }));
    for (const { ops, records, invites, spare, ...kept } of opened.value.memberships) {
      const rows = shellRows(store.value, kept.shell);
      const ring = parts.createKeyRing(kept.seed);
      for (const { id, secret } of kept.epochs) ring.addEpoch(id, secret);
      const newest = kept.epochs.at(-1);
      if (newest === undefined) continue;
      storeBook({ ring, rows, shell: kept.shell }, newest.id, ops, records);
      for (const { id, ...row } of invites) rows.putInvite(id, row);
      // The row is the commit point; what came since the backup was made has to be heard before we sign anything.
      const token = spare.length === 0 ? {} : { spare };
      rows.membership.put({ ...kept, ...token, state: 'member', unsynced: true });
    }
    return ok(told(file, opened.value));
  } finally {
    await store.value.close();
  }
}
