import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { walk } from './folders.ts';

/** One path at which two folders differ. */
export interface Difference {
  /** Relative to both folders, with `/`. */
  readonly path: string;
  readonly what: 'only in the first' | 'only in the second' | 'not the same kind' | 'not the same bytes';
}

const PIECE = 1 << 20;

/**
 * Byte for byte, empty folders included; links and other oddities are never equal to anything.
 *
 * @returns nothing when the two folders are alike, so that a test can say `toEqual([])`.
 */
export async function compareFolders(first: string, second: string): Promise<Difference[]> {
  const [here, there] = await Promise.all([walk(first), walk(second)]);
  const differences: Difference[] = [];
  for (const path of [...new Set([...here.keys(), ...there.keys()])].sort()) {
    const kind = here.get(path);
    const other = there.get(path);
    if (other === undefined) differences.push({ path, what: 'only in the first' });
    else if (kind === undefined) differences.push({ path, what: 'only in the second' });
    else if (kind !== other || kind === 'other') differences.push({ path, what: 'not the same kind' });
    else if (kind === 'file' && !(await sameBytes(join(first, path), join(second, path))))
      differences.push({ path, what: 'not the same bytes' });
  }
  return differences;
}

async function sameBytes(first: string, second: string): Promise<boolean> {
  if ((await stat(first)).size !== (await stat(second)).size) return false;
  const [a, b] = [Buffer.alloc(PIECE), Buffer.alloc(PIECE)];
  const [one, two] = [await open(first), await open(second)];
  try {
    for (;;) {
      const [{ bytesRead }, other] = await Promise.all([one.read(a), two.read(b)]);
      if (bytesRead !== other.bytesRead || !a.subarray(0, bytesRead).equals(b.subarray(0, bytesRead)))
        return false;
      if (bytesRead === 0) return true;
    }
  } finally {
    await one.close();
    await two.close();
  }
}
