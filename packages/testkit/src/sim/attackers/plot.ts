import type { MemberId } from '@fyteclub/identity';
import { seededRandom, type SeededRandom } from '../../corpus/seeded-random.ts';
import type { Step } from '../commands/table.ts';
import type { Scene } from '../scene.ts';
import type { Attacker } from './attacker.ts';
import { staleRemover } from './stale-remover.ts';
import { ATTACKERS, attackerCalled } from './table.ts';
import { villainNamed } from './villains.ts';

/** Who means harm in a scenario: by name, or as its seed has it. */
export type Attackers = 'drawn' | readonly string[];

/** So many seeds have nobody who means harm. */
const PEACEFUL = 0.35;
const IN_PAIRS = 0.3;
/** How likely somebody has had enough of a villain, at each step. */
const FOUND_OUT = 0.03;
const FOUND_OUT_SOON = 0.2;

function castOf(attackers: Attackers, dice: SeededRandom): readonly Attacker[] {
  if (attackers !== 'drawn') return attackers.flatMap((name) => attackerCalled(name) ?? []);
  if (dice.next() < PEACEFUL) return [];
  const first = dice.pick(ATTACKERS);
  // Whoever acts after its end needs a friend who is still in.
  return dice.next() < IN_PAIRS || first === staleRemover ? [first, dice.pick(ATTACKERS)] : [first];
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
      if (rogue?.alive === true) {
        const steps = chance < 0.5 ? [this.#strike(who, attacker)] : [];
        return [...steps, ...this.#findOut(scene, rogue.me, attacker)];
      }
      if (isIn) return chance < 0.3 ? [this.#step('villain-turns', { who })] : [];
      return chance < 0.1 ? [this.#step('villain-comes', { who })] : [];
    });
  }

  /** Somebody who still has the villain for a member votes it out. */
  #findOut(scene: Scene, villain: MemberId, attacker: Attacker): readonly Step[] {
    if (this.#dice.next() >= (attacker === staleRemover ? FOUND_OUT_SOON : FOUND_OUT)) return [];
    const friends = scene.views().filter(({ phonebook }) => phonebook.roster.members[villain] !== undefined);
    if (friends.length === 0) return [];
    const who = this.#dice.pick(friends).computer.name;
    return [this.#step('remove', { who, whom: villain, withBrought: this.#dice.next() < 0.3 })];
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
