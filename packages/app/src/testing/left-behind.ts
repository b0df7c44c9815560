import type { EpochId, KeyRing, ShellId } from '@fyteclub/identity';
import { shellRows, type MembershipRow } from '../shell/shell-rows.ts';
import { storeBook } from '../shell/stored-book.ts';
import { DiskImage } from './disk-image.ts';

/** One group's phonebook, as all of its members had it when their nodes stopped. */
export interface LeftBook {
  readonly shell: ShellId;
  /** Any ring that holds the epoch's key: under it everything is sealed, whoever reads it. */
  readonly ring: KeyRing;
  readonly epoch: EpochId;
  /** Signed operations, parents before children. */
  readonly ops: readonly Uint8Array[];
  /** Signed presence records. */
  readonly records: readonly Uint8Array[];
}

/** A disk on which a node has left a group's phonebook, and nothing yet that makes anybody a member of it. */
export function diskWithBook({ shell, ring, epoch, ops, records }: LeftBook): DiskImage {
  const image = new DiskImage();
  storeBook({ ring, shell, rows: shellRows(image.mount().store, shell) }, epoch, ops, records);
  return image;
}

/**
 * The disk of one member's node that was stopped: a copy of `book`, with what makes it a member.
 *
 * @param port on which the node listens, as friends know it.
 */
export function diskOfMember(book: DiskImage, membership: MembershipRow, port: number): DiskImage {
  const image = book.copy();
  const { store } = image.mount();
  store.node.table<number>('settings').put('udp-port', port);
  shellRows(store, membership.shell).membership.put(membership);
  return image;
}
