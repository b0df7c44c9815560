import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestEntry } from '@fyteclub/transfer';
import { writeFully } from './disk.ts';
import { stampOf, type Stamp } from './stamp.ts';

/** More than a pump writes at once, so that no file is closed under a write. */
const KEEP_OPEN = 16;

/**
 * Writes the files of one mod below `root`. Small files are opened, written and closed in one go; large ones stay
 * open while chunks of theirs keep coming.
 */
export class FileWriter {
  /** What each file looked like when we last let go of it; a file that looks otherwise was touched by another. */
  readonly stamps: (Stamp | undefined)[] = [];
  readonly #root: string;
  readonly #entries: readonly ManifestEntry[];
  readonly #folders = new Map<string, Promise<unknown>>();
  readonly #handles = new Map<number, Promise<FileHandle>>();

  constructor(root: string, entries: readonly ManifestEntry[]) {
    this.#root = root;
    this.#entries = entries;
  }

  pathOf(entry: number): string {
    const file = this.#entries[entry];
    if (file === undefined) throw new RangeError(`no file ${entry}`);
    return join(this.#root, file.path);
  }

  async write(entry: number, offset: number, parts: readonly Uint8Array[]): Promise<void> {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (offset === 0 && length === this.#entries[entry]?.size) {
      await this.#writeWhole(entry, parts);
      return;
    }
    await writeFully(await this.#handleOf(entry), parts, offset);
  }

  /** Makes the folder a file lies in. */
  folderFor(path: string): Promise<unknown> {
    const folder = dirname(path);
    const making = this.#folders.get(folder) ?? mkdir(folder, { recursive: true });
    this.#folders.set(folder, making);
    return making;
  }

  /** Empty files have no chunk that could bring them. */
  async createEmpty(entry: number): Promise<void> {
    await this.#writeWhole(entry, []);
  }

  /** Forgets a file, for instance before something else takes its place. */
  async drop(entry: number): Promise<void> {
    await this.#close(entry, this.#handles.get(entry));
    this.stamps[entry] = undefined;
    await rm(this.pathOf(entry), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    for (const [entry, opening] of this.#handles) await this.#close(entry, opening);
  }

  async #writeWhole(entry: number, parts: readonly Uint8Array[]): Promise<void> {
    const path = this.pathOf(entry);
    await this.folderFor(path);
    await this.#close(entry, this.#handles.get(entry));
    const handle = await open(path, 'w');
    try {
      await writeFully(handle, parts, 0);
      this.stamps[entry] = stampOf(await handle.stat({ bigint: true }));
    } finally {
      await handle.close();
    }
  }

  async #handleOf(entry: number): Promise<FileHandle> {
    const opening = this.#handles.get(entry) ?? this.#open(entry);
    this.#handles.delete(entry);
    this.#handles.set(entry, opening);
    for (const [old, handle] of [...this.#handles].slice(0, Math.max(0, this.#handles.size - KEEP_OPEN))) {
      await this.#close(old, handle);
    }
    return opening;
  }

  async #open(entry: number): Promise<FileHandle> {
    const path = this.pathOf(entry);
    await this.folderFor(path);
    // "a" would ignore the offset and "w" would empty the file; this creates it where it is missing.
    const handle = await open(path, 'a');
    await handle.close();
    return open(path, 'r+');
  }

  async #close(entry: number, opening: Promise<FileHandle> | undefined): Promise<void> {
    if (opening === undefined) return;
    this.#handles.delete(entry);
    const handle = await opening.catch(() => undefined);
    if (handle === undefined) return;
    this.stamps[entry] = stampOf(await handle.stat({ bigint: true }));
    await handle.close();
  }
}
