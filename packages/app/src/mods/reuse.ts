import { link, lstat, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, err, ok, type Result } from '@fyteclub/identity';
import {
  chunkCount,
  chunkHash,
  chunkSize,
  hasBit,
  setBit,
  sha256,
  WriteBehind,
  type ChunkMap,
  type ManifestEntry,
  type StoreProblem,
  type Work,
} from '@fyteclub/transfer';
import { readFully, storeProblem } from './disk.ts';
import type { FileWriter } from './file-writer.ts';
import { sameContentStamp, stampOf, type Stamp } from './stamp.ts';

/** A folder on this machine whose files may hold chunks of the mod that is wanted. */
export interface ReuseSource {
  readonly root: string;
  readonly entries: readonly ManifestEntry[];
  /**
   * Present for the version that the wanted one will replace: its files, while they look like this, are trusted
   * and shared by a second name instead of being copied.
   */
  readonly replaced?: readonly Stamp[];
  /** Present for the wanted mod itself: which of its chunks are in place. */
  readonly held?: Uint8Array;
}

const BEAT_BYTES = 32 * 1024 ** 2;

const keyOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** Files that are the same in the version to be replaced: a thousand unchanged textures cost a link each. */
export async function linkUnchanged(
  map: ChunkMap,
  held: Uint8Array,
  writer: FileWriter,
  source: ReuseSource,
): Promise<void> {
  const { replaced } = source;
  if (replaced === undefined) return;
  const wanted = new Map<string, number[]>();
  map.entries.forEach(({ size, chunks }, entry) => {
    if (size === 0 || hasBit(held, map.first[entry] ?? 0)) return;
    const key = keyOf(sha256(chunks));
    wanted.set(key, [...(wanted.get(key) ?? []), entry]);
  });
  for (const [index, { path, chunks }] of source.entries.entries()) {
    const stamp = replaced[index];
    const entries = wanted.get(keyOf(sha256(chunks)));
    for (const entry of stamp === undefined ? [] : (entries ?? [])) {
      if (!(await linkOne(join(source.root, path), entry, stamp, writer))) continue;
      const first = map.first[entry] ?? 0;
      for (let ordinal = first; ordinal < (map.first[entry + 1] ?? first); ordinal++) setBit(held, ordinal);
    }
  }
}

async function linkOne(
  from: string,
  entry: number,
  stamp: Stamp | undefined,
  writer: FileWriter,
): Promise<boolean> {
  const to = writer.pathOf(entry);
  try {
    const found = stampOf(await lstat(from, { bigint: true }));
    if (stamp === undefined || !sameContentStamp(found, stamp)) return false;
    await writer.drop(entry);
    await writer.folderFor(to);
    await link(from, to);
    writer.stamps[entry] = stampOf(await lstat(to, { bigint: true }));
    return true;
  } catch (error) {
    // Gone meanwhile, or a file system without links: copying chunk by chunk does the same, slower.
    if (storeProblem(error) === 'disk-full') throw error;
    return false;
  }
}

/** Where in the mod each missing chunk belongs, by its hash. */
type Wanted = Map<string, number[]>;

function wantedChunks(map: ChunkMap, held: Uint8Array): Wanted {
  const wanted: Wanted = new Map();
  map.entries.forEach(({ chunks }, entry) => {
    const first = map.first[entry] ?? 0;
    for (let row = 0; row < chunkCount(chunks); row++) {
      if (hasBit(held, first + row)) continue;
      const key = keyOf(chunkHash(chunks, row));
      const places = wanted.get(key);
      if (places === undefined) wanted.set(key, [first + row]);
      else places.push(first + row);
    }
  });
  return wanted;
}

/** Copies missing chunks from whatever is on this machine already; each is verified on the way. */
export async function copyChunks(
  map: ChunkMap,
  held: Uint8Array,
  writer: FileWriter,
  sources: Iterable<ReuseSource>,
  work: Work,
): Promise<Result<void, StoreProblem>> {
  const wanted = wantedChunks(map, held);
  const entryOf = entryFinder(map);
  const copied: number[] = [];
  const behind = new WriteBehind({
    write: async (entry, offset, parts) => {
      try {
        await writer.write(entry, offset, parts);
        return ok(undefined);
      } catch (error) {
        return err(storeProblem(error));
      }
    },
  });
  let sinceBeat = 0;
  const take = async (hash: Uint8Array, bytes: Uint8Array): Promise<void> => {
    const places = wanted.get(keyOf(hash)) ?? [];
    wanted.delete(keyOf(hash));
    for (const ordinal of places) {
      await behind.add(entryOf(ordinal), map.offsets[ordinal] ?? 0, bytes, false);
      copied.push(ordinal);
    }
    sinceBeat += bytes.length;
    if (sinceBeat < BEAT_BYTES) return;
    work.beat();
    sinceBeat = 0;
  };
  for (const source of sources) {
    const here = source.held;
    let first = 0;
    for (const file of source.entries) {
      if (wanted.size === 0 || work.signal.aborted || behind.problem !== undefined) break;
      const start = first;
      first += chunkCount(file.chunks);
      const has = (row: number): boolean => here === undefined || hasBit(here, start + row);
      await copyFrom(
        join(source.root, file.path),
        file.chunks,
        (row, hash) => wanted.has(keyOf(hash)) && has(row),
        take,
      );
    }
  }
  await behind.settled();
  if (behind.problem !== undefined) return err(behind.problem);
  for (const ordinal of copied) setBit(held, ordinal);
  return ok(undefined);
}

const entryFinder =
  (map: ChunkMap) =>
  (ordinal: number): number => {
    let entry = 0;
    for (let step = 1 << 17; step > 0; step >>= 1) {
      if (entry + step < map.entries.length && (map.first[entry + step] ?? 0) <= ordinal) entry += step;
    }
    return entry;
  };

async function copyFrom(
  path: string,
  chunks: Uint8Array,
  useful: (row: number, hash: Uint8Array) => boolean,
  take: (hash: Uint8Array, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let handle: FileHandle | undefined;
  let offset = 0;
  try {
    for (let row = 0; row < chunkCount(chunks); row++) {
      const [hash, size, at] = [chunkHash(chunks, row), chunkSize(chunks, row), offset];
      offset += size;
      if (!useful(row, hash)) continue;
      handle ??= await open(path, 'r');
      const bytes = Buffer.allocUnsafeSlow(size);
      if ((await readFully(handle, bytes, at)) !== size) continue;
      if (equalBytes(sha256(bytes), hash)) await take(hash, bytes);
    }
  } catch (error) {
    // An unreadable source is no source; what it would have given is fetched.
    storeProblem(error);
  } finally {
    await handle?.close();
  }
}
