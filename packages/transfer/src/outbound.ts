import { readBatches, type PlainBatch } from './batches.ts';
import { countBits, hasBit, isBitmapOf } from './bitmap.rules.ts';
import { chunkTotal, createChunkMap, type ChunkMap } from './chunk-map.rules.ts';
import { chunkSize } from './chunk-table.rules.ts';
import { Compressor } from './compression.ts';
import { decodeReceiverFrame, type Batch, type ReceiverFrame } from './frames.ts';
import { Line } from './line.ts';
import type { CheckedManifest } from './manifest.ts';
import { cutPieces, Gatherer } from './pieces.ts';
import type { BulkPort, OutboundSource, Pace, Progress, Pump, PumpEnd } from './ports.ts';
import type { TransferSeal } from './seal.ts';
import { Window, windowBytes } from './window.ts';

/** What one transfer needs at the sender. */
export interface OutboundOptions {
  /** The bulk channel; no other transfer uses it. */
  readonly port: BulkPort;
  /** Made for the sender; wiped when the pump ends. */
  readonly seal: TransferSeal;
  /** The mod, as {@link signManifest} made it. */
  readonly shared: CheckedManifest;
  /** The files of that manifest; closed when the pump ends. */
  readonly source: OutboundSource;
  /** The user's limit on sending, if any. */
  readonly pace?: Pace;
}

/** The sender of one mod: answers what the receiver wants and needs, then ends. */
export function createOutbound(options: OutboundOptions): Pump {
  return new Outbound(options);
}

class Outbound implements Pump {
  readonly ended: Promise<PumpEnd>;
  readonly #options: OutboundOptions;
  readonly #line: Line;
  readonly #map: ChunkMap;
  readonly #window: Window;
  readonly #need = new Gatherer();
  /** Manifest and chunks leave one after the other, whatever the receiver asks meanwhile. */
  #stage: 'asked' | 'wanted' | 'sending' | 'sent' = 'asked';
  #work: Promise<void> = Promise.resolve();
  /** What the receiver had before: known once it says what it needs. */
  #held = 0;
  readonly #over: Promise<void>;

  constructor(options: OutboundOptions) {
    this.#options = options;
    this.#window = new Window(windowBytes(options.shared.bytes));
    this.#line = new Line(options.port, options.seal);
    this.#map = createChunkMap(options.shared.manifest.entries);
    this.#over = this.#line.over();
    this.ended = this.#over.then(() => this.#settle());
    this.#line.signal.addEventListener('abort', () => this.#window.release());
  }

  receive(frame: Uint8Array): void {
    const opened = this.#line.open(frame);
    if (opened === undefined) return;
    const decoded = decodeReceiverFrame(opened.plain);
    if (decoded === undefined || opened.last !== (decoded.kind === 'done') || !this.#handle(decoded)) {
      this.#line.fail('bad-message');
    }
  }

  closed(): void {
    this.#line.fail('channel-lost');
  }

  abort(): void {
    this.#line.fail('aborted');
  }

  progress(): Progress {
    return {
      bytes: this.#held + this.#window.written,
      total: this.#options.shared.bytes,
      wire: this.#line.wire,
      beats: this.#line.beats,
    };
  }

  /** @returns false for a frame that has no place here now. */
  #handle(frame: ReceiverFrame): boolean {
    if (frame.kind === 'want') {
      if (this.#stage !== 'asked') return false;
      this.#stage = 'wanted';
      this.#work = this.#work.then(() => this.#sendManifest());
      return true;
    }
    if (frame.kind === 'need') {
      if (this.#stage !== 'asked' && this.#stage !== 'wanted') return false;
      const need = this.#need.add(frame);
      if (need === 'bad' || (need !== 'more' && !isBitmapOf(need, chunkTotal(this.#map)))) return false;
      if (need !== 'more') this.#begin(need);
      return true;
    }
    if (frame.kind === 'written') return this.#window.acknowledge(frame.bytes);
    if (this.#stage !== 'sent') return false;
    this.#line.finish({ kind: 'done' });
    return true;
  }

  async #sendManifest(): Promise<void> {
    for (const piece of cutPieces(this.#options.shared.signed)) {
      if (!(await this.#line.send({ kind: 'manifest', ...piece }))) return;
    }
  }

  #begin(need: Uint8Array): void {
    this.#stage = 'sending';
    this.#held = this.#options.shared.bytes - neededBytes(this.#map, need);
    this.#work = this.#work.then(() => this.#sendChunks(need));
  }

  async #sendChunks(need: Uint8Array): Promise<void> {
    const compressor = new Compressor();
    for await (const batch of readBatches(this.#map, need, this.#options.source)) {
      if ('changed' in batch) return this.#stale(batch.changed);
      await this.#window.room(this.#line.signal);
      if (this.#options.pace !== undefined) {
        await Promise.race([this.#options.pace(batch.length), this.#over]);
      }
      this.#window.sent += batch.length;
      if (!(await this.#line.send({ kind: 'chunks', ...pack(compressor, batch) }))) return;
    }
    this.#stage = 'sent';
    await this.#line.send({ kind: 'end' }, true);
  }

  async #stale(path: string): Promise<void> {
    await this.#line.send({ kind: 'stale' }, true);
    this.#line.fail('stale', path);
  }

  async #settle(): Promise<PumpEnd> {
    await this.#options.source.close();
    await this.#work;
    return this.#line.end ?? { kind: 'failed', code: 'aborted' };
  }
}

function pack(compressor: Compressor, { kind, ordinals, parts }: PlainBatch): Batch {
  const [only] = parts;
  const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  const small = compressor.shrink(kind, whole);
  return { ordinals: Uint32Array.from(ordinals), compressed: small !== undefined, body: [small ?? whole] };
}

function neededBytes(map: ChunkMap, need: Uint8Array): number {
  if (countBits(need) === 0) return 0;
  let sum = 0;
  map.entries.forEach(({ chunks }, entry) => {
    const first = map.first[entry] ?? 0;
    const end = map.first[entry + 1] ?? first;
    for (let ordinal = first; ordinal < end; ordinal++) {
      if (hasBit(need, ordinal)) sum += chunkSize(chunks, ordinal - first);
    }
  });
  return sum;
}
