import type { Table } from '../store/store.ts';
import type { Lanes } from './lanes.ts';
import type { Limits } from './limits.ts';

/** What a game beside it does not feel: 2 Mbit/s of what leaves, in bytes per second, and few transfers at a time. */
export const GAMING = { up: 250_000, transfers: 2 } as const;

const KEY = 'gaming';

/** Whether people are playing, and the node keeps out of their way. It is kept, like a pause. */
export class Gaming {
  readonly #settings: Table<number>;
  readonly #limits: Limits;
  readonly #lanes: Lanes;

  constructor(settings: Table<number>, limits: Limits, lanes: Lanes) {
    this.#settings = settings;
    this.#limits = limits;
    this.#lanes = lanes;
    this.#apply();
  }

  get on(): boolean {
    return this.#settings.get(KEY) === 1;
  }

  set on(on: boolean) {
    if (on) this.#settings.put(KEY, 1);
    else this.#settings.remove(KEY);
    this.#apply();
  }

  #apply(): void {
    const { on } = this;
    this.#limits.ceiling = { up: on ? GAMING.up : null, down: null };
    this.#lanes.most = on ? GAMING.transfers : Infinity;
  }
}
