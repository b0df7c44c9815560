import { turnsOf, type Standing, type Wish } from './lanes.rules.ts';

/** A transfer, as far as it shares the way with others. */
export interface Mover {
  wish(): Wish;
  /** It may move from now on, or has to let others. */
  turn(mine: boolean): void;
}

interface Seen extends Standing {
  readonly mover: Mover;
  readonly mine: boolean;
}

/** How many transfers run at a time, whatever syncshell they are in; as many as there are unless told. */
export class Lanes {
  readonly #seen = new Map<Mover, Seen>();
  #most = Infinity;
  #changes = 0;
  #looking = false;
  #changed = false;

  /** Whether somebody who begins now may move. */
  get open(): boolean {
    return [...this.#seen.values()].filter(({ wish }) => wish !== 'nothing').length < this.#most;
  }

  /** Those that move beyond so many have to wait. */
  set most(most: number) {
    this.#most = most;
    this.look();
  }

  enter(mover: Mover, mine: boolean): void {
    this.#seen.set(mover, { mover, mine, wish: 'nothing', since: 0 });
    this.look();
  }

  leave(mover: Mover): void {
    if (this.#seen.delete(mover)) this.look();
  }

  /** Somebody may want something else than before. */
  look(): void {
    this.#changed = true;
    // Whoever is told acts at once, and so is looked at again from within.
    if (this.#looking) return;
    this.#looking = true;
    while (this.#changed) {
      this.#changed = false;
      this.#tell();
    }
    this.#looking = false;
  }

  #tell(): void {
    for (const [mover, { wish, ...seen }] of this.#seen) {
      const wanted = mover.wish();
      if (wanted !== wish) this.#seen.set(mover, { ...seen, wish: wanted, since: ++this.#changes });
    }
    const all = [...this.#seen.values()];
    const theirs = turnsOf(all, this.#most);
    const told = all.filter((seen) => theirs.has(seen) !== seen.mine);
    // Who has to stop first, so that there are never more than may be.
    for (const seen of told.sort((a, b) => Number(b.mine) - Number(a.mine))) {
      const mine = theirs.has(seen);
      if (!this.#seen.has(seen.mover)) continue;
      this.#seen.set(seen.mover, { ...seen, mine });
      seen.mover.turn(mine);
    }
  }
}
