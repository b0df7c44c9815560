import type { MemberId } from '@fyteclub/identity';
import { command, pickFrom, type Command } from './command.ts';

const remove = command<{ who: string; whom: string; withBrought: boolean }>({
  name: 'remove',
  weight: 0.8,
  draw: (scene, dice) => {
    const view = pickFrom(dice, scene.views());
    if (view === undefined) return undefined;
    const { me, computer, phonebook } = view;
    const others = Object.keys(phonebook.roster.members).filter((id) => id !== me);
    const whom = pickFrom(dice, others.length > 1 ? others : []);
    return whom === undefined ? undefined : { who: computer.name, whom, withBrought: dice.next() < 0.1 };
  },
  run: (scene, { who, whom, withBrought }) => {
    scene.running(who)?.node.remove({ member: whom, withBrought });
  },
});

/** Two people in two halves of the net who have had enough of each other. */
const fallOut = command<{ one: string; other: string }>({
  name: 'fall-out',
  weight: 0.3,
  draw: (scene, dice) => {
    const [one, other] = scene.views();
    if (one === undefined || other === undefined || scene.views().length < 4) return undefined;
    return dice.next() < 0.5
      ? { one: one.computer.name, other: other.computer.name }
      : { one: other.computer.name, other: one.computer.name };
  },
  run: (scene, { one, other }) => {
    scene.world.paths.cut(one, other);
    const ids = new Map(scene.views().map(({ computer, me }) => [computer.name, me]));
    const vote = (who: string, whom: MemberId | undefined): void => {
      if (whom !== undefined) scene.running(who)?.node.remove({ member: whom });
    };
    vote(one, ids.get(other));
    vote(other, ids.get(one));
  },
});

const sign = command<{ who: string; removal: string }>({
  name: 'sign',
  weight: 3,
  draw: (scene, dice) => {
    const open = scene
      .views()
      .flatMap(({ computer, me, phonebook }) =>
        Object.values(phonebook.roster.removals).flatMap(({ id, electors }) =>
          electors.includes(me) ? [{ who: computer.name, removal: id }] : [],
        ),
      );
    return pickFrom(dice, open);
  },
  run: (scene, { who, removal }) => {
    scene.running(who)?.node.sign({ removal });
  },
});

/** Voting people out. */
export const removalCommands: readonly Command[] = [remove, fallOut, sign];
