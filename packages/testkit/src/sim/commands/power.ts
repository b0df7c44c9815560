import type { CommitSide } from '@fyteclub/app/testing';
import type { MemberId } from '@fyteclub/identity';
import type { Scene } from '../scene.ts';
import type { View } from '../view.ts';
import { command, pickFrom, type Command } from './command.ts';

/** A group of which hardly anybody is on has nothing to do. */
const enoughAreOn = (scene: Scene): boolean => scene.on.length > Math.ceil(scene.computers.length / 2);

const turnOff = command<{ who: string }>({
  name: 'turn-off',
  weight: 2,
  draw: (scene, dice) => {
    const who = pickFrom(dice, enoughAreOn(scene) ? scene.on : [])?.name;
    return who === undefined ? undefined : { who };
  },
  run: (scene, { who }) => scene.computer(who)?.stop(),
});

const turnOn = command<{ who: string }>({
  name: 'turn-on',
  weight: 6,
  draw: (scene, dice) => {
    const who = pickFrom(dice, scene.off)?.name;
    return who === undefined ? undefined : { who };
  },
  run: (scene, { who }) => {
    const computer = scene.computer(who);
    return computer?.run === undefined ? computer?.start() : undefined;
  },
});

const restart = command<{ who: string }>({
  name: 'restart',
  weight: 2,
  draw: (scene, dice) => {
    const who = pickFrom(dice, scene.on)?.name;
    return who === undefined ? undefined : { who };
  },
  run: async (scene, { who }) => {
    const computer = scene.computer(who);
    await computer?.stop();
    await computer?.start();
  },
});

const crash = command<{ who: string }>({
  name: 'crash',
  weight: 2,
  draw: (scene, dice) => {
    const who = pickFrom(dice, enoughAreOn(scene) ? scene.on : [])?.name;
    return who === undefined ? undefined : { who };
  },
  run: (scene, { who }) => {
    scene.computer(who)?.crash();
  },
});

const crashAtCommit = command<{ who: string; commit: number; side: CommitSide }>({
  name: 'crash-at-commit',
  weight: 3,
  draw: (scene, dice) => {
    const who = pickFrom(dice, enoughAreOn(scene) ? scene.on : [])?.name;
    if (who === undefined) return undefined;
    return { who, commit: dice.integer(1, 4), side: dice.pick(['before', 'after'] as const) };
  },
  run: (scene, { who, commit, side }) => {
    scene.computer(who)?.crashAtCommit(commit, side);
  },
});

const backUp = command<{ who: string }>({
  name: 'back-up',
  weight: 0.7,
  draw: (scene, dice) => {
    const who = pickFrom(dice, scene.views())?.computer.name;
    return who === undefined ? undefined : { who };
  },
  run: (scene, { who }) => {
    scene.computer(who)?.backUp();
  },
});

const setBack = command<{ who: string; backup: number }>({
  name: 'set-back',
  weight: 1.2,
  draw: (scene, dice) => {
    const candidates = scene.computers.filter(({ backups }) => backups.length > 0);
    const chosen = pickFrom(dice, candidates);
    return chosen && { who: chosen.name, backup: dice.integer(0, chosen.backups.length - 1) };
  },
  run: async (scene, { who, backup }) => {
    const computer = scene.computer(who);
    const older = computer?.backups[backup];
    if (computer === undefined || older === undefined) return;
    computer.crash();
    computer.setBack(older);
    await computer.start();
  },
});

const knows = ({ phonebook: { roster } }: View, member: MemberId | undefined): boolean =>
  member !== undefined && roster.members[member] !== undefined;

/** The router got another address over night, or a laptop went to a friend's. */
const move = command<{ who: string; to: string }>({
  name: 'move',
  weight: 0.8,
  draw: (scene, dice) => {
    // While a member stays where it is whom all the movers know, everybody is found through it.
    const views = scene.views();
    const anchor = views.find(({ computer }) => computer === scene.anchor)?.me;
    const movers = scene.on.filter((computer) => {
      const view = views.find((one) => one.computer === computer);
      return computer !== scene.anchor && (view === undefined || knows(view, anchor));
    });
    const who = pickFrom(dice, anchor === undefined ? [] : movers)?.name;
    return who === undefined ? undefined : { who, to: scene.freshAddress() };
  },
  run: async (scene, { who, to }) => {
    const computer = scene.computer(who);
    await computer?.stop();
    computer?.crash();
    computer?.move(to);
    await computer?.start();
  },
});

/** Everybody goes to bed, and comes back one after the other. */
const longNight = command<{ hours: number }>({
  name: 'long-night',
  weight: 0.4,
  draw: (scene, dice) => (scene.on.length > 1 ? { hours: dice.integer(6, 60) } : undefined),
  run: async (scene, { hours }) => {
    const people = scene.on;
    for (const one of people) await one.stop();
    const getUp = await scene.villains.sleep();
    await scene.world.advance(hours * 3_600_000);
    await getUp();
    for (const one of people) if (one.run === undefined) await one.start();
  },
});

const setClock = command<{ who: string; aheadMs: number }>({
  name: 'set-clock',
  weight: 0.4,
  draw: (scene, dice) => {
    const who = pickFrom(dice, scene.computers)?.name;
    return who === undefined ? undefined : { who, aheadMs: dice.integer(-600_000, 600_000) };
  },
  run: (scene, { who, aheadMs }) => {
    scene.computer(who)?.clock.set(aheadMs);
  },
});

/** What becomes of the machines themselves. */
export const powerCommands: readonly Command[] = [
  turnOff,
  turnOn,
  restart,
  crash,
  crashAtCommit,
  backUp,
  setBack,
  move,
  longNight,
  setClock,
];
