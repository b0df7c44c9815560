import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Scene } from '../scene.ts';

/** What a command is told, in a form that can be written into a file. */
export type Arguments = Readonly<
  Record<string, string | number | boolean | readonly string[] | readonly (readonly string[])[]>
>;

/** Something that people, their machines or their providers do. */
export interface Command<Args extends Arguments = Arguments> {
  /** Kebab-case, unique. */
  readonly name: string;
  /** How often it is drawn, beside the weights of the others that are possible. */
  readonly weight: number;
  /** Chooses whom it concerns; undefined if it is not possible now. Draws the same for the same scene and dice. */
  draw(scene: Scene, dice: SeededRandom): Args | undefined;
  /** Does it, or nothing where it is not possible any more. Time may pass meanwhile. */
  run(scene: Scene, args: Args): Promise<void> | void;
}

/** For tables of commands, whatever each is told: only what was drawn for a command is ever given to it. */
export const command = <Args extends Arguments>(one: Command<Args>): Command => one;

/** One of them, or undefined where there is none. */
export const pickFrom = <T>(dice: SeededRandom, items: readonly T[]): T | undefined =>
  items.length === 0 ? undefined : dice.pick(items);
