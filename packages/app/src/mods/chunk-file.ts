import { open, type FileHandle } from 'node:fs/promises';
import { CHUNK_MAX, chunkLength, ROW_BYTES, sha256, writeChunk } from '@fyteclub/transfer';
import { readFully } from './disk.ts';
import { sameStamp, stampOf, type Stamp } from './stamp.ts';

export interface ChunkedFile {
  readonly stamp: Stamp;
  /** Packed rows as in a manifest. */
  readonly chunks: Uint8Array;
}

const BUFFER_BYTES = 1024 ** 2;

/** Grows by doubling: the number of chunks is not known before the file is read. */
class RowWriter {
  #table = new Uint8Array(64 * ROW_BYTES);
  #rows = 0;

  add(bytes: Uint8Array): void {
    if ((this.#rows + 1) * ROW_BYTES > this.#table.length) {
      const larger = new Uint8Array(2 * this.#table.length);
      larger.set(this.#table);
      this.#table = larger;
    }
    writeChunk(this.#table, this.#rows, sha256(bytes), bytes.length);
    this.#rows++;
  }

  finish(): Uint8Array {
    return this.#table.slice(0, this.#rows * ROW_BYTES);
  }
}

async function chunksOf(handle: FileHandle, size: number): Promise<Uint8Array> {
  const rows = new RowWriter();
  const buffer = Buffer.allocUnsafeSlow(Math.min(BUFFER_BYTES, Math.max(size, 1)));
  let [kept, offset] = [0, 0];
  for (let over = false; !over;) {
    const read = await readFully(handle, buffer.subarray(kept), offset);
    offset += read;
    const filled = kept + read;
    over = filled < buffer.length || offset >= size;
    let at = 0;
    // Near the end of the buffer a boundary could depend on bytes that are not here yet.
    while (at < filled && (over || filled - at >= CHUNK_MAX)) {
      const length = chunkLength(buffer, at, filled);
      rows.add(buffer.subarray(at, at + length));
      at += length;
    }
    buffer.copyWithin(0, at, filled);
    kept = filled - at;
  }
  return rows.finish();
}

/** Cuts and hashes one file; undefined when it changed while it was read. */
export async function chunkFile(path: string): Promise<ChunkedFile | undefined> {
  const handle = await open(path, 'r');
  try {
    const before = stampOf(await handle.stat({ bigint: true }));
    const chunks = await chunksOf(handle, before.size);
    const after = stampOf(await handle.stat({ bigint: true }));
    return sameStamp(before, after) ? { stamp: before, chunks } : undefined;
  } finally {
    await handle.close();
  }
}
