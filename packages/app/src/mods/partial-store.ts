import { mkdir, open, statfs, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, err, ok, type Result } from '@fyteclub/identity';
import {
  chunkSize,
  chunkTotal,
  createBitmap,
  createChunkMap,
  hasBit,
  MANIFEST_MAX_BYTES,
  type CheckedManifest,
  type ChunkMap,
  type InboundStore,
  type StoreProblem,
  type Work,
} from '@fyteclub/transfer';
import { eachOf, readFully, storeProblem, writeAtomically } from './disk.ts';
import { FileWriter } from './file-writer.ts';
import { copyChunks, linkUnchanged, type ReuseSource } from './reuse.ts';
import { sameContentStamp, stampAt, type Stamp } from './stamp.ts';
import { takeStock } from './take-stock.ts';

/** Never fills the disk to the last byte: the system and the node's own state need room to breathe. */
const SPARE_BYTES = 16 * 1024 ** 2;

/** A mod whose every byte is verified and in `files`, ready to be put in place. */
export interface FinishedMod {
  readonly checked: CheckedManifest;
  readonly files: string;
  /** One for each file. */
  readonly stamps: readonly Stamp[];
}

export const manifestPath = (folder: string): string => join(folder, 'manifest');
export const filesPath = (folder: string): string => join(folder, 'files');

/** The signed manifest kept in a partial folder, unchecked; undefined where there is none that could be one. */
export async function keptManifest(folder: string): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(manifestPath(folder), 'r');
    try {
      const { size } = await handle.stat();
      if (size > MANIFEST_MAX_BYTES) return undefined;
      const bytes = new Uint8Array(size);
      return (await readFully(handle, bytes, 0)) === size ? bytes : undefined;
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Unreadable is as good as missing: it is asked for again, and writing it will tell what is wrong with the disk.
    storeProblem(error);
    return undefined;
  }
}

/**
 * A mod on its way in: `manifest`, and below `files` what has come, at its final offsets. There is no journal:
 * whatever a kill or a torn write left is hashed again, so it can cost work but never a wrong byte.
 */
export class PartialStore implements InboundStore {
  finished: FinishedMod | undefined;
  readonly #folder: string;
  readonly #known: Uint8Array | undefined;
  readonly #sources: (checked: CheckedManifest) => Promise<readonly ReuseSource[]>;
  #checked: CheckedManifest | undefined;
  #writer: FileWriter | undefined;

  /**
   * @param sources what else on this machine may hold chunks of the mod, the version to be replaced first
   * @param known the signed manifest, if the mod was here once and is to be mended
   */
  constructor(
    folder: string,
    sources: (checked: CheckedManifest) => Promise<readonly ReuseSource[]>,
    known?: Uint8Array,
  ) {
    this.#folder = folder;
    this.#sources = sources;
    this.#known = known;
  }

  async manifest(): Promise<Uint8Array | undefined> {
    return (await keptManifest(this.#folder)) ?? this.#known;
  }

  async begin(checked: CheckedManifest, work: Work): Promise<Result<Uint8Array, StoreProblem>> {
    try {
      const root = filesPath(this.#folder);
      await mkdir(root, { recursive: true });
      const kept = await keptManifest(this.#folder);
      if (kept === undefined || !equalBytes(kept, checked.signed)) {
        await writeAtomically(manifestPath(this.#folder), checked.signed);
      } else {
        const now = new Date();
        await utimes(manifestPath(this.#folder), now, now);
      }
      const map = createChunkMap(checked.manifest.entries);
      const held = createBitmap(chunkTotal(map));
      const writer = new FileWriter(root, checked.manifest.entries);
      this.#checked = checked;
      this.#writer = writer;
      await takeStock(root, checked.manifest, writer, held, work);
      const sources = missingBytes(map, held) > 0 ? await this.#sources(checked) : [];
      for (const source of sources) await linkUnchanged(map, held, writer, source);
      if (missingBytes(map, held) + SPARE_BYTES > (await freeBytes(root))) return err('disk-full');
      const own = { root, entries: checked.manifest.entries, held };
      const copied = await copyChunks(map, held, writer, [own, ...sources], work);
      return copied.ok ? ok(held) : copied;
    } catch (error) {
      return err(storeProblem(error));
    }
  }

  async write(
    entry: number,
    offset: number,
    parts: readonly Uint8Array[],
  ): Promise<Result<void, StoreProblem>> {
    try {
      await this.#begun().writer.write(entry, offset, parts);
      return ok(undefined);
    } catch (error) {
      return err(storeProblem(error));
    }
  }

  async finish(): Promise<Result<void, StoreProblem>> {
    const { writer, checked } = this.#begun();
    const root = filesPath(this.#folder);
    try {
      for (const folder of checked.manifest.folders) await mkdir(join(root, folder), { recursive: true });
      for (const [entry, { size }] of checked.manifest.entries.entries()) {
        if (size === 0) await writer.createEmpty(entry);
      }
      await writer.close();
      const stamps = await this.#stamps(writer, checked);
      if (stamps === undefined) return err('changed-on-disk');
      this.finished = { checked, files: root, stamps };
      return ok(undefined);
    } catch (error) {
      return err(storeProblem(error));
    }
  }

  async close(): Promise<void> {
    try {
      await this.#writer?.close();
    } catch (error) {
      // The transfer is over either way, and what is on the disk will be hashed again.
      storeProblem(error);
    }
  }

  #begun(): { writer: FileWriter; checked: CheckedManifest } {
    if (this.#writer === undefined || this.#checked === undefined) throw new Error('begin comes first');
    return { writer: this.#writer, checked: this.#checked };
  }

  /** @returns undefined when a file is not as we left it: somebody else wrote to it after it was verified. */
  async #stamps(writer: FileWriter, { manifest }: CheckedManifest): Promise<readonly Stamp[] | undefined> {
    const stamps: Stamp[] = [];
    const touched: number[] = [];
    await eachOf(manifest.entries.keys(), 8, async (entry) => {
      const left = writer.stamps[entry];
      const stamp = await stampAt(writer.pathOf(entry));
      if (stamp === undefined || left === undefined || !sameContentStamp(left, stamp)) touched.push(entry);
      else stamps[entry] = stamp;
    });
    return touched.length === 0 ? stamps : undefined;
  }
}

function missingBytes(map: ChunkMap, held: Uint8Array): number {
  let sum = 0;
  map.entries.forEach(({ chunks }, entry) => {
    const first = map.first[entry] ?? 0;
    for (let ordinal = first; ordinal < (map.first[entry + 1] ?? first); ordinal++) {
      if (!hasBit(held, ordinal)) sum += chunkSize(chunks, ordinal - first);
    }
  });
  return sum;
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
