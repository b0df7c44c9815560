import { shellRows, type MembershipRow } from '@fyteclub/app';
import type { DiskImage } from '@fyteclub/app/testing';
import { toHex, type EpochId, type KeyRing, type ShellId } from '@fyteclub/identity';
import { openBook } from '@fyteclub/phonebook';

/** What lies on a member's own disk: everything that a member has who runs another program than ours. */
export interface Loot {
  readonly row: MembershipRow;
  readonly port: number;
  /** Sealed operations and records, as the disk has them. */
  readonly ops: readonly Uint8Array[];
  readonly records: readonly Uint8Array[];
}

const EPOCH_BYTES = 32;

/** @returns undefined unless the disk is that of somebody who was let in. */
export function lootOf(image: DiskImage, shell: ShellId): Loot | undefined {
  const { store } = image.mount();
  const rows = shellRows(store, shell);
  const row = rows.membership.get();
  const port = store.node.table<number>('settings').get('udp-port');
  if (row === undefined || row.state === 'joining' || port === undefined) return undefined;
  return { row, port, ops: rows.ops(), records: rows.records() };
}

/** Opens what lies on the disk with the keys that lie beside it. */
export const unsealed = (ring: KeyRing, shell: ShellId, rows: readonly Uint8Array[]): readonly Uint8Array[] =>
  rows.flatMap((row) => {
    const epoch = toHex(row.subarray(0, EPOCH_BYTES)) as EpochId;
    const opened = openBook(ring, epoch, shell, row.subarray(EPOCH_BYTES));
    return opened.ok ? [opened.value] : [];
  });
