import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, ok, type Result } from '@fyteclub/identity';
import { byPath, type ModTree } from '@fyteclub/transfer';
import { chunkFile, type ChunkedFile } from './chunk-file.ts';
import { eachOf } from './disk.ts';
import { sameStamp, stampOf, type Stamp } from './stamp.ts';
import { kindOf, readProblem, walk, type Walked, type WalkProblem } from './walk.ts';

/** What is remembered of a shared folder, so that an unchanged file is never read again. */
export interface FolderRow {
  readonly files: readonly ({ readonly path: string } & ChunkedFile)[];
}

/** Keeps {@link FolderRow}s; a store table is one. */
export interface FolderIndex {
  get(key: string): FolderRow | undefined;
  put(key: string, row: FolderRow): void;
  remove(key: string): void;
}

export interface Scan {
  /** The folder that the tree's paths are relative to. */
  readonly root: string;
  readonly tree: ModTree;
  /** One for each file of the tree. */
  readonly stamps: readonly Stamp[];
  /** Bytes that had to be read; the rest came from the index. */
  readonly read: number;
}

export type ScanProblem = WalkProblem | { readonly code: 'folder-busy'; readonly path: string };

/** Files read at once: enough to keep the disk busy while one of them is hashed. */
const READING = 4;
const TRIES = 3;
/** A file can change twice within one tick of its clock; one changed so recently is read again next time. */
const FRESH_MS = 2_000;

const keyOf = (path: string): string => createHash('sha256').update(path).digest('hex');

/** A path that turned out wrong while many are read. */
class Unshareable extends Error {
  readonly problem: ScanProblem;
  constructor(problem: ScanProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

async function readFile(root: string, path: string): Promise<ChunkedFile> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const chunked = await chunkFile(join(root, path));
      if (chunked !== undefined) return chunked;
    } catch (error) {
      throw new Unshareable(readProblem(error, path));
    }
  }
  throw new Unshareable({ code: 'folder-busy', path });
}

async function whatToRead(path: string): Promise<Result<{ root: string; walked: Walked }, ScanProblem>> {
  const kind = await kindOf(path);
  if (!kind.ok) return kind;
  if (kind.value === 'file') {
    return ok({ root: dirname(path), walked: { files: [basename(path)], emptyFolders: [] } });
  }
  const walked = await walk(path);
  return walked.ok ? ok({ root: path, walked: walked.value }) : walked;
}

/**
 * Cuts a mod folder, or a single file, into chunks. Only files whose size or times moved since the last scan are
 * read.
 * @param path absolute
 * @param now milliseconds since 1970
 */
export async function scanFolder(
  path: string,
  index: FolderIndex,
  now: number,
): Promise<Result<Scan, ScanProblem>> {
  const found = await whatToRead(path);
  if (!found.ok) return found;
  const { root, walked } = found.value;
  const known = new Map(index.get(keyOf(path))?.files.map((file) => [file.path, file]));
  const files = new Map<string, ChunkedFile>();
  let read = 0;
  try {
    await eachOf(walked.files, READING, async (file) => {
      const before = known.get(file);
      const stamp = stampOf(await lstat(join(root, file), { bigint: true }));
      const unchanged = before !== undefined && sameStamp(before.stamp, stamp);
      const chunked = unchanged ? before : await readFile(root, file);
      if (!unchanged) read += chunked.stamp.size;
      files.set(file, chunked);
    });
  } catch (error) {
    return err(error instanceof Unshareable ? error.problem : readProblem(error, path));
  }
  remember(index, keyOf(path), files, known.size, read, now);
  const paths = [...walked.files].sort(byPath);
  const all = paths.flatMap((file) => {
    const chunked = files.get(file);
    return chunked === undefined ? [] : [{ path: file, ...chunked }];
  });
  const entries = all.map(({ path: file, stamp, chunks }) => ({ path: file, size: stamp.size, chunks }));
  const folders = [...walked.emptyFolders].sort(byPath);
  return ok({ root, tree: { folders, entries }, stamps: all.map(({ stamp }) => stamp), read });
}

function remember(
  index: FolderIndex,
  key: string,
  files: ReadonlyMap<string, ChunkedFile>,
  before: number,
  read: number,
  now: number,
): void {
  const isSettled = ({ stamp }: ChunkedFile): boolean =>
    now - Number(BigInt(stamp.mtimeNs) / 1_000_000n) > FRESH_MS;
  if (read === 0 && before === files.size) return;
  const settled = [...files].filter(([, file]) => isSettled(file));
  index.put(key, {
    files: settled.map(([path, { stamp, chunks }]) => ({ path, stamp, chunks })),
  });
}

/** Drops what is remembered of a folder that is no longer shared. */
export const forgetFolder = (path: string, index: FolderIndex): void => index.remove(keyOf(path));
