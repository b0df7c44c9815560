import type { Pump } from '@fyteclub/transfer';
import type { Clock } from '@fyteclub/transport';

/** How often a moving transfer is looked at: for progress, and for signs of life. */
const LOOK_MS = 250;
/** Bytes per second are those of about the last two seconds. */
const RATE_WEIGHT = LOOK_MS / 2000;

/** Looks at a pump for as long as it runs: how fast it is, and whether anything moves at all. */
export class PumpWatch {
  readonly #clock: Clock;
  readonly #pump: Pump;
  /** With the verified bytes. An unchanged number of beats is a stall, of which nothing is told. */
  readonly #moving: (bytes: number) => void;
  #before: ReturnType<Pump['progress']>;
  #timer: unknown;
  #rate = 0;

  constructor(clock: Clock, pump: Pump, moving: (bytes: number) => void) {
    this.#clock = clock;
    this.#pump = pump;
    this.#moving = moving;
    this.#before = pump.progress();
    this.#wait();
  }

  get bytesPerSecond(): number {
    return Math.round(this.#rate);
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #wait(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#look();
    }, LOOK_MS);
  }

  #look(): void {
    const now = this.#pump.progress();
    // What was here already is counted at once, and has not moved.
    const moved = this.#before.bytes === 0 ? 0 : now.bytes - this.#before.bytes;
    this.#rate += RATE_WEIGHT * ((moved * 1000) / LOOK_MS - this.#rate);
    const isAlive = now.beats !== this.#before.beats;
    this.#before = now;
    this.#wait();
    if (isAlive) this.#moving(now.bytes);
  }
}
