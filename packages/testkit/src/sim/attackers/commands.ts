import { seededRandom } from '../../corpus/seeded-random.ts';
import { command, type Command } from '../commands/command.ts';
import { actOf } from './attacker.ts';
import { attackerCalled } from './table.ts';

/** What a villain does takes no longer, or goes on while others do something else. */
const ACT_MS = 6_000;

/** Nobody draws these: a plot tells when they happen. */
const told = { weight: 0, draw: () => undefined };

const comes = command<{ who: string }>({
  name: 'villain-comes',
  ...told,
  run: async (scene, { who }) => {
    const villain = scene.villains.called(who);
    if (!villain.isIn) await scene.villains.join(villain);
  },
});

const turns = command<{ who: string }>({
  name: 'villain-turns',
  ...told,
  run: async (scene, { who }) => {
    await scene.villains.turn(scene.villains.called(who));
  },
});

const strikes = command<{ who: string; attacker: string; act: string; dice: string }>({
  name: 'villain-strikes',
  ...told,
  run: async (scene, { who, attacker: name, act, dice }) => {
    const villain = scene.villains.called(who);
    const { rogue } = villain;
    const attacker = attackerCalled(name);
    if (rogue?.alive !== true || attacker === undefined) return;
    await scene.villains.reconnect(rogue);
    scene.villains.strikes(villain, attacker);
    const doing = Promise.resolve(actOf(attacker, act).run(rogue, seededRandom(dice)));
    await scene.world.outcome(doing, ACT_MS);
  },
});

/** What villains do. */
export const villainCommands: readonly Command[] = [comes, turns, strikes];
