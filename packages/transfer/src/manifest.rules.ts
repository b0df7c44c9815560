import { compareBytes, utf8 } from '@fyteclub/identity';
import { isTableOf } from './chunk-table.rules.ts';
import { foldPath, pathProblem, type PathProblem } from './path.rules.ts';

/** Files and empty folders of one mod together; one more is `too-many-files`. */
export const MANIFEST_MAX_FILES = 100_000;
/** Bytes of all files of one mod together, 64 GiB; one more is `too-large`. */
export const MANIFEST_MAX_SIZE = 64 * 1024 ** 3;
export const NAME_MAX_BYTES = 120;

/** One file of a mod, as its manifest lists it. */
export interface ManifestEntry {
  /** Relative, `/` between segments. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Packed rows, see `chunk-table.rules.ts`. */
  readonly chunks: Uint8Array;
}

/** What is in a mod. Holds no time, so that the same folder always gives the same mod hash. */
export interface ModTree {
  /** Folders with nothing in them; the others follow from the files. */
  readonly folders: readonly string[];
  readonly entries: readonly ManifestEntry[];
}

/**
 * Why a tree may not be written to anybody's disk (P54). `path-collision`: some file system takes two of its names
 * for the same. `not-sorted` and `chunks-invalid`: no honest sender makes such a table.
 */
export type TreeProblemCode =
  | PathProblem
  | 'name-invalid'
  | 'path-collision'
  | 'too-many-files'
  | 'too-large'
  | 'not-sorted'
  | 'chunks-invalid';

/** The first thing found wrong with a tree or a mod's name. */
export interface TreeProblem {
  readonly code: TreeProblemCode;
  /** The first path it was found at. */
  readonly path?: string;
}

/** Canonical order: by the bytes of the UTF-8 path. */
export const byPath = (a: string, b: string): number => compareBytes(utf8(a), utf8(b));

/** A mod's name becomes the name of a folder at the receiver, so it obeys the rules of one path segment. */
export function nameProblem(name: string): TreeProblem | undefined {
  const fits = name === name.normalize('NFC') && utf8(name).length <= NAME_MAX_BYTES && !name.includes('/');
  return fits && pathProblem(name) === undefined ? undefined : { code: 'name-invalid', path: name };
}

class Names {
  readonly #taken = new Map<string, string>();

  /** @returns false where another spelling, or the same path as another kind, is already there. */
  claim(path: string, kind: 'file' | 'folder'): boolean {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      if (!this.#take(path.slice(0, end), 'folder')) return false;
    }
    return this.#take(path, kind);
  }

  #take(path: string, kind: 'file' | 'folder'): boolean {
    const mark = `${kind}:${path}`;
    const folded = foldPath(path);
    const taken = this.#taken.get(folded);
    if (taken === undefined) this.#taken.set(folded, mark);
    return taken === undefined || (taken === mark && kind === 'folder');
  }
}

/** Why a tree may neither be shared nor received; checked on both sides before a byte is written. */
export function treeProblem(tree: ModTree): TreeProblem | undefined {
  const { folders, entries } = tree;
  if (entries.length + folders.length > MANIFEST_MAX_FILES) return { code: 'too-many-files' };
  const names = new Names();
  let size = 0;
  let previous: string | undefined;
  for (const entry of entries) {
    const { path } = entry;
    const code = pathProblem(path);
    if (code !== undefined) return { code, path };
    if (previous !== undefined && byPath(previous, path) >= 0) return { code: 'not-sorted', path };
    if (!names.claim(path, 'file')) return { code: 'path-collision', path };
    size += entry.size;
    if (size > MANIFEST_MAX_SIZE) return { code: 'too-large', path };
    if (!isTableOf(entry.chunks, entry.size)) return { code: 'chunks-invalid', path };
    previous = path;
  }
  return foldersProblem(folders, names);
}

function foldersProblem(folders: readonly string[], names: Names): TreeProblem | undefined {
  let previous: string | undefined;
  for (const path of folders) {
    const code = pathProblem(path);
    if (code !== undefined) return { code, path };
    if (previous !== undefined && byPath(previous, path) >= 0) return { code: 'not-sorted', path };
    if (!names.claim(path, 'folder')) return { code: 'path-collision', path };
    previous = path;
  }
  return undefined;
}

export const treeSize = (tree: ModTree): number => tree.entries.reduce((sum, entry) => sum + entry.size, 0);
