import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@fyteclub/identity';
import type { OutboundSource } from '@fyteclub/transfer';
import { systemCode } from '../system-errors.ts';
import { readFully } from './disk.ts';
import type { SharedMod } from './share.ts';
import { sameStamp, stampOf } from './stamp.ts';

/** Large files stay open between reads. More than a pump reads at once, so that none is closed under a read. */
const KEEP_OPEN = 16;

/** Reads a shared mod for one transfer; a file that is not as it was scanned is `changed`. */
export function openSource({ checked, scan }: SharedMod): OutboundSource {
  const handles = new Map<number, Promise<FileHandle | undefined>>();

  const openEntry = async (entry: number): Promise<FileHandle | undefined> => {
    const file = checked.manifest.entries[entry];
    const expected = scan.stamps[entry];
    if (file === undefined || expected === undefined) throw new RangeError(`no file ${entry}`);
    const handle = await open(join(scan.root, file.path), 'r');
    if (sameStamp(expected, stampOf(await handle.stat({ bigint: true })))) return handle;
    await handle.close();
    return undefined;
  };

  const closeLeftOver = async (keep: number): Promise<void> => {
    for (const [entry, opening] of [...handles].slice(0, Math.max(0, handles.size - keep))) {
      handles.delete(entry);
      await (await opening.catch(() => undefined))?.close();
    }
  };

  const handleOf = async (entry: number): Promise<FileHandle | undefined> => {
    const opening = handles.get(entry) ?? openEntry(entry);
    handles.delete(entry);
    handles.set(entry, opening);
    await closeLeftOver(KEEP_OPEN);
    return opening;
  };

  const fill = async (
    handle: FileHandle | undefined,
    offset: number,
    into: Uint8Array,
  ): Promise<Result<void, 'changed'>> => {
    if (handle === undefined) return err('changed');
    return (await readFully(handle, into, offset)) === into.length ? ok(undefined) : err('changed');
  };

  return {
    async read(entry, offset, into) {
      const whole = into.length === checked.manifest.entries[entry]?.size;
      try {
        if (!whole) return await fill(await handleOf(entry), offset, into);
        const handle = await openEntry(entry);
        try {
          return await fill(handle, offset, into);
        } finally {
          await handle?.close();
        }
      } catch (error) {
        // Gone, locked or unreadable: in each case no longer the file that was offered.
        if (systemCode(error) === undefined) throw error;
        return err('changed');
      }
    },
    close: () => closeLeftOver(0),
  };
}
