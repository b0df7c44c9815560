import { equalBytes } from '@fyteclub/identity';
import { chunkHash } from './chunk-table.rules.ts';
import type { ChunkMap } from './chunk-map.rules.ts';
import { BATCH_BYTES, BATCH_CHUNKS } from './frames.ts';
import { sha256 } from './sha256.ts';
import { inOrder } from './in-order.ts';
import type { OutboundSource } from './ports.ts';
import { planReads, READ_BYTES, type PlannedRead } from './read-plan.rules.ts';

/** Chunks on their way into one frame, verified against the manifest. */
export interface PlainBatch {
  readonly ordinals: readonly number[];
  readonly parts: readonly Uint8Array[];
  readonly length: number;
  /** Extension of the first file in it: tells how well it is likely to compress. */
  readonly kind: string;
}

/** The file that is no longer what its manifest says. */
export interface Changed {
  readonly changed: string;
}

/** Reads under way at once: hides the latency of opening many little files. */
const READS_AHEAD = 8;

const extension = (path: string): string => /\.[^./]+$/u.exec(path)?.[0].toLowerCase() ?? '';

function matches(map: ChunkMap, read: PlannedRead, bytes: Uint8Array): boolean {
  const table = map.entries[read.entry]?.chunks ?? new Uint8Array();
  const first = map.first[read.entry] ?? 0;
  return read.chunks.every(({ ordinal, start, size }) =>
    equalBytes(sha256(bytes.subarray(start, start + size)), chunkHash(table, ordinal - first)),
  );
}

/** Blocks for large reads, used again and again: fresh memory for every read is dearer than reading. */
class Blocks {
  readonly #free: Uint8Array[] = [];

  take(length: number): Uint8Array {
    if (length < READ_BYTES / 8) return Buffer.allocUnsafe(length);
    return (this.#free.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES)).subarray(0, length);
  }

  give(bytes: Uint8Array): void {
    if (bytes.buffer.byteLength === READ_BYTES) this.#free.push(new Uint8Array(bytes.buffer));
  }
}

/**
 * Reads what is needed, small files first, and groups it for frames; the last item may be {@link Changed}.
 * A batch is valid until the next one is asked for.
 */
export async function* readBatches(
  map: ChunkMap,
  need: Uint8Array,
  source: OutboundSource,
): AsyncGenerator<PlainBatch | Changed> {
  const blocks = new Blocks();
  let batch = new GrowingBatch('');
  const reads = inOrder(
    planReads(map, need),
    async (read) => {
      const bytes = blocks.take(read.length);
      return { read, bytes, result: await source.read(read.entry, read.offset, bytes) };
    },
    READS_AHEAD,
  );
  for await (const { read, bytes, result } of reads) {
    const path = map.entries[read.entry]?.path ?? '';
    if (!result.ok || !matches(map, read, bytes)) {
      yield { changed: path };
      return;
    }
    for (const { ordinal, start, size } of read.chunks) {
      if (batch.length >= BATCH_BYTES || batch.ordinals.length === BATCH_CHUNKS) {
        yield batch;
        for (const spent of batch.spent) blocks.give(spent);
        batch = new GrowingBatch(extension(path));
      } else if (batch.length === 0) batch = new GrowingBatch(extension(path));
      batch.append(ordinal, bytes, start, size);
    }
    batch.spent.push(bytes);
  }
  if (batch.length > 0) yield batch;
}

class GrowingBatch implements PlainBatch {
  readonly ordinals: number[] = [];
  readonly parts: Uint8Array[] = [];
  length = 0;
  /** Reads whose last chunk is in here: free once the batch is sent. */
  readonly spent: Uint8Array[] = [];
  readonly kind: string;
  #tail: { readonly bytes: Uint8Array; readonly from: number; to: number } | undefined;

  constructor(kind: string) {
    this.kind = kind;
  }

  /** Neighbours in one read become one part, so that a large file's batch is a single view of what was read. */
  append(ordinal: number, bytes: Uint8Array, start: number, size: number): void {
    const tail = this.#tail;
    if (tail?.bytes === bytes && tail.to === start) {
      tail.to += size;
      this.parts[this.parts.length - 1] = bytes.subarray(tail.from, tail.to);
    } else {
      this.#tail = { bytes, from: start, to: start + size };
      this.parts.push(bytes.subarray(start, start + size));
    }
    this.ordinals.push(ordinal);
    this.length += size;
  }
}
