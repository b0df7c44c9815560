import type { Clock } from '@fyteclub/transport';
import type { Event } from './event-queue.ts';
import type { World } from './world.ts';

/** The world began at this moment by a clock without fault, milliseconds since 1970. */
export const BEGINNING = 1_800_000_000_000;
/** Beyond this Node's own timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock of one machine, which goes on whether or not a node runs on it. */
export class MachineClock {
  readonly #world: World;
  readonly #rate: number;
  #setAt = 0;
  #aheadMs: number;

  /** @param driftPpm runs faster by so many parts in a million. */
  constructor(world: World, aheadMs: number, driftPpm: number) {
    this.#world = world;
    this.#aheadMs = aheadMs;
    this.#rate = 1 + driftPpm / 1_000_000;
  }

  /** Milliseconds since 1970, as this machine believes. */
  now(): number {
    const since = this.#world.now - this.#setAt;
    return Math.floor(BEGINNING + this.#setAt + this.#aheadMs + since * this.#rate);
  }

  /** Somebody, or a time server, sets it. */
  set(aheadMs: number): void {
    this.#setAt = this.#world.now;
    this.#aheadMs = aheadMs;
  }

  /**
   * The timers of one run of a node: they go as fast as the clock does, whatever it shows, and die with the run.
   * @param alive whether anything of the run may still happen.
   */
  timers(name: string, alive: () => boolean): Clock {
    const world = this.#world;
    return {
      setTimeout: (run: () => void, ms: number): Event => {
        const wait = ms >= 1 && ms <= LONGEST_TIMER_MS ? ms : 1;
        return world.schedule(wait / this.#rate, () => {
          if (!alive()) return;
          world.trace.event(world.now, 'timer', name);
          run();
        });
      },
      clearTimeout: (timer: Event | undefined) => {
        if (timer !== undefined) world.cancel(timer);
      },
    };
  }
}
