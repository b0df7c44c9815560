/**
 * How far a sender may run ahead of the receiver's disk, in plain bytes. A data channel cannot be told to stop
 * reading, so without this a slow disk would fill the receiver's memory. Wide enough for 100 MB/s at 80 ms.
 */
export const WINDOW_BYTES = 8 * 1024 ** 2;

/** The sender's count of bytes sent and bytes known to be written. */
export class Window {
  sent = 0;
  written = 0;
  #wake: (() => void) | undefined;

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
    while (!over.aborted && this.sent - this.written >= WINDOW_BYTES) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
