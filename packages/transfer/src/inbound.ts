import { equalBytes } from '@fyteclub/identity';
import { chunkPlace, chunkTotal, createChunkMap, type ChunkMap } from './chunk-map.rules.ts';
import { isBitmapOf } from './bitmap.rules.ts';
import { expand } from './compression.ts';
import { BATCH_MAX, decodeSenderFrame, type Batch, type Piece, type SenderFrame } from './frames.ts';
import { Line } from './line.ts';
import { openManifest, type CheckedManifest, type ManifestExpectation } from './manifest.ts';
import { createMissing, type Missing } from './missing.ts';
import { cutPieces, Gatherer } from './pieces.ts';
import type { BulkPort, InboundStore, Pace, Progress, Pump, PumpEnd } from './ports.ts';
import type { PumpCode } from './codes.rules.ts';
import type { ModOffer } from './messages.ts';
import { sha256 } from './sha256.ts';
import type { TransferSeal } from './seal.ts';
import { WINDOW_BYTES } from './window.ts';
import { WriteBehind } from './write-behind.ts';

/** What one transfer needs at the receiver. */
export interface InboundOptions {
  /** The bulk channel; no other transfer uses it. */
  readonly port: BulkPort;
  /** Made for the receiver; wiped when the pump ends. */
  readonly seal: TransferSeal;
  readonly expected: ManifestExpectation;
  /** What the peer told of the mod beforehand; the manifest must keep that word. */
  readonly offer: ModOffer;
  /** Closed when the pump ends. */
  readonly store: InboundStore;
  /** The user's limit on receiving, if any. */
  readonly pace?: Pace;
}

/** The sender is told of writes in steps of this size, and whenever the wire falls silent. */
const REPORT_BYTES = 512 * 1024;

/** The receiver of one mod: asks for what is missing, verifies every chunk, writes it, and says when all is there. */
export function createInbound(options: InboundOptions): Pump {
  return new Inbound(options);
}

/** A batch as it came; it is expanded when its turn comes, so that what waits is small. */
interface Arrived {
  readonly ordinals: Uint32Array;
  /** Plain bytes. */
  readonly length: number;
  readonly compressed: boolean;
  readonly body: Uint8Array;
}

/** The mod's chunks, and which of them are not on the disk. */
interface Stock {
  readonly map: ChunkMap;
  readonly missing: Missing;
}

class Inbound implements Pump {
  readonly ended: Promise<PumpEnd>;
  readonly #options: InboundOptions;
  readonly #line: Line;
  readonly #over: Promise<void>;
  readonly #writer: WriteBehind;
  readonly #queue: Arrived[] = [];
  readonly #manifest = new Gatherer();
  #gathered: ((signed: Uint8Array | undefined) => void) | undefined;
  #stock: Stock | undefined;
  #last: 'end' | 'stale' | 'lost' | undefined;
  #wake: (() => void) | undefined;
  #held = 0;
  #written = 0;
  /** Plain bytes that came in frames, those of them that are on the disk, and what the sender was told of it. */
  #fetch = { arrived: 0, written: 0, reported: 0 };

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#line = new Line(options.port, options.seal);
    this.#over = this.#line.over();
    this.#writer = new WriteBehind(options.store, (bytes, fetched) => this.#noteWritten(bytes, fetched));
    this.#line.signal.addEventListener('abort', () => {
      this.#gathered?.(undefined);
      this.#wake?.();
    });
    this.ended = this.#run();
  }

  receive(frame: Uint8Array): void {
    const opened = this.#line.open(frame);
    if (opened === undefined) return;
    const decoded = decodeSenderFrame(opened.plain);
    const closing = decoded?.kind === 'end' || decoded?.kind === 'stale';
    const odd = decoded === undefined || opened.last !== closing;
    const problem = odd ? 'bad-message' : this.#handle(decoded);
    if (problem !== undefined) this.#line.fail(problem);
    this.#wake?.();
  }

  closed(): void {
    // What has come before is authentic and may as well be kept; only then is it over.
    if (this.#stock === undefined) this.#line.fail('channel-lost');
    else this.#last ??= 'lost';
    this.#wake?.();
  }

  abort(): void {
    this.#line.fail('aborted');
  }

  progress(): Progress {
    const { wire, beats } = this.#line;
    return { bytes: this.#held + this.#written, total: this.#options.offer.bytes, wire, beats };
  }

  async #run(): Promise<PumpEnd> {
    const checked = await this.#obtainManifest();
    if (checked !== undefined) await this.#takeStock(checked);
    if (this.#stock !== undefined) await this.#consume(this.#stock);
    await this.#writer.settled();
    await this.#options.store.close();
    return this.#line.end ?? { kind: 'failed', code: 'aborted' };
  }

  async #obtainManifest(): Promise<CheckedManifest | undefined> {
    const { expected, offer, store } = this.#options;
    const kept = await store.manifest();
    const usable = kept !== undefined && openManifest(kept, expected).ok;
    const signed = usable ? kept : await this.#fetchManifest();
    if (signed === undefined) return undefined;
    const opened = openManifest(signed, expected);
    if (!opened.ok) {
      this.#line.fail(opened.error.code, opened.error.path);
      return undefined;
    }
    const { manifest, bytes } = opened.value;
    if (manifest.name === offer.name && bytes === offer.bytes && manifest.entries.length === offer.files) {
      return opened.value;
    }
    this.#line.fail('offer-mismatch');
    return undefined;
  }

  async #fetchManifest(): Promise<Uint8Array | undefined> {
    const gathered = new Promise<Uint8Array | undefined>((resolve) => {
      this.#gathered = resolve;
    });
    return this.#line.sendNow({ kind: 'want' }) ? gathered : undefined;
  }

  async #takeStock(checked: CheckedManifest): Promise<void> {
    const held = await this.#options.store.begin(checked, {
      signal: this.#line.signal,
      // The sender waits for our needs meanwhile; a sign of life keeps it from taking us for dead.
      beat: () => void this.#line.sendNow({ kind: 'written', bytes: 0 }),
    });
    if (this.#line.end !== undefined) return;
    if (!held.ok) {
      this.#line.fail(held.error);
      return;
    }
    const map = createChunkMap(checked.manifest.entries);
    if (!isBitmapOf(held.value, chunkTotal(map))) throw new Error('the store took stock of another mod');
    const missing = createMissing(map, held.value);
    this.#held = checked.bytes - missing.bytes;
    this.#stock = { map, missing };
    for (const piece of cutPieces(missing.need)) {
      if (!(await this.#line.send({ kind: 'need', ...piece }))) return;
    }
  }

  /** @returns what is wrong with the frame, if anything. */
  #handle(frame: SenderFrame): PumpCode | undefined {
    if (frame.kind === 'manifest') return this.#takePiece(frame);
    if (frame.kind === 'chunks') return this.#takeBatch(frame);
    this.#last = frame.kind;
    // Before the chunks begin nobody consumes the queue, so the word that there will be none counts here.
    if (this.#stock !== undefined) return undefined;
    return frame.kind === 'stale' ? 'stale' : 'bad-message';
  }

  #takePiece(piece: Piece): PumpCode | undefined {
    const whole = this.#gathered === undefined ? 'bad' : this.#manifest.add(piece);
    if (whole === 'bad') return 'bad-message';
    if (whole === 'more') return undefined;
    this.#gathered?.(whole);
    this.#gathered = undefined;
    return undefined;
  }

  #takeBatch(batch: Batch): PumpCode | undefined {
    if (this.#stock === undefined) return 'bad-message';
    const { map, missing } = this.#stock;
    let length = 0;
    for (const ordinal of batch.ordinals) {
      if (ordinal >= chunkTotal(map)) return 'unknown-chunk';
      if (!missing.take(ordinal)) return 'unwanted-chunk';
      length += chunkPlace(map, ordinal).size;
    }
    this.#fetch.arrived += length;
    const ahead = this.#fetch.arrived - this.#fetch.reported;
    if (length > BATCH_MAX || ahead > WINDOW_BYTES + BATCH_MAX) return 'oversize';
    const [body = new Uint8Array()] = batch.body;
    this.#queue.push({ ordinals: batch.ordinals, length, compressed: batch.compressed, body });
    return undefined;
  }

  async #consume({ map, missing }: Stock): Promise<void> {
    while (this.#line.end === undefined) {
      const next = this.#queue.shift();
      if (next === undefined && this.#last === undefined) {
        // Silence on the wire: what is verified must not wait in memory for a kill to lose it.
        this.#writer.flush();
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const problem =
        next === undefined ? await this.#conclude(missing) : await this.#place(map, missing, next);
      if (problem !== undefined) this.#line.fail(problem);
    }
  }

  async #place(map: ChunkMap, missing: Missing, batch: Arrived): Promise<PumpCode | undefined> {
    if (this.#options.pace !== undefined) await Promise.race([this.#options.pace(batch.length), this.#over]);
    const plain = batch.compressed ? expand(batch.body, batch.length) : batch.body;
    if (plain?.length !== batch.length) return 'bad-chunk';
    let at = 0;
    for (const ordinal of batch.ordinals) {
      const { entry, offset, size, hash } = chunkPlace(map, ordinal);
      const bytes = plain.subarray(at, at + size);
      at += size;
      if (!equalBytes(sha256(bytes), hash)) return 'bad-chunk';
      await this.#writer.add(entry, offset, bytes, true);
      for (const copy of missing.copies(ordinal)) {
        const place = chunkPlace(map, copy);
        await this.#writer.add(place.entry, place.offset, bytes, false);
      }
    }
    return this.#writer.problem;
  }

  async #conclude(missing: Missing): Promise<PumpCode | undefined> {
    await this.#writer.settled();
    if (this.#writer.problem !== undefined) return this.#writer.problem;
    if (this.#last === 'stale') return 'stale';
    if (this.#last === 'lost') return 'channel-lost';
    if (missing.left > 0) return 'truncated';
    const finished = await this.#options.store.finish();
    if (!finished.ok) return finished.error;
    this.#line.farewell({ kind: 'done' });
    return undefined;
  }

  #noteWritten(bytes: number, fetched: number): void {
    this.#written += bytes;
    this.#fetch.written += fetched;
    if (this.#last === 'lost' || this.#fetch.written - this.#fetch.reported < REPORT_BYTES) return;
    this.#fetch.reported = this.#fetch.written;
    this.#line.sendNow({ kind: 'written', bytes: this.#fetch.written });
  }
}
