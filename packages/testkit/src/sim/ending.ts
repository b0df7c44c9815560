import type { ElectionContext } from '@fyteclub/election';
import type { OpGraph } from '@fyteclub/phonebook';
import { OVERLAY } from '@fyteclub/transport';
import type { SeededRandom } from '../corpus/seeded-random.ts';
import { presentMembers, type Goal } from './goals/goals.ts';
import { USUAL_SKEW_MS, type Scene } from './scene.ts';

/** How long, and with how many packets, it took to agree once all was well. */
export interface Agreement {
  readonly afterMs: number;
  readonly packets: number;
}

/** A goal that was not reached, or not kept. */
export interface Missing {
  readonly broken: string;
  readonly properties: readonly number[];
  readonly detail: string;
}

/** Backed-off dials come round every five minutes at the latest, and one dial may fail on a poor line. */
const PATIENCE_MS = 11 * 60_000;
const LOOK_AGAIN_MS = 1_000;
/** To look at hundreds of nodes takes longer than to let them live for a second. */
const LOOK_AGAIN_MS_EACH = 10;
/** Silence is noticed, friends are asked, and a suspicion stands for its time. */
const FORGET_MS = 30_000;
/** A pair exchanges some 700 heartbeats in that time, two at a time; whatever is beyond this goes in circles. */
const PACKETS_PER_PAIR = 1_000;
/** Long enough for a witness list, a suspicion and a redial to upset what was agreed. */
const CALM_MS = 12_000;

/** Everything is mended, clocks too, and most machines are on; from then on nobody does anything. */
export async function makeWell(
  { world, computers, joins, anchor, say }: Scene,
  dice: SeededRandom,
): Promise<void> {
  say(() => '— all is well from here on');
  world.paths.heal();
  for (const computer of computers) {
    computer.disarm();
    computer.clock.set(USUAL_SKEW_MS * (2 * dice.next() - 1));
    joins.giveUp(computer);
    const comesBack = dice.next() < 0.9 || computer === anchor;
    if (computer.run === undefined && comesBack) await computer.start();
  }
}

/** Who looks on while something is waited for. */
export interface Onlooker {
  /** Looks at the invariants; once it says no, nothing is waited for. */
  readonly isSafe: () => boolean;
  /** What is waited for, at every look. */
  readonly missing: (goal: Missing) => void;
}

const lookAgainMs = ({ computers }: Scene): number =>
  Math.max(LOOK_AGAIN_MS, LOOK_AGAIN_MS_EACH * computers.length);

/** Waits until everybody agrees, and a while longer to see that it lasts. */
export async function agree(
  scene: Scene,
  goals: readonly Goal[],
  onlooker: Onlooker,
): Promise<Agreement | Missing | undefined> {
  const { world } = scene;
  const [from, packetsBefore] = [world.now, world.packets];
  const most = PACKETS_PER_PAIR * scene.computers.length ** 2;
  for (;;) {
    let missing = firstMissing(scene, goals);
    for (; missing !== undefined; missing = firstMissing(scene, goals)) {
      if (world.now - from > PATIENCE_MS || world.packets - packetsBefore > most) return missing;
      onlooker.missing(missing);
      await world.advance(lookAgainMs(scene));
      if (!onlooker.isSafe()) return undefined;
    }
    const agreement = { afterMs: world.now - from, packets: world.packets - packetsBefore };
    scene.say(() => '— all agree');
    const broken = await stayCalm(scene, goals, onlooker);
    if (broken === 'unsafe') return undefined;
    if (broken !== 'somebody-came') return broken ?? agreement;
    if (world.now - from > PATIENCE_MS) return NEVER_CALM;
  }
}

/** What somebody who is linked to some and not to others can keep from lasting: who is taken for being there. */
const OF_WHO_IS_THERE = ['same-host', 'settled-on-a-host'];

/**
 * Waits until the honest members agree while villains are still among them, on everything but who hosts: that hangs on
 * who is there, and a villain is there for whom it likes.
 */
export async function agreeUnderAttack(
  scene: Scene,
  goals: readonly Goal[],
  onlooker: Onlooker,
): Promise<Missing | undefined> {
  if (scene.villains.all.every(({ rogue }) => rogue === undefined)) return undefined;
  const { world } = scene;
  const until = world.now + PATIENCE_MS;
  const still = goals.filter(({ name }) => !OF_WHO_IS_THERE.includes(name));
  for (;;) {
    const missing = firstMissing(scene, still);
    if (missing === undefined) return undefined;
    if (world.now > until) return { ...missing, detail: `with villains still there, ${missing.detail}` };
    onlooker.missing(missing);
    await world.advance(lookAgainMs(scene));
    if (!onlooker.isSafe()) return undefined;
  }
}

/** The villains fall silent, for as long as it takes until nobody counts with them any more. */
export async function villainsGo({ world, villains }: Scene): Promise<void> {
  if (villains.all.length === 0) return;
  villains.vanish();
  await world.advance(FORGET_MS);
}

/** Sees that what was agreed lasts, unless somebody who had been kept out is let in again, or two meet late. */
async function stayCalm(
  scene: Scene,
  goals: readonly Goal[],
  { isSafe }: Onlooker,
): Promise<Missing | 'unsafe' | 'somebody-came' | undefined> {
  const { world } = scene;
  const lasting = goals.filter(({ mayLapse }) => mayLapse !== true);
  const [until, present, hosts] = [world.now + CALM_MS, presentIn(scene), hostsOf(scene)];
  while (world.now < until) {
    await world.advance(lookAgainMs(scene));
    if (!isSafe()) return 'unsafe';
    if (presentIn(scene) !== present) return 'somebody-came';
    const lost = firstMissing(scene, lasting);
    if (lost !== undefined)
      return { ...lost, broken: 'calm-stays-calm', detail: `agreed, and then ${lost.detail}` };
    if (hostsOf(scene) !== hosts) return HOST_CHANGED;
  }
  return undefined;
}

const NEVER_CALM: Missing = {
  broken: 'calm-stays-calm',
  properties: [50],
  detail: 'agreed again and again, but somebody kept coming, though nothing had happened',
};

const HOST_CHANGED: Missing = {
  broken: 'calm-stays-calm',
  properties: [50],
  detail: 'agreed on a host, and then on another, though nothing had happened',
};

/**
 * Who is there, and linked to how many: a link that comes late brings a witness, who may well have a say. In a mesh, where
 * links come and go, it is what was witnessed that is looked at. And what they have heard from those who do not count: a member that was let in by somebody who had left may still bring news.
 */
function presentIn(scene: Scene): string {
  const present = presentMembers(scene.views());
  const counted = new Set(present.map(({ me }) => me));
  const heard = (graph: OpGraph): number =>
    [...graph.ops.values()].filter(({ op }) => !counted.has(op.author)).length;
  const graphs = new Map(present.map(({ phonebook }) => [phonebook.roster.heads.join(), phonebook.graph]));
  return [
    ...present.map(({ me, election }) => `${me}/${witnessesOf(election)}`),
    ...[...graphs.values()].map(heard),
  ].join();
}

function witnessesOf({ members, links, lists }: ElectionContext): number {
  if (members.length <= OVERLAY.meshAbove) return Object.keys(links).length;
  return [...lists.values()].reduce((sum, { sequence }) => sum + sequence, 0);
}

const hostsOf = (scene: Scene): string =>
  presentMembers(scene.views())
    .map(({ election }) => election.host)
    .join();

function firstMissing(scene: Scene, goals: readonly Goal[]): Missing | undefined {
  const views = presentMembers(scene.views());
  for (const goal of goals) {
    const detail = goal.missing(views, scene);
    if (detail !== undefined) return { broken: goal.name, properties: goal.properties, detail };
  }
  return undefined;
}
