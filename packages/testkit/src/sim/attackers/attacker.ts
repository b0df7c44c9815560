import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Rogue } from './rogue.ts';

/** One thing that an attacker does. */
export interface Act {
  /** In a few words; unique within its attacker. */
  readonly name: string;
  /**
   * Does it, as far as there is somebody to do it to now. Draws the same for the same rogue and dice.
   * @returns the operations, keys or codes that it left behind, for whoever wants to look for them.
   */
  run(rogue: Rogue, dice: SeededRandom): Promise<void> | void;
}

/** A kind of member who means harm: what it tries, one thing after another. */
export interface Attacker {
  /** Kebab-case: what `--attackers` calls it. */
  readonly name: string;
  /** What it tries, in one sentence. */
  readonly tries: string;
  /** The numbers of the properties that stop it. */
  readonly properties: readonly number[];
  readonly acts: readonly Act[];
}

/** The act of that name. */
export function actOf({ name, acts }: Attacker, called: string): Act {
  const act = acts.find((one) => one.name === called);
  if (act === undefined) throw new Error(`no act of the ${name} is called ${called}`);
  return act;
}
