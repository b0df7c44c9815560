import type { MemberId } from '@fyteclub/identity';
import type { Store } from '../store/store.ts';
import type { NodeCore } from './node-core.ts';
import type { LastBackup } from '../shown/index.ts';

/** What is known of the backup that was written last: nobody looks whether its file is still there. */
interface BackupRow {
  readonly file: string;
  readonly createdAt: number;
  /** Our key in each syncshell that it brings back: who comes back into a group with a new one needs a new backup. */
  readonly members: readonly MemberId[];
}

const LAST = 'last';
const backups = (store: Store) => store.node.table<BackupRow>('backups');

/** @returns what remembers one, also inside a `together`, where no table is opened for the first time. */
export function backupMemory(store: Store): (row: BackupRow) => void {
  const table = backups(store);
  return (row) => {
    table.put(LAST, row);
  };
}

/** The last backup, and which of our syncshells it would not bring back. */
export function lastBackup({ shells, context: { store } }: NodeCore): LastBackup | null {
  const row = backups(store).get(LAST);
  if (row === undefined) return null;
  const { file, createdAt, members } = row;
  const missing = shells.filter(({ parts, me }) => parts !== undefined && !members.includes(me.id));
  return { file, createdAt, missing: missing.map(({ named }) => named) };
}
