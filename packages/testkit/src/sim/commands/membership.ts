import type { Computer } from '../computer.ts';
import type { Scene } from '../scene.ts';
import { command, pickFrom, type Command } from './command.ts';

const HOUR_MS = 3_600_000;
/** A verb that takes longer has hung. */
const PATIENCE_MS = 60_000;

const members = (scene: Scene): readonly Computer[] => scene.views().map(({ computer }) => computer);

/** People whose node knows no syncshell, or has not been let in yet. */
const outsiders = (scene: Scene): readonly Computer[] =>
  scene.on.filter((one) => {
    const state = scene.standing(one)?.state;
    return one.node !== undefined && (state === undefined || state === 'joining');
  });

const create = command<{ who: string }>({
  name: 'create',
  weight: 1,
  draw: (scene) => {
    const [founder] = scene.on;
    return scene.shell === undefined && founder !== undefined ? { who: founder.name } : undefined;
  },
  run: async (scene, { who }) => {
    const founder = scene.running(who);
    if (founder === undefined || scene.shell !== undefined) return;
    const creating = founder.node.create({ name: 'Raid night', as: who });
    const created = await scene.world.outcome(creating, PATIENCE_MS);
    if (created?.value.ok === true) scene.shell = created.value.value.shell.id;
  },
});

const invite = command<{ who: string; minutes: number }>({
  name: 'invite',
  weight: 4,
  draw: (scene, dice) => {
    // People whose node says that they host; in a split there may be several.
    const hosts = members(scene).filter((one) => scene.standing(one)?.host?.me === true);
    const who = pickFrom(dice, outsiders(scene).length === 0 ? [] : hosts)?.name;
    return who === undefined ? undefined : { who, minutes: dice.integer(2, 60) };
  },
  run: (scene, { who, minutes }) => {
    const host = scene.running(who);
    const made = host?.node.invite({ expiresInMs: (minutes * HOUR_MS) / 60 });
    if (host !== undefined && made?.ok === true) scene.codes.push({ code: made.value.code, by: host });
  },
});

const join = command<{ who: string; code: number; useReply: boolean }>({
  name: 'join',
  weight: 6,
  draw: (scene, dice) => {
    const free = outsiders(scene).filter((one) => scene.joins.of(one) === undefined);
    const who = pickFrom(dice, free)?.name;
    if (who === undefined || scene.codes.length === 0) return undefined;
    // Mostly the newest code; now and then one that is used or forgotten.
    const code = dice.next() < 0.8 ? scene.codes.length - 1 : dice.integer(0, scene.codes.length - 1);
    return { who, code, useReply: dice.next() < 0.1 };
  },
  run: (scene, { who, code, useReply }) => {
    const joiner = scene.running(who);
    const known = scene.codes[code];
    if (joiner !== undefined && known !== undefined && scene.joins.of(joiner) === undefined)
      scene.joins.begin(joiner, known, useReply);
  },
});

const giveUp = command<{ who: string }>({
  name: 'give-up-joining',
  weight: 0.5,
  draw: (scene, dice) => {
    const who = pickFrom(dice, scene.joins.waiting)?.computer.name;
    return who === undefined ? undefined : { who };
  },
  run: (scene, { who }) => {
    const joiner = scene.computer(who);
    if (joiner !== undefined) scene.joins.giveUp(joiner);
  },
});

const reply = command<{ who: string }>({
  name: 'carry-the-reply',
  weight: 4,
  draw: (scene, dice) => {
    const waiting = scene.joins.waiting.filter(({ reply: told }) => told !== undefined);
    const who = pickFrom(dice, waiting)?.computer.name;
    return who === undefined ? undefined : { who };
  },
  run: (scene, { who }) => {
    const joiner = scene.computer(who);
    const waiting = joiner && scene.joins.of(joiner);
    const inviter = waiting?.code.by.node;
    if (waiting?.reply === undefined || inviter === undefined) return;
    // Nobody waits for the answer here: it comes when the joiner is in, or never.
    inviter.reply({ code: waiting.reply }, new AbortController().signal).catch((error: unknown) => {
      scene.world.faults.push(error);
    });
  },
});

const revoke = command<{ who: string; place: number }>({
  name: 'revoke',
  weight: 0.7,
  draw: (scene, dice) => {
    const who = pickFrom(dice, scene.codes.length === 0 ? [] : members(scene))?.name;
    return who === undefined ? undefined : { who, place: dice.integer(0, scene.codes.length) };
  },
  run: (scene, { who, place }) => {
    const member = scene.running(who);
    const invites = member?.node.invites({});
    const known = invites?.ok === true ? invites.value.invites[place] : undefined;
    if (known !== undefined) member?.node.revoke({ invite: known.id });
  },
});

const leave = command<{ who: string }>({
  name: 'leave',
  weight: 0.6,
  draw: (scene, dice) => {
    const moved = scene.computers.some(({ hasMoved }) => hasMoved);
    const all = members(scene);
    const free = moved ? all.filter((one) => one !== scene.anchor) : all;
    const who = pickFrom(dice, all.length > 2 ? free : [])?.name;
    return who === undefined ? undefined : { who };
  },
  run: async (scene, { who }) => {
    const member = scene.running(who);
    const { run } = member ?? {};
    if (member === undefined || run === undefined || scene.standing(member)?.state !== 'member') return;
    await scene.world.outcome(member.node.leave({}), PATIENCE_MS, () => !run.alive);
  },
});

/** Getting in, letting in and leaving. */
export const membershipCommands: readonly Command[] = [create, invite, join, giveUp, reply, revoke, leave];
