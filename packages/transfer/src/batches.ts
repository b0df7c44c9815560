import { createHash } from 'node:crypto';
import { equalBytes } from '@fyteclub/identity';
import { chunkHash } from './chunk-table.rules.ts';
import type { ChunkMap } from './chunk-map.rules.ts';
import { BATCH_BYTES, BATCH_CHUNKS } from './frames.ts';
import { inOrder } from './in-order.ts';
import type { OutboundSource } from './ports.ts';
import { planReads, type PlannedRead } from './read-plan.rules.ts';

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
  return read.chunks.every(({ ordinal, start, size }) => {
    const hash = createHash('sha256')
      .update(bytes.subarray(start, start + size))
      .digest();
    return equalBytes(hash, chunkHash(table, ordinal - first));
  });
}

/** Reads what is needed, small files first, and groups it for frames; the last item may be {@link Changed}. */
export async function* readBatches(
  map: ChunkMap,
  need: Uint8Array,
  source: OutboundSource,
): AsyncGenerator<PlainBatch | Changed> {
  let batch = emptyBatch('');
  const reads = inOrder(
    planReads(map, need),
    async (read) => ({ read, bytes: await source.read(read.entry, read.offset, read.length) }),
    READS_AHEAD,
  );
  for await (const { read, bytes } of reads) {
    const path = map.entries[read.entry]?.path ?? '';
    if (!bytes.ok || bytes.value.length !== read.length || !matches(map, read, bytes.value)) {
      yield { changed: path };
      return;
    }
    for (const { ordinal, start, size } of read.chunks) {
      if (batch.length >= BATCH_BYTES || batch.ordinals.length === BATCH_CHUNKS) {
        yield batch;
        batch = emptyBatch('');
      }
      if (batch.length === 0) batch = emptyBatch(extension(path));
      append(batch, ordinal, bytes.value, start, size);
    }
  }
  if (batch.length > 0) yield batch;
}

interface GrowingBatch extends PlainBatch {
  ordinals: number[];
  parts: Uint8Array[];
  length: number;
  tail: { bytes: Uint8Array; from: number; to: number } | undefined;
}

const emptyBatch = (kind: string): GrowingBatch => ({
  ordinals: [],
  parts: [],
  length: 0,
  kind,
  tail: undefined,
});

/** Neighbours in one read become one part, so that a large file's batch is a single view of what was read. */
function append(batch: GrowingBatch, ordinal: number, bytes: Uint8Array, start: number, size: number): void {
  const { tail } = batch;
  if (tail?.bytes === bytes && tail.to === start) {
    tail.to += size;
    batch.parts[batch.parts.length - 1] = bytes.subarray(tail.from, tail.to);
  } else {
    batch.tail = { bytes, from: start, to: start + size };
    batch.parts.push(bytes.subarray(start, start + size));
  }
  batch.ordinals.push(ordinal);
  batch.length += size;
}
