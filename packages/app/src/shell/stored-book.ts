import { concat, fromHex, memberHash, toHex, type EpochId, type Readings } from '@fyteclub/identity';
import { checkRecord, openBook, opKey, sealBook } from '@fyteclub/phonebook';
import type { Self } from './context.ts';

const EPOCH_BYTES = 32;

/**
 * The phonebook on the disk: every row is sealed under an epoch's key and led by the epoch's id.
 *
 * @returns what reads the rows when it is gone through, and holds none of them.
 */
export const readBook = (
  { ring, shell, node }: Self,
  rows: () => readonly Uint8Array[],
): Iterable<Uint8Array> => ({
  *[Symbol.iterator]() {
    for (const bytes of rows()) {
      const epoch = toHex(bytes.subarray(0, EPOCH_BYTES)) as EpochId;
      const opened = openBook(ring, epoch, shell, bytes.subarray(EPOCH_BYTES));
      if (opened.ok) yield opened.value;
      // What the disk has damaged comes again from friends.
      else node.parts.log.warn({ shell, code: opened.error }, 'a stored row is unreadable');
    }
  },
});

/** Writes signed operations and records. A removal that gained signatures takes the place of the one before. */
export function storeBook(
  { ring, rows, shell }: Pick<Self, 'ring' | 'rows' | 'shell'>,
  epoch: EpochId,
  ops: readonly Uint8Array[],
  records: readonly Uint8Array[],
  readings?: Readings,
): void {
  const seal = (plain: Uint8Array): Uint8Array =>
    concat(fromHex(epoch) ?? new Uint8Array(), sealBook(ring, epoch, shell, plain));
  rows.putBook(
    ops.map((op) => ({ key: opKey(op), sealed: seal(op) })),
    records.flatMap((record) => {
      const checked = checkRecord(record, shell, readings);
      return checked.ok ? [{ key: memberHash(checked.value.member), sealed: seal(record) }] : [];
    }),
  );
}
