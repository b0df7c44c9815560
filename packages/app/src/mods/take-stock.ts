import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clearBit,
  createChunkMap,
  setBit,
  type ChunkMap,
  type Manifest,
  type Work,
} from '@fyteclub/transfer';
import { checkChunks } from './check-chunks.ts';
import { eachOf, isMissing } from './disk.ts';
import type { FileWriter } from './file-writer.ts';
import { stampOf } from './stamp.ts';

const READING = 4;

/** Removes whatever does not belong to the mod, so that the folder can be put in place as it is. */
export async function prune(root: string, manifest: Manifest): Promise<ReadonlySet<string>> {
  const files = new Set(manifest.entries.map(({ path }) => path));
  const folders = new Set<string>();
  for (const path of [...files, ...manifest.folders.map((folder) => `${folder}/.`)]) {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      folders.add(path.slice(0, end));
    }
  }
  const present = new Set<string>();
  const queue = [''];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const child of await childrenOf(join(root, folder))) {
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      if (child.isFile() && files.has(path)) present.add(path);
      else if (child.isDirectory() && folders.has(path)) queue.push(path);
      else await rm(join(root, path), { recursive: true, force: true });
    }
  }
  return present;
}

async function childrenOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Marks in `held` every chunk of the mod that lies below the writer's root with the right hash. */
export async function takeStock(
  root: string,
  manifest: Manifest,
  writer: FileWriter,
  held: Uint8Array,
  work: Work,
): Promise<void> {
  const present = await prune(root, manifest);
  const map = createChunkMap(manifest.entries);
  const entries = manifest.entries.flatMap(({ path }, entry) => (present.has(path) ? [entry] : []));
  await eachOf(entries, READING, async (entry) => {
    if (!work.signal.aborted) await stockOf(map, entry, writer, held, work);
  });
}

async function stockOf(
  map: ChunkMap,
  entry: number,
  writer: FileWriter,
  held: Uint8Array,
  work: Work,
): Promise<void> {
  const size = map.entries[entry]?.size ?? 0;
  const handle = await open(writer.pathOf(entry), 'r+');
  let whole = false;
  let links = 1n;
  try {
    const stats = await handle.stat({ bigint: true });
    links = stats.nlink;
    if (Number(stats.size) > size && links === 1n) await handle.truncate(size);
    const first = map.first[entry] ?? 0;
    const table = map.entries[entry]?.chunks ?? new Uint8Array();
    const found = await checkChunks(handle, table, work, (row) => setBit(held, first + row));
    const after = await handle.stat({ bigint: true });
    whole = found && Number(after.size) === size;
    if (whole) writer.stamps[entry] = stampOf(after);
  } finally {
    await handle.close();
  }
  if (whole || links === 1n) return;
  // Another version's file under a second name: writing here would change that one, so begin anew.
  const first = map.first[entry] ?? 0;
  for (let ordinal = first; ordinal < (map.first[entry + 1] ?? first); ordinal++) clearBit(held, ordinal);
  await writer.drop(entry);
}
