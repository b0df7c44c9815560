import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { systemCode } from '../system-errors.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failed write means to a transfer. */
export function storeProblem(error: unknown): 'disk-full' | 'disk-error' {
  const code = systemCode(error);
  if (code === undefined) throw error;
  return FULL.has(code) ? 'disk-full' : 'disk-error';
}

export const isMissing = (error: unknown): boolean => {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
};

/** All of `bytes` or, where the file ends before, fewer. */
export async function readFully(handle: FileHandle, into: Uint8Array, offset: number): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await handle.read(into, done, into.length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/** All of the parts, end to end: the system may take fewer bytes at once than it is given. */
export async function writeFully(
  handle: FileHandle,
  parts: readonly Uint8Array[],
  offset: number,
): Promise<void> {
  let at = offset;
  let rest = [...parts];
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest, at);
    at += bytesWritten;
    while (rest[0] !== undefined && bytesWritten >= rest[0].length) {
      bytesWritten -= rest[0].length;
      rest = rest.slice(1);
    }
    if (rest[0] !== undefined && bytesWritten > 0) rest = [rest[0].subarray(bytesWritten), ...rest.slice(1)];
  }
}

/** Puts a whole file in place or leaves what was there, whenever the process or the machine stops. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await writeFully(handle, [bytes], 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Runs `task` on every item, `width` at a time; the first failure stops the rest and is thrown. */
export async function eachOf<T>(
  items: Iterable<T>,
  width: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const source = items[Symbol.iterator]();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (let next = source.next(); next.done !== true && !failed; next = source.next()) {
      try {
        await task(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
