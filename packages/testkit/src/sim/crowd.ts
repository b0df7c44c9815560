import { createKeyRing, rememberReadings } from '@fyteclub/identity';
import { useFakeAgreement, useFakeSignatures } from '@fyteclub/identity/testing';
import { seededRandom } from '../corpus/seeded-random.ts';
import { nameOf } from './cast.ts';
import { crowdCommands } from './commands/crowd.ts';
import { COMMANDS, type Step } from './commands/table.ts';
import { populate } from './population.ts';
import { runScenario, type ScenarioOptions, type ScenarioResult } from './scenario.ts';
import { USUAL_SKEW_MS, type Scene } from './scene.ts';

/** From so many on a group is a crowd: what is lived through is told instead of drawn, and keys are doubles. */
export const CROWD_FROM = 200;

export const isCrowd = (members: number | undefined): boolean =>
  members !== undefined && members >= CROWD_FROM;

/** They come while the net is in two, one on each side. */
const NEWCOMERS = 2;
/** All that a thousand nodes ever say of themselves takes less. */
const READINGS_BYTES = 256 * 1024 * 1024;

/** The names of those in each half of the net, a newcomer's last. */
type Halves = readonly [readonly string[], readonly string[]];

/**
 * A group that was there for weeks comes together, and its net falls in two. One half votes somebody out who is in the
 * other half, somebody leaves that other half, and each lets a newcomer in. Then the net is whole again.
 */
function story(halves: Halves): readonly Step[] {
  const [here, there] = halves;
  const [proposer = '', seconder = ''] = here;
  const [outcast = '', leaver = ''] = there;
  const step = (name: string, args: Step['args'], waitMs: number): Step => ({ command: name, args, waitMs });
  return [
    step('rest', {}, 90_000),
    step('partition', { groups: halves }, 60_000),
    step('let-in', { whom: here.at(-1) ?? '' }, 15_000),
    step('let-in', { whom: there.at(-1) ?? '' }, 15_000),
    step('vote-out', { who: proposer, whom: outcast }, 15_000),
    step('second', { who: seconder, whom: outcast }, 15_000),
    step('leave', { who: leaver }, 30_000),
    step('heal', {}, 0),
  ];
}

/** Two halves in an order that the seed decides, each with a newcomer at its end. */
function halvesOf(seed: string, size: number): Halves {
  const dice = seededRandom(`${seed}/halves`);
  const drawn = Array.from({ length: size - NEWCOMERS }, (_, index) => ({
    name: nameOf(index),
    at: dice.next(),
  }));
  const names = drawn.sort((a, b) => a.at - b.at).map(({ name }) => name);
  const half = Math.floor(names.length / 2);
  return [
    [...names.slice(0, half), nameOf(size - 2)],
    [...names.slice(half), nameOf(size - 1)],
  ];
}

/** Everybody but the newcomers finds on the disk what its node left there before the world began. */
function settle(seed: string, scene: Scene): void {
  const dice = seededRandom(`${seed}/crowd`);
  const settlers = scene.computers.slice(0, scene.computers.length - NEWCOMERS);
  const { shell, disks } = populate(seed, settlers, createKeyRing);
  scene.shell = shell;
  settlers.forEach((computer, index) => {
    const disk = disks[index];
    if (disk !== undefined) computer.settle(disk);
  });
  for (const { clock } of scene.computers) clock.set(USUAL_SKEW_MS * (2 * dice.next() - 1));
}

/**
 * Lives through a large group's story. Nothing of the product is left out but two things that would take most of the
 * time and show nothing about a group: signatures and agreements are doubles that are as good for their own key
 * alone, and what one node has read of a signed statement another one need not read again.
 */
export async function runCrowd(
  seed: string,
  members: number,
  options: Pick<ScenarioOptions, 'progress' | 'story' | 'everything'> = {},
): Promise<ScenarioResult> {
  const restore = [useFakeSignatures(), useFakeAgreement()];
  const readings = rememberReadings(READINGS_BYTES);
  try {
    return await runScenario(seed, {
      ...options,
      members,
      readings: () => readings,
      commands: [...COMMANDS, ...crowdCommands],
      script: story(halvesOf(seed, members)),
      prepare: (scene) => {
        settle(seed, scene);
      },
    });
  } finally {
    for (const back of restore) back();
  }
}
