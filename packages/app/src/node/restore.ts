import { err, ok, openBackup, type Backup, type MemberId } from '@fyteclub/identity';
import { checkRecord, decodeOp } from '@fyteclub/phonebook';
import type { Paths } from '../config/paths.ts';
import { describe, explain, type Outcome } from '../problems.ts';
import { decodeMemberships, type KeptMembership } from '../shell/kept-memberships.ts';
import { storeBook } from '../shell/stored-book.ts';
import { allMemberships, shellRows, type MembershipRow } from '../shell/shell-rows.ts';
import type { Store } from '../store/store.ts';
import type { Unlock } from '../store/unlocking.ts';
import { backupMemory } from './last-backup.ts';
import type { NodeParts } from './parts.ts';
import type { BackupMade } from '../shown/index.ts';

/** A backup whose every part has been looked at. */
export interface Opened {
  readonly backup: Backup;
  readonly memberships: readonly KeptMembership[];
}

interface Into {
  readonly store: Store;
  readonly parts: Pick<NodeParts, 'createKeyRing'>;
  readonly home: string;
}

type Reads = Pick<NodeParts['disk'], 'readBackup'>;

/** Whether everything in it is what it says: well signed, and of the group that it stands under. */
const isSound = ({ shell, ops, records, epochs }: KeptMembership): boolean =>
  epochs.length > 0 &&
  ops.every((bytes) => decodeOp(bytes, shell).ok) &&
  records.every((bytes) => checkRecord(bytes, shell).ok);

/** Opens a backup and looks at everything in it, which takes the passphrase and about a second. */
export function openFile(disk: Reads, file: string, passphrase: string): Outcome<Opened> {
  const sealed = disk.readBackup(file);
  if (!sealed.ok) return sealed;
  const backup = openBackup(sealed.value, passphrase);
  if (!backup.ok) return err(explain(backup.error));
  const memberships = decodeMemberships(backup.value.content);
  if (!memberships.ok)
    return err(explain(memberships.error === 'malformed' ? 'backup-damaged' : 'backup-newer'));
  const { size } = new Set(memberships.value.map(({ shell }) => shell));
  return size === memberships.value.length && memberships.value.every(isSound)
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
  const opened = openFile(disk, file, passphrase);
  return opened.ok ? ok(told(file, opened.value)) : opened;
}

/**
 * Brings what a backup holds into a store that holds no membership yet: all of it or, after a crash, nothing.
 * @param home for the refusal.
 */
export function bringBack(
  { store, parts, home }: Into,
  file: string,
  opened: Opened,
): Outcome<BackupMade & { readonly rows: readonly MembershipRow[] }> {
  if (allMemberships(store).length > 0) return err(describe('home-not-empty', { home }));
  const members: MemberId[] = [];
  // The books first: without a membership nobody looks at them, and the next try takes their place.
  const commits = opened.memberships.flatMap(({ ops, records, invites, spare, ...kept }) => {
    const newest = kept.epochs.at(-1);
    if (newest === undefined) return [];
    const rows = shellRows(store, kept.shell);
    const ring = parts.createKeyRing(kept.seed);
    for (const { id, secret } of kept.epochs) ring.addEpoch(id, secret);
    storeBook({ ring, rows, shell: kept.shell }, newest.id, ops, records);
    members.push(ring.memberId);
    const token = spare.length === 0 ? {} : { spare };
    // What came since the backup was made has to be heard before we sign anything.
    const row: MembershipRow = { ...kept, ...token, state: 'member', unsynced: true };
    return [{ rows, row, invites }];
  });
  const remember = backupMemory(store);
  store.node.together(() => {
    for (const { rows, row, invites } of commits) {
      for (const { id, ...invite } of invites) rows.putInvite(id, invite);
      rows.membership.put(row);
    }
    remember({ file, createdAt: opened.backup.createdAt, members });
  });
  return ok({ ...told(file, opened), rows: commits.map(({ row }) => row) });
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
  const opened = openFile(parts.disk, file, passphrase);
  if (!opened.ok) return opened;
  const made = parts.disk.makeFolders(paths);
  if (!made.ok) return made;
  const store = await parts.disk.openStore(paths.state, unlock);
  if (!store.ok) return store;
  try {
    const back = bringBack({ store: store.value, parts, home: paths.home }, file, opened.value);
    return back.ok ? ok(told(file, opened.value)) : back;
  } finally {
    await store.value.close();
  }
}
