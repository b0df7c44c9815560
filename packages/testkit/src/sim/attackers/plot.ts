import { seededRandom, type SeededRandom } from '../../corpus/seeded-random.ts';
import type { Step } from '../commands/table.ts';
import type { Scene } from '../scene.ts';
import type { Attacker } from './attacker.ts';
import { ATTACKERS, attackerCalled } from './table.ts';
import { villainNamed } from './villains.ts';

/** Who means harm in a scenario: by name, or as its seed has it. */
export type Attackers = 'drawn' | readonly string[];

/** So many seeds have nobody who means harm. */
const PEACEFUL = 0.35;
const IN_PAIRS = 0.3;

function castOf(attackers: Attackers, dice: SeededRandom): readonly Attacker[] {
  if (attackers !== 'drawn') return attackers.flatMap((name) => attackerCalled(name) ?? []);
  if (dice.next() < PEACEFUL) return [];
  return Array.from({ length: dice.next() < IN_PAIRS ? 2 : 1 }, () => dice.pick(ATTACKERS));
}

/**
 * What villains do between the steps of everybody else. It has dice of its own, so that everybody else does what they
 * would have done without villains, as far as that is still possible.
 */
export class Plot {
  readonly #dice: SeededRandom;
  readonly #cast: readonly { readonly who: string; readonly attacker: Attacker }[];
  #strikes = 0;

  constructor(seed: string, attackers: Attackers) {
    this.#dice = seededRandom(`${seed}/attackers`);
    this.#cast = castOf(attackers, this.#dice).map((attacker, place) => ({
      who: villainNamed(place),
      attacker,
    }));
  }

  /** They come in like everybody else. */
  opening(): readonly Step[] {
    return this.#cast.map(({ who }) => this.#step('villain-comes', { who }));
  }

  /** What they do next, if anything. */
  next(scene: Scene): readonly Step[] {
    return this.#cast.flatMap(({ who, attacker }) => {
      const { isIn, rogue } = scene.villains.called(who);
      const chance = this.#dice.next();
      if (rogue?.alive === true) return chance < 0.5 ? [this.#strike(who, attacker)] : [];
      if (isIn) return chance < 0.3 ? [this.#step('villain-turns', { who })] : [];
      return chance < 0.1 ? [this.#step('villain-comes', { who })] : [];
    });
  }

  #strike(who: string, attacker: Attacker): Step {
    this.#strikes += 1;
    return strike(who, attacker, `${who}/${this.#strikes}`, this.#dice);
  }

  #step(command: string, args: Step['args']): Step {
    return { command, args, waitMs: drawWait(this.#dice) };
  }
}

const drawWait = (dice: SeededRandom): number => dice.integer(0, 3_000);

const strike = (who: string, { name, acts }: Attacker, label: string, dice: SeededRandom): Step => ({
  command: 'villain-strikes',
  args: { who, attacker: name, act: dice.pick(acts).name, dice: label },
  waitMs: drawWait(dice),
});

/** When all is well for everybody else, each villain does one thing more, whoever told it what it did before. */
export const lastStand = (scene: Scene, dice: SeededRandom): readonly Step[] =>
  scene.villains.all.flatMap(({ computer: { name }, attacker }) =>
    attacker === undefined ? [] : [strike(name, attacker, `${name}/last`, dice)],
  );
