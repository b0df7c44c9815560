import type { BulkPort, Pump } from '../ports.ts';

/** One direction of a bulk channel in memory, with a queue that drains as fast as `deliver` lets it. */
export class MemoryLane implements BulkPort {
  readonly sent: Uint8Array[] = [];
  peak = 0;
  bytes = 0;
  #queue: Uint8Array[] = [];
  #queued = 0;
  #draining = false;
  #closed = false;
  #waiting: (() => void)[] = [];
  readonly #deliver: (frame: Uint8Array) => void;
  readonly #record: boolean;
  readonly #tick: () => Promise<void>;

  /** @param tick awaited before each delivery: how slow the other side is */
  constructor(
    deliver: (frame: Uint8Array) => void,
    tick: () => Promise<void> = () => Promise.resolve(),
    record = true,
  ) {
    this.#deliver = deliver;
    this.#tick = tick;
    this.#record = record;
  }

  send(frame: Uint8Array): boolean {
    if (this.#closed) return false;
    if (this.#record) this.sent.push(frame);
    this.bytes += frame.length;
    this.#queue.push(frame);
    this.#queued += frame.length;
    this.peak = Math.max(this.peak, this.#queued);
    void this.#drain();
    return true;
  }

  bufferedAmount(): number {
    return this.#queued;
  }

  drained(): Promise<void> {
    if (this.#queued <= 256 * 1024 || this.#closed) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Drops what is queued, as a channel that dies does. */
  cut(): void {
    this.#closed = true;
    this.#queue = [];
    this.#queued = 0;
    this.#release();
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    for (;;) {
      await this.#tick();
      const frame = this.#queue.shift();
      if (frame === undefined) break;
      this.#queued -= frame.length;
      this.#deliver(frame);
      if (this.#queued <= 256 * 1024) this.#release();
    }
    this.#draining = false;
  }
}

/** Ends both ways at once, as a channel does. */
export function cut(lanes: readonly MemoryLane[], pumps: readonly Pump[]): void {
  for (const lane of lanes) lane.cut();
  for (const pump of pumps) pump.closed();
}
