import { setTimeout as sleep } from 'node:timers/promises';
import { distancesIn, metresBetween, placeAt, stepTowards, type Place } from './field.rules.ts';
import type { Player } from './player.ts';

const TICK_MS = 250;
const METRES_PER_TICK = 5;

/** Where everybody starts: far from everybody else. */
const CORNERS: readonly Place[] = [
  { x: 0, y: 0 },
  { x: 80, y: 0 },
  { x: 0, y: 90 },
  { x: 90, y: 90 },
];

/**
 * A stretch of the game's world. Whoever walks is seen by everybody, each with their own eyes: every node is told the
 * distances by the verb through which a plugin of the game tells them.
 */
export class Field {
  readonly #players: readonly Player[];
  readonly #places: Record<string, Place>;
  readonly #told = new Map<string, number>();
  readonly #out = new Set<string>();

  constructor(players: readonly Player[]) {
    this.#players = players;
    this.#places = Object.fromEntries(players.map(({ name }, at) => [name, CORNERS[at] ?? { x: 0, y: 0 }]));
  }

  /** Everybody looks around. */
  async look(): Promise<void> {
    const byName = new Map(this.#players.map((player) => [player.name, player]));
    const sighted = distancesIn(this.#places).filter(({ pair }) => !pair.some((name) => this.#out.has(name)));
    await Promise.all(
      sighted.flatMap(({ pair: [one, other], metres }) =>
        [
          [one, other],
          [other, one],
        ].map(async ([who = '', whom = '']) => {
          const eyes = byName.get(who);
          if (eyes?.running !== true || this.#told.get(`${who}>${whom}`) === metres) return;
          await eyes.ask('near', { member: whom, metres });
          this.#told.set(`${who}>${whom}`, metres);
        }),
      ),
    );
  }

  /** Somebody is no member any more, and so is nobody whom a node could be told about. */
  leave({ name }: Player): void {
    this.#out.add(name);
  }

  /**
   * Walks until so far from somebody, and everybody looks at every step.
   * @param seen told the distance at every step; whoever answers true stops there.
   */
  async walk(
    who: Player,
    metres: number,
    whom: Player,
    seen: (metres: number) => boolean | Promise<boolean>,
  ): Promise<number> {
    const goal = placeAt(metres, this.#place(who), this.#place(whom));
    for (;;) {
      const here = stepTowards(this.#place(who), goal, METRES_PER_TICK);
      this.#places[who.name] = here;
      await this.look();
      const apart = metresBetween(here, this.#place(whom));
      if ((await seen(apart)) || here === goal) return apart;
      await sleep(TICK_MS);
    }
  }

  #place({ name }: Player): Place {
    return this.#places[name] ?? { x: 0, y: 0 };
  }
}
