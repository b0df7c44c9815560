import { bytes, utf8, type Field } from '@fyteclub/identity';
import { ROW_BYTES } from './chunk-table.rules.ts';
import { MANIFEST_MAX_FILES, type ManifestEntry } from './manifest.rules.ts';
import { PATH_MAX_BYTES } from './path.rules.ts';

/** Room for 64 GiB in chunks of the average size, with every path; a tree beyond it is not shared. */
export const ENTRIES_MAX_BYTES = 128 * 1024 ** 2;
export const FOLDERS_MAX_BYTES = 4 + MANIFEST_MAX_FILES * (2 + PATH_MAX_BYTES);

/** Reads a tree's tables in one pass: a field per value would build millions of little arrays. */
class Cursor {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #text: Buffer;
  readonly #view: DataView;

  constructor(source: Uint8Array) {
    this.#bytes = source;
    this.#text = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
    this.#view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  }

  #skip(length: number): number {
    if (length > this.#bytes.length - this.#at) throw new RangeError('cut off');
    this.#at += length;
    return this.#at - length;
  }

  path(): string {
    const length = this.#view.getUint16(this.#skip(2));
    if (length > PATH_MAX_BYTES) throw new RangeError('path too long');
    const at = this.#skip(length);
    // What is no UTF-8 reads as replacement characters, and the layout refuses what does not encode as it was.
    return this.#text.toString('utf8', at, at + length);
  }

  size(): number {
    const size = Number(this.#view.getBigUint64(this.#skip(8)));
    if (!Number.isSafeInteger(size)) throw new RangeError('size too large');
    return size;
  }

  count(): number {
    return this.#view.getUint32(this.#skip(4));
  }

  table(): Uint8Array {
    const length = this.count() * ROW_BYTES;
    const at = this.#skip(length);
    return this.#bytes.slice(at, at + length);
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }
}

class Pen {
  #at = 0;
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  count(value: number): void {
    this.#view.setUint32(this.#at, value);
    this.#at += 4;
  }

  size(value: number): void {
    this.#view.setBigUint64(this.#at, BigInt(value));
    this.#at += 8;
  }

  path(encoded: Uint8Array): void {
    if (encoded.length > PATH_MAX_BYTES) throw new RangeError('path too long');
    this.#view.setUint16(this.#at, encoded.length);
    this.raw(encoded, 2);
  }

  raw(value: Uint8Array, gap = 0): void {
    this.bytes.set(value, this.#at + gap);
    this.#at += gap + value.length;
  }
}

/** A field whose value is one block of bytes inside the canonical layout. */
function packed<T>(max: number, write: (value: T) => Uint8Array, read: (from: Cursor) => T): Field<T> {
  const block = bytes(max);
  return {
    write: (value) => block.write(write(value)),
    read: (from) => {
      const cursor = new Cursor(block.read(from));
      const value = read(cursor);
      if (!cursor.done) throw new RangeError('bytes left over');
      return value;
    },
  };
}

function counted<T>(from: Cursor, read: () => T): readonly T[] {
  const count = from.count();
  if (count > MANIFEST_MAX_FILES) throw new RangeError('too many');
  const values: T[] = [];
  for (let i = 0; i < count; i++) values.push(read());
  return values;
}

/** Count u32, then per folder: length u16 and path. */
export const folderTable: Field<readonly string[]> = packed(
  FOLDERS_MAX_BYTES,
  (folders) => {
    const paths = folders.map(utf8);
    const pen = new Pen(paths.reduce((sum, path) => sum + 2 + path.length, 4));
    pen.count(paths.length);
    for (const path of paths) pen.path(path);
    return pen.bytes;
  },
  (from) => counted(from, () => from.path()),
);

/** How much of a manifest its files take. */
export const entryTableBytes = (entries: readonly ManifestEntry[]): number =>
  entries.reduce((sum, { path, chunks }) => sum + 14 + utf8(path).length + chunks.length, 4);

/** Count u32, then per file: length u16 and path, size u64, number of chunks u32, rows of 34 bytes. */
export const entryTable: Field<readonly ManifestEntry[]> = packed(
  ENTRIES_MAX_BYTES,
  (entries) => {
    const paths = entries.map(({ path }) => utf8(path));
    const pen = new Pen(entryTableBytes(entries));
    pen.count(entries.length);
    entries.forEach((entry, i) => {
      pen.path(paths[i] ?? new Uint8Array());
      pen.size(entry.size);
      pen.count(entry.chunks.length / ROW_BYTES);
      pen.raw(entry.chunks);
    });
    return pen.bytes;
  },
  (from) => counted(from, () => ({ path: from.path(), size: from.size(), chunks: from.table() })),
);
