import type { Path } from '@fyteclub/transport/testing';
import type { SeededRandom } from '../corpus/seeded-random.ts';

/** How well two machines reach each other while nothing is wrong. */
type Quality = Omit<Path, 'cut'>;

/** A line that still works, but nobody likes. */
const BAD: Quality = { delayMs: 400, jitterMs: 300, loss: 0.25, duplicates: 0.1 };

const drawQuality = (dice: SeededRandom): Quality => ({
  delayMs: 2 + 60 * dice.next() ** 2,
  jitterMs: 20 * dice.next(),
  loss: 0.04 * dice.next() ** 2,
  duplicates: 0.02 * dice.next(),
});

/** The state of the net between machines, which are named here as people name them. */
export class Paths {
  readonly #names = new Map<string, string>();
  readonly #dice: SeededRandom;
  readonly #qualities = new Map<string, Quality>();
  readonly #bad = new Set<string>();
  readonly #cuts = new Set<string>();
  readonly #groups = new Map<string, number>();
  readonly #everywhere = new Set<string>();
  readonly #cache = new Map<string, Path>();

  constructor(dice: SeededRandom) {
    this.#dice = dice;
  }

  /** From now on this machine has the address. */
  call(address: string, name: string): void {
    this.#names.set(address, name);
    this.#cache.clear();
  }

  nameOf(address: string): string {
    return this.#names.get(address) ?? address;
  }

  between(fromAddress: string, toAddress: string): Path {
    const key = `${fromAddress}>${toAddress}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const [from, to] = [this.nameOf(fromAddress), this.nameOf(toAddress)];
    const pair = [from, to].sort().join('-');
    const inBoth = this.#everywhere.has(from) || this.#everywhere.has(to);
    const apart = !inBoth && this.#groups.get(from) !== this.#groups.get(to);
    const cut = apart || this.#cuts.has(`${from}>${to}`);
    const path = { ...(this.#bad.has(pair) ? BAD : this.#quality(pair)), cut };
    this.#cache.set(key, path);
    return path;
  }

  /** Whether anything is wrong that {@link heal} would mend. */
  get broken(): boolean {
    return this.#cuts.size + this.#groups.size + this.#bad.size > 0;
  }

  /** Nothing passes from one to the other; the way back stays as it is. */
  cutOneWay(from: string, to: string): void {
    this.#cuts.add(`${from}>${to}`);
    this.#cache.clear();
  }

  cut(a: string, b: string): void {
    this.cutOneWay(a, b);
    this.cutOneWay(b, a);
  }

  worsen(a: string, b: string): void {
    this.#bad.add([a, b].sort().join('-'));
    this.#cache.clear();
  }

  /** Nothing passes between two of these groups, nor between any of them and the rest. */
  partition(groups: readonly (readonly string[])[]): void {
    this.#groups.clear();
    for (const [index, group] of groups.entries()) for (const name of group) this.#groups.set(name, index);
    this.#cache.clear();
  }

  /** However the net falls apart, this machine reaches every part of it from now on. */
  reachEverywhere(name: string): void {
    this.#everywhere.add(name);
    this.#cache.clear();
  }

  /** Everything is as it was in the beginning. */
  heal(): void {
    this.#cuts.clear();
    this.#groups.clear();
    this.#bad.clear();
    this.#cache.clear();
  }

  #quality(pair: string): Quality {
    const known = this.#qualities.get(pair) ?? drawQuality(this.#dice.fork(pair));
    this.#qualities.set(pair, known);
    return known;
  }
}
