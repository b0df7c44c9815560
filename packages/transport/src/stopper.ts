import { setMaxListeners } from 'node:events';

/** Something that ends waiting, once. */
export interface Stop {
  readonly stopped: boolean;
  /** Runs at once if it has already stopped. @returns takes the wish back. */
  onStop(run: () => void): () => void;
}

/**
 * Stops when told, when a parent stops, or after a time. `AbortSignal.any` and `AbortSignal.timeout` would do the
 * same, but in Node 20 the garbage collector takes such signals away from under their listeners, and they never fire.
 */
export class Stopper implements Stop {
  #stopped = false;
  readonly #runs = new Set<() => void>();
  readonly #releases: (() => void)[] = [];

  constructor(parents: readonly Stop[] = [], ms?: number) {
    if (ms !== undefined) {
      const timer = setTimeout(() => this.stop(), ms);
      this.#releases.push(() => clearTimeout(timer));
    }
    for (const parent of parents) this.#releases.push(parent.onStop(() => this.stop()));
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  onStop(run: () => void): () => void {
    if (this.#stopped) run();
    else this.#runs.add(run);
    return () => void this.#runs.delete(run);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.release();
    for (const run of this.#runs) run();
    this.#runs.clear();
  }

  /** Lets go of the time and the parents; from then on only {@link stop} stops it. */
  release(): void {
    for (const release of this.#releases.splice(0)) release();
  }
}

/** The caller's own signal, which lives as long as the caller holds it. */
export function stopOf(signal: AbortSignal): Stop {
  // Many dials may share one signal.
  setMaxListeners(0, signal);
  return {
    get stopped() {
      return signal.aborted;
    },
    onStop: (run) => {
      if (signal.aborted) run();
      signal.addEventListener('abort', run);
      return () => signal.removeEventListener('abort', run);
    },
  };
}
