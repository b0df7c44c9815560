import { seededRandom, type SeededRandom } from '../corpus/seeded-random.ts';
import type { Command } from './commands/command.ts';
import { COMMANDS, drawOpening, drawStep, type Step } from './commands/table.ts';
import { GOALS, presentMembers, type Goal } from './goals/goals.ts';
import type { Invariant, Watch } from './invariants/invariant.ts';
import { INVARIANTS } from './invariants/table.ts';
import { Scene, USUAL_SKEW_MS, type SceneOptions } from './scene.ts';

export interface ScenarioOptions extends Omit<SceneOptions, 'members'> {
  /** How many computers there are; 5 to 9, by the seed, unless said. */
  readonly members?: number;
  /** What happens, instead of what the seed would draw. */
  readonly script?: readonly Step[];
  readonly commands?: readonly Command[];
  readonly invariants?: readonly Invariant[];
  readonly goals?: readonly Goal[];
}

export interface Violation {
  /** The name of an invariant or a goal, or `threw`. */
  readonly broken: string;
  readonly properties: readonly number[];
  readonly detail: string;
  /** After so many steps. */
  readonly step: number;
}

export interface ScenarioResult {
  readonly seed: string;
  readonly members: number;
  /** Signed operations in the longest history at the end. */
  readonly operations: number;
  readonly steps: readonly Step[];
  readonly events: number;
  readonly packets: number;
  /** How long the world lasted, ms of its time. */
  readonly lastedMs: number;
  /** How long it took to agree once all was well, ms of the world's time; undefined if it did not come to that. */
  readonly convergedMs: number | undefined;
  /** The same for two runs that went through the same events. */
  readonly hash: string;
  readonly violation: Violation | undefined;
}

const STEPS = { from: 20, to: 40 };
/** Backed-off dials come round every five minutes at the latest, and one dial may fail on a poor line. */
const CONVERGE_MS = 20 * 60_000;
const LOOK_AGAIN_MS = 1_000;

/** Lives through what a seed has drawn. Two calls with the same arguments end with the same hash (P69). */
export async function runScenario(seed: string, options: ScenarioOptions = {}): Promise<ScenarioResult> {
  const dice = seededRandom(`${seed}/steps`);
  const members = options.members ?? dice.integer(5, 9);
  const scene = new Scene(seed, { ...options, members });
  const run = new Scenario(scene, dice, seededRandom(`${seed}/end`), options);
  const caught = (error: unknown): void => void scene.world.faults.push(error);
  // What a node throws in the background is its fault, not the end of this process.
  process.on('uncaughtException', caught);
  process.on('unhandledRejection', caught);
  try {
    await run.live();
  } finally {
    process.off('uncaughtException', caught);
    process.off('unhandledRejection', caught);
  }
  const histories = scene.views().map(({ phonebook }) => Object.keys(phonebook.graph.ops).length);
  for (const computer of scene.on) computer.crash();
  return {
    seed,
    members,
    operations: Math.max(0, ...histories),
    steps: run.steps,
    events: scene.world.trace.events,
    packets: scene.world.packets,
    lastedMs: scene.world.now,
    convergedMs: run.convergedMs,
    hash: scene.world.trace.hash,
    violation: run.violation,
  };
}

class Scenario {
  readonly steps: Step[] = [];
  violation: Violation | undefined;
  convergedMs: number | undefined;
  readonly #scene: Scene;
  readonly #dice: SeededRandom;
  /** The end is the same whether the steps before it were drawn or told. */
  readonly #endDice: SeededRandom;
  readonly #options: ScenarioOptions;
  readonly #commands: readonly Command[];
  readonly #watches: readonly { readonly invariant: Invariant; readonly watch: Watch }[];

  constructor(scene: Scene, dice: SeededRandom, endDice: SeededRandom, options: ScenarioOptions) {
    this.#scene = scene;
    this.#dice = dice;
    this.#endDice = endDice;
    this.#options = options;
    this.#commands = options.commands ?? COMMANDS;
    this.#watches = (options.invariants ?? INVARIANTS).map((invariant) => ({
      invariant,
      watch: invariant.watch(scene),
    }));
  }

  async live(): Promise<void> {
    for (const computer of this.#scene.computers) await computer.start();
    for (const step of this.#options.script ?? this.#draw()) {
      await this.#do(step);
      if (!this.#isSafe()) return;
    }
    await this.#converge();
  }

  /** Each step is drawn when the ones before it have been done. */
  *#draw(): Generator<Step> {
    yield* drawOpening(this.#scene, this.#dice);
    for (let left = this.#dice.integer(STEPS.from, STEPS.to); left > 0; left--) {
      const step = drawStep(this.#scene, this.#dice, this.#commands);
      if (step !== undefined) yield step;
    }
  }

  async #do(step: Step): Promise<void> {
    this.steps.push(step);
    const { world } = this.#scene;
    this.#scene.say(() => `— ${this.steps.length}. ${step.command} ${JSON.stringify(step.args)}`);
    world.trace.event(world.now, step.command, JSON.stringify(step.args));
    const command = this.#commands.find(({ name }) => name === step.command);
    if (command === undefined) throw new Error(`no command is called ${step.command}`);
    await command.run(this.#scene, step.args);
    await world.advance(step.waitMs);
  }

  /** Everything is mended and most machines are on; then nobody does anything any more. */
  async #converge(): Promise<void> {
    const { world, computers, joins } = this.#scene;
    this.#scene.say(() => '— all is well from here on');
    world.paths.heal();
    for (const computer of computers) {
      computer.disarm();
      computer.clock.set(USUAL_SKEW_MS * (2 * this.#endDice.next() - 1));
      joins.giveUp(computer);
      const comesBack = this.#endDice.next() < 0.9 || computer === this.#scene.anchor;
      if (computer.run === undefined && comesBack) await computer.start();
    }
    const from = world.now;
    let missing = this.#missing();
    while (missing !== undefined && world.now - from < CONVERGE_MS) {
      await world.advance(LOOK_AGAIN_MS);
      if (!this.#isSafe()) return;
      missing = this.#missing();
    }
    if (missing === undefined) this.convergedMs = world.now - from;
    else this.#fail(missing.goal.name, missing.goal.properties, missing.detail);
  }

  #missing(): { readonly goal: Goal; readonly detail: string } | undefined {
    const views = presentMembers(this.#scene.views());
    for (const goal of this.#options.goals ?? GOALS) {
      const detail = goal.missing(views, this.#scene);
      if (detail !== undefined) return { goal, detail };
    }
    return undefined;
  }

  #isSafe(): boolean {
    const [fault] = this.#scene.world.faults;
    if (fault !== undefined) {
      const detail = fault instanceof Error ? (fault.stack ?? fault.message) : JSON.stringify(fault);
      this.#fail('threw', [], detail);
    }
    const views = this.#scene.views();
    for (const { invariant, watch } of this.#watches) {
      const wrong = this.violation === undefined ? watch.check(views) : undefined;
      if (wrong !== undefined) this.#fail(invariant.name, invariant.properties, wrong);
    }
    return this.violation === undefined;
  }

  #fail(broken: string, properties: readonly number[], detail: string): void {
    this.violation ??= { broken, properties, detail, step: this.steps.length };
    this.#scene.say(() => `— broken: ${broken}: ${detail}`);
  }
}
