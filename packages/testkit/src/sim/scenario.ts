import { seededRandom, type SeededRandom } from '../corpus/seeded-random.ts';
import type { Command } from './commands/command.ts';
import { COMMANDS, drawOpening, drawStep, type Step } from './commands/table.ts';
import { villainCommands } from './attackers/commands.ts';
import { lastStand, Plot, type Attackers } from './attackers/plot.ts';
import { agree, agreeUnderAttack, makeWell, villainsGo, type Agreement, type Onlooker } from './ending.ts';
import { GOALS, type Goal } from './goals/goals.ts';
import type { Invariant, Watch } from './invariants/invariant.ts';
import { INVARIANTS } from './invariants/table.ts';
import { Scene, type SceneOptions } from './scene.ts';

export interface ScenarioOptions extends Omit<SceneOptions, 'members'> {
  /** How many computers there are; 5 to 9, by the seed, unless said. */
  readonly members?: number;
  /** What happens, instead of what the seed would draw. */
  readonly script?: readonly Step[];
  readonly commands?: readonly Command[];
  readonly invariants?: readonly Invariant[];
  readonly goals?: readonly Goal[];
  /** What has been before the first machine is switched on. */
  readonly prepare?: (scene: Scene) => void;
  /** Hears of every step that was done, and in the end of what all are still waiting for. */
  readonly progress?: (scene: Scene, what: string) => void;
  /** Who means harm; nobody unless said. A script that is told has its villains in itself. */
  readonly attackers?: Attackers;
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
  /** Messages that nodes sent into channels, and what they came to. */
  readonly messages: number;
  readonly bytes: number;
  /** How long the world lasted, ms of its time. */
  readonly lastedMs: number;
  /** How often each attacker struck. */
  readonly strikes: Readonly<Record<string, number>>;
  /** Undefined if it did not come to that. */
  readonly agreed: Agreement | undefined;
  /** The same for two runs that went through the same events. */
  readonly hash: string;
  readonly violation: Violation | undefined;
}

const STEPS = { from: 20, to: 40 };
/** Lives through what a seed has drawn. Two calls with the same arguments end with the same hash (P69). */
export async function runScenario(seed: string, options: ScenarioOptions = {}): Promise<ScenarioResult> {
  const dice = seededRandom(`${seed}/steps`);
  const members = options.members ?? dice.integer(5, 9);
  const scene = new Scene(seed, { ...options, members });
  const plot = new Plot(seed, options.script === undefined ? (options.attackers ?? []) : []);
  const run = new Scenario(scene, dice, seededRandom(`${seed}/end`), plot, options);
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
  const histories = scene.views().map(({ phonebook }) => phonebook.graph.ops.size);
  for (const computer of scene.on) computer.crash();
  scene.villains.vanish();
  return {
    seed,
    members,
    operations: Math.max(0, ...histories),
    steps: run.steps,
    events: scene.world.trace.events,
    packets: scene.world.packets,
    messages: scene.world.messages,
    bytes: scene.world.bytes,
    lastedMs: scene.world.now,
    strikes: scene.villains.struck,
    agreed: run.agreement,
    hash: scene.world.trace.hash,
    violation: run.violation,
  };
}

class Scenario {
  readonly steps: Step[] = [];
  violation: Violation | undefined;
  agreement: Agreement | undefined;
  readonly #scene: Scene;
  readonly #dice: SeededRandom;
  /** The end is the same whether the steps before it were drawn or told. */
  readonly #endDice: SeededRandom;
  readonly #plot: Plot;
  readonly #options: ScenarioOptions;
  readonly #commands: readonly Command[];
  readonly #watches: readonly { readonly invariant: Invariant; readonly watch: Watch }[];

  constructor(scene: Scene, dice: SeededRandom, endDice: SeededRandom, plot: Plot, options: ScenarioOptions) {
    this.#scene = scene;
    this.#plot = plot;
    this.#dice = dice;
    this.#endDice = endDice;
    this.#options = options;
    this.#commands = [...(options.commands ?? COMMANDS), ...villainCommands];
    this.#watches = (options.invariants ?? INVARIANTS).map((invariant) => ({
      invariant,
      watch: invariant.watch(scene),
    }));
  }

  async live(): Promise<void> {
    this.#options.prepare?.(this.#scene);
    for (const computer of this.#scene.computers) await computer.start();
    for (const step of this.#options.script ?? this.#draw()) {
      await this.#do(step);
      if (!this.#isSafe()) return;
    }
    await this.#end();
  }

  /** Each step is drawn when the ones before it have been done. */
  *#draw(): Generator<Step> {
    yield* drawOpening(this.#scene, this.#dice);
    yield* this.#plot.opening();
    for (let left = this.#dice.integer(STEPS.from, STEPS.to); left > 0; left--) {
      const step = drawStep(this.#scene, this.#dice, this.#commands);
      if (step !== undefined) yield step;
      yield* this.#plot.next(this.#scene);
    }
  }

  #do(step: Step): Promise<void> {
    this.steps.push(step);
    return this.#carryOut(step);
  }

  async #carryOut(step: Step): Promise<void> {
    const { world } = this.#scene;
    this.#scene.say(() => `— ${this.steps.length}. ${step.command} ${JSON.stringify(step.args)}`);
    world.trace.event(world.now, step.command, JSON.stringify(step.args));
    const command = this.#commands.find(({ name }) => name === step.command);
    if (command === undefined) throw new Error(`no command is called ${step.command}`);
    try {
      await command.run(this.#scene, step.args);
    } catch (error) {
      // A verb answers what went wrong; it does not throw.
      world.faults.push(error);
    }
    await world.advance(step.waitMs);
    this.#tell(`${this.steps.length}. ${step.command}`);
  }

  #tell(what: string): void {
    this.#options.progress?.(this.#scene, what);
  }

  async #end(): Promise<void> {
    const onlooker: Onlooker = {
      isSafe: () => this.#isSafe(),
      missing: ({ broken, detail }) => {
        this.#tell(`${broken}: ${detail}`);
      },
    };
    await makeWell(this.#scene, this.#endDice);
    for (const step of lastStand(this.#scene, this.#endDice)) {
      await this.#carryOut(step);
      if (!this.#isSafe()) return;
    }
    const goals = this.#options.goals ?? GOALS;
    const stand = await agreeUnderAttack(this.#scene, goals, onlooker);
    if (stand !== undefined) this.#fail(stand.broken, stand.properties, stand.detail);
    if (this.violation !== undefined) return;
    await villainsGo(this.#scene);
    const end = await agree(this.#scene, goals, onlooker);
    if (end === undefined) return;
    if ('afterMs' in end) this.agreement = end;
    else this.#fail(end.broken, end.properties, end.detail);
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
