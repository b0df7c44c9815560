import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Scene } from '../scene.ts';
import type { Arguments, Command } from './command.ts';
import { membershipCommands } from './membership.ts';
import { netCommands } from './net.ts';
import { powerCommands } from './power.ts';
import { removalCommands } from './removals.ts';

/** Everything that can happen in a scenario. */
export const COMMANDS: readonly Command[] = [
  ...membershipCommands,
  ...removalCommands,
  ...powerCommands,
  ...netCommands,
];

/** One step of a scenario, as it can be written into a file and done again. */
export interface Step {
  readonly command: string;
  readonly args: Arguments;
  /** How long nothing else happens afterwards, ms. */
  readonly waitMs: number;
}

/** The group is founded, and some come in one after the other while nothing is wrong: else most seeds stay lonely. */
export function drawOpening(scene: Scene, dice: SeededRandom): readonly Step[] {
  const [founder, ...others] = scene.computers.map(({ name }) => name);
  if (founder === undefined) return [];
  const step = (command: string, args: Arguments, waitMs: number): Step => ({ command, args, waitMs });
  const first = others.slice(0, dice.integer(Math.ceil(others.length / 2), others.length));
  return [
    step('create', { who: founder }, 100),
    ...first.flatMap((who, code) => [
      step('invite', { who: founder, minutes: 60 }, dice.integer(0, 1_000)),
      step('join', { who, code, useReply: false }, dice.integer(300, 5_000)),
    ]),
    // The prudent ones; what they set back to later is old by then.
    ...[founder, ...first].flatMap((who) => (dice.next() < 0.5 ? [step('back-up', { who }, 0)] : [])),
  ];
}

/** Draws what happens next, of what is possible now. */
export function drawStep(scene: Scene, dice: SeededRandom, commands: readonly Command[]): Step | undefined {
  const possible = commands.flatMap((command) => {
    const args = command.draw(scene, dice);
    return args === undefined ? [] : [{ command, args }];
  });
  let place = dice.next() * possible.reduce((sum, { command }) => sum + command.weight, 0);
  const chosen = possible.find(({ command }) => (place -= command.weight) < 0);
  return chosen && { command: chosen.command.name, args: chosen.args, waitMs: drawWait(dice) };
}

/** Mostly things follow one another quickly; sometimes everything has time to come to rest. */
function drawWait(dice: SeededRandom): number {
  const kind = dice.next();
  if (kind < 0.45) return dice.integer(0, 300);
  return kind < 0.9 ? dice.integer(300, 8_000) : dice.integer(8_000, 45_000);
}
