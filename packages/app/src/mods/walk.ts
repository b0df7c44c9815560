import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '@fyteclub/identity';
import { MANIFEST_MAX_FILES, pathProblem, type PathProblem } from '@fyteclub/transfer';
import { isMissing } from './disk.ts';
import { systemCode } from '../system-errors.ts';

export interface WalkProblem {
  readonly code:
    PathProblem | 'path-missing' | 'path-unreadable' | 'path-link' | 'path-special' | 'too-many-files';
  readonly path: string;
}

/** A folder's files and its empty folders, relative and with `/`, unsorted. */
export interface Walked {
  readonly files: readonly string[];
  readonly emptyFolders: readonly string[];
}

/**
 * Lists what is to be shared. A link is refused, not followed and not skipped: following could share what lies
 * outside the folder, skipping would share something else than the user sees.
 */
export async function walk(root: string): Promise<Result<Walked, WalkProblem>> {
  const files: string[] = [];
  const emptyFolders: string[] = [];
  const queue = [''];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    let children;
    try {
      children = await readdir(join(root, folder), { withFileTypes: true });
    } catch (error) {
      return err(readProblem(error, folder));
    }
    if (children.length === 0 && folder !== '') emptyFolders.push(folder);
    for (const child of children) {
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      const code = pathProblem(path);
      if (code !== undefined) return err({ code, path });
      if (child.isFile()) files.push(path);
      else if (child.isDirectory()) queue.push(path);
      else return err({ code: child.isSymbolicLink() ? 'path-link' : 'path-special', path });
    }
    if (files.length + queue.length + emptyFolders.length > MANIFEST_MAX_FILES) {
      return err({ code: 'too-many-files', path: folder });
    }
  }
  return ok({ files, emptyFolders });
}

export function readProblem(error: unknown, path: string): WalkProblem {
  if (systemCode(error) === undefined) throw error;
  return { code: isMissing(error) ? 'path-missing' : 'path-unreadable', path };
}

/** What is at a path the user named. */
export async function kindOf(path: string): Promise<Result<'file' | 'folder', WalkProblem>> {
  try {
    const stats = await lstat(path);
    if (stats.isFile()) return ok('file');
    if (stats.isDirectory()) return ok('folder');
    return err({ code: stats.isSymbolicLink() ? 'path-link' : 'path-special', path });
  } catch (error) {
    return err(readProblem(error, path));
  }
}
