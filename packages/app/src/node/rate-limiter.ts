import type { Clock } from '@fyteclub/transport';

/** What may move at once after a rest: enough that frames do not have to wait for each other, too little to be felt. */
const BURST_MS = 250;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/**
 * Lets bytes through at a rate, whoever they belong to, first come first served: so those that share it come to about
 * the same.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  #rate: number | null = null;
  /** How long, in ms, what was let through takes at the rate, as of the last look. */
  #debt = 0;
  #looked = 0;
  #timer: unknown;

  constructor(clock: Clock, now: () => number) {
    this.#clock = clock;
    this.#now = now;
  }

  /** Bytes per second; null for no limit. */
  set rate(rate: number | null) {
    this.#rate = rate;
    // What was owed was owed at the old rate.
    this.#debt = Math.min(this.#debt, BURST_MS);
    this.#serve();
  }

  /** Resolves when so many bytes may move. */
  take(bytes: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ bytes, go });
      this.#serve();
    });
  }

  #serve(): void {
    this.#clock.clearTimeout(this.#timer);
    const now = this.#now();
    // While a clock is set back nothing is paid, so nobody moves faster; nor does anybody owe its old time.
    this.#debt = Math.max(0, this.#debt - Math.max(0, now - this.#looked));
    this.#looked = now;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#rate !== null && this.#debt >= BURST_MS) {
        this.#timer = this.#clock.setTimeout(
          () => {
            this.#serve();
          },
          Math.max(1, this.#debt - BURST_MS),
        );
        return;
      }
      this.#waiting.shift();
      if (this.#rate !== null) this.#debt += (next.bytes * 1000) / this.#rate;
      next.go();
    }
  }
}
