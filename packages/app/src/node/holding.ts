import type { ModHash, ModOffer } from '@fyteclub/transfer';
import type { Table } from '../store/store.ts';

/**
 * Mods that people want to be asked about, because they are big. What they let through is kept by what is in it: a
 * later version is asked about anew, and the same one never again.
 */
export class Holding {
  readonly #released: Table<1>;
  readonly #above: number | null;
  readonly #told = new Set<ModHash>();
  readonly #listeners: ((mod: ModHash) => void)[] = [];

  /** @param above bytes that are still taken unasked; null for any number. */
  constructor(released: Table<1>, above: number | null) {
    this.#released = released;
    this.#above = above;
  }

  /** The bytes are what its owner says, who is held to it: a mod that turns out bigger is not taken. */
  holds({ mod, bytes }: Pick<ModOffer, 'mod' | 'bytes'>): boolean {
    return this.#above !== null && bytes > this.#above && this.#released.get(mod) === undefined;
  }

  /** Whether it is the first time since the node started that a mod is held: what is offered again is no news. */
  isNews(mod: ModHash): boolean {
    const known = this.#told.has(mod);
    this.#told.add(mod);
    return !known;
  }

  release(mod: ModHash): void {
    this.#released.put(mod, 1);
    for (const listener of this.#listeners) listener(mod);
  }

  listen(released: (mod: ModHash) => void): void {
    this.#listeners.push(released);
  }
}
