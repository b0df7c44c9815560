import type { MemberId } from '@fyteclub/identity';
import type { Computer } from '../computer.ts';
import type { Scene } from '../scene.ts';
import { command, type Command } from './command.ts';

/** The one in a newcomer's part of the net whose node says that it hosts. */
function hostNear(scene: Scene, newcomer: Computer): Computer | undefined {
  const { paths } = scene.world;
  const hosts = scene.views().filter(({ me, election }) => election.host === me);
  return hosts.find(({ computer }) => !paths.between(newcomer.address, computer.address).cut)?.computer;
}

/** Whoever hosts in a newcomer's part of the net makes a code, and the newcomer pastes it. */
const letIn = command<{ whom: string }>({
  name: 'let-in',
  weight: 0,
  draw: () => undefined,
  run: (scene, { whom }) => {
    const newcomer = scene.running(whom);
    const host = newcomer && scene.running(hostNear(scene, newcomer)?.name ?? '');
    const made = host?.node.invite({});
    if (newcomer !== undefined && host !== undefined && made?.ok === true)
      scene.joins.begin(newcomer, { code: made.value.code, by: host }, false);
  },
});

const memberOn = (scene: Scene, name: string): MemberId | undefined =>
  scene.views().find(({ computer }) => computer.name === name)?.me;

const voteOut = command<{ who: string; whom: string }>({
  name: 'vote-out',
  weight: 0,
  draw: () => undefined,
  run: (scene, { who, whom }) => {
    const member = memberOn(scene, whom);
    if (member !== undefined) scene.running(who)?.node.remove({ member });
  },
});

/** Signs whatever removal of this member is open. */
const second = command<{ who: string; whom: string }>({
  name: 'second',
  weight: 0,
  draw: () => undefined,
  run: (scene, { who, whom }) => {
    const view = scene.views().find(({ computer }) => computer.name === who);
    const removals = Object.values(view?.phonebook.roster.removals ?? {});
    const member = memberOn(scene, whom);
    const open = removals.find(({ target }) => target === member);
    if (open !== undefined) scene.running(who)?.node.sign({ removal: open.id });
  },
});

/** Nobody does anything. */
const rest = command<Record<string, never>>({
  name: 'rest',
  weight: 0,
  draw: () => undefined,
  run: () => undefined,
});

/** What is told of people in large groups by their part in it; no seed draws these. */
export const crowdCommands: readonly Command[] = [letIn, voteOut, second, rest];
