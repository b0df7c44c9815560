import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '@fyteclub/identity';
import type { InstallCode } from '@fyteclub/transfer';
import { systemCode } from '../system-errors.ts';
import { isMissing, storeProblem } from './disk.ts';

const IN_USE = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY', 'EEXIST']);

export function installCode(error: unknown): InstallCode {
  if (IN_USE.has(systemCode(error) ?? '')) return 'folder-in-use';
  return storeProblem(error);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * Puts `fresh` where `target` is. No system call swaps two folders everywhere, so for one moment there is none;
 * a kill in that moment is healed at the next start, because `aside` and `fresh` are still there.
 * @param aside where the old folder waits to be deleted; must not exist
 */
export async function swapIn(
  fresh: string,
  target: string,
  aside: string,
): Promise<Result<void, InstallCode>> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await mkdir(dirname(aside), { recursive: true });
    const hadOld = await moveIfThere(target, aside);
    try {
      await rename(fresh, target);
    } catch (error) {
      if (hadOld) await rename(aside, target);
      throw error;
    }
    return ok(undefined);
  } catch (error) {
    return err(installCode(error));
  }
}

async function moveIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Whether a folder made below `from` can be renamed to below `to`: the one sure test for "same file system". */
export async function canRename(from: string, to: string): Promise<boolean> {
  const probe = join(from, `.probe-${process.pid}`);
  const landed = join(to, `.probe-${process.pid}`);
  await mkdir(probe, { recursive: true });
  try {
    await rename(probe, landed);
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { recursive: true, force: true });
    await rm(landed, { recursive: true, force: true });
  }
}
