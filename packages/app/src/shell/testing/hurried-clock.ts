import type { Clock } from '@fyteclub/transport';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const TICK_MS = 10;

/**
 * Time that passes ten times as fast as on the wall, and only while this process gets round to it: a machine that is
 * busy elsewhere makes nobody miss a heartbeat.
 */
export class HurriedClock implements Clock {
  readonly #timers = new Map<number, Timer>();
  readonly #ticking: NodeJS.Timeout;
  #time = Date.now();
  #count = 0;

  constructor() {
    this.#ticking = setInterval(() => {
      this.#tick();
    }, 1);
  }

  readonly now = (): number => this.#time;

  setTimeout(run: () => void, ms: number): number {
    const id = ++this.#count;
    this.#timers.set(id, { at: this.#time + ms, run });
    return id;
  }

  clearTimeout(id: number | undefined): void {
    if (id !== undefined) this.#timers.delete(id);
  }

  stop(): void {
    clearInterval(this.#ticking);
  }

  #tick(): void {
    this.#time += TICK_MS;
    const due = [...this.#timers]
      .filter(([, { at }]) => at <= this.#time)
      .sort(([, a], [, b]) => a.at - b.at);
    for (const [id, { run }] of due) if (this.#timers.delete(id)) run();
  }
}
