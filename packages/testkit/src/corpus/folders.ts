import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export type EntryKind = 'file' | 'folder' | 'other';

/** Everything below `root`, by path relative to it (with `/`), in the order of the paths. */
export async function walk(root: string): Promise<Map<string, EntryKind>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .map((entry): [string, EntryKind] => [
        relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'),
        entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
