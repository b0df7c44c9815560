/**
 * How far a sender may run ahead of the receiver's disk, in plain bytes. A data channel cannot be told to stop
 * reading, so without this a slow disk would fill the receiver's memory. Wide enough for 100 MB/s at 80 ms.
 */
export const WINDOW_BYTES = 8 * 1024 ** 2;

const SMALLEST_BYTES = 1024 ** 2;
/** What is under way when a side is killed has to go again: a small part of any mod. */
const PART_OF_MOD = 1 / 64;

/** How far ahead for a mod of so many bytes. */
export const windowBytes = (total: number): number =>
  Math.min(WINDOW_BYTES, Math.max(SMALLEST_BYTES, Math.ceil(total * PART_OF_MOD)));

/** The sender's count of bytes sent and bytes known to be written. */
export class Window {
  sent = 0;
  written = 0;
  readonly #size: number;
  #wake: (() => void) | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** @returns false for a count that goes back or beyond what was sent. */
  acknowledge(written: number): boolean {
    if (written < this.written || written > this.sent) return false;
    this.written = written;
    this.release();
    return true;
  }

  /** Lets a waiting sender look again. */
  release(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Resolves when there is room, or when `over` fires. */
  async room(over: AbortSignal): Promise<void> {
    while (!over.aborted && this.sent - this.written >= this.#size) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
