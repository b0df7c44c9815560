import { toHex, type MemberId } from '@fyteclub/identity';
import type { Computer } from '../computer.ts';
import { GOALS, presentMembers, type Goal } from '../goals/goals.ts';
import { INVARIANTS } from '../invariants/table.ts';
import { Scene, type KnownCode } from '../scene.ts';
import type { View } from '../view.ts';
import type { Rogue } from './rogue.ts';
import { villainNamed } from './villains.ts';

export interface TrialOptions {
  readonly seed: string;
  /** Members who mean no harm; one more waits outside, to come in afterwards. */
  readonly honest: number;
  readonly villains: number;
  /** How much later each comes in than the one before, ms; nearly at once unless said. */
  readonly paceMs?: number;
  /** Gets the story, line by line. */
  readonly story?: (line: string) => void;
}

/** Something that an honest node would not take, by its own log. */
export interface Refusal {
  readonly by: string;
  readonly code: string;
}

/** What a node writes into its log about what it was told. */
interface Told {
  readonly items?: readonly { readonly code: string }[];
  readonly code?: string;
  readonly flag?: { readonly kind: string };
}

/** Long enough for gossip, a sync and everything that follows from them. */
const SETTLE_MS = 5_000;
const PATIENCE_MS = 90_000;
const LATER_MS = 31_000;

/** A group of honest members with villains among them, all of whom came in by the product's own node. */
export class Trial {
  readonly scene: Scene;
  readonly refusals: Refusal[] = [];
  readonly #watches;
  readonly #options: TrialOptions;

  private constructor(options: TrialOptions) {
    this.#options = options;
    this.scene = new Scene(options.seed, { ...options, members: options.honest + 1 });
    this.#watches = INVARIANTS.map((invariant) => ({ invariant, watch: invariant.watch(this.scene) }));
    this.scene.watchers.push({
      logged: ({ name }, _, facts) => {
        this.#logged(name, facts);
      },
    });
  }

  static async begin(options: TrialOptions): Promise<Trial> {
    const trial = new Trial(options);
    const { scene } = trial;
    const [founder, ...others] = scene.computers.slice(0, options.honest);
    for (const computer of scene.computers) {
      // Wrong clocks are another story.
      computer.clock.set(0);
      await computer.start();
    }
    const created = await founder?.node?.create({ name: 'Raid night', as: founder.name });
    if (created?.ok !== true) throw new Error('nobody founded a group');
    scene.shell = created.value.shell.id;
    await trial.settle(1_000);
    for (const other of others) {
      await trial.settle(options.paceMs ?? 0);
      await trial.join(other);
    }
    // Whoever comes later than a step of the uptimes never hosts by the toss of its key.
    await trial.settle(LATER_MS);
    for (let index = 0; index < options.villains; index++)
      if (!(await scene.villains.join(scene.villains.called(villainNamed(index)))))
        throw new Error(`${villainNamed(index)} was not let in`);
    await trial.settle();
    return trial;
  }

  get honest(): readonly Computer[] {
    return this.scene.computers.slice(0, this.#options.honest);
  }

  /** Lets time pass; whatever must hold at every moment is looked at afterwards. */
  async settle(ms = SETTLE_MS): Promise<void> {
    const { world } = this.scene;
    await world.advance(ms);
    const [fault] = world.faults;
    if (fault !== undefined) throw fault instanceof Error ? fault : new Error(JSON.stringify(fault));
    for (const { invariant, watch } of this.#watches) {
      const wrong = watch.check(this.scene.views());
      if (wrong !== undefined) throw new Error(`${invariant.name}: ${wrong}`);
    }
  }

  /** The n-th villain runs another program from now on, and is connected to everybody. */
  async turn(index = 0): Promise<Rogue> {
    const rogue = await this.scene.villains.turn(this.scene.villains.called(villainNamed(index)));
    if (rogue === undefined) throw new Error('there is nobody to turn');
    await this.settle();
    return rogue;
  }

  /** Lets time pass until something holds. @returns whether it came to. */
  async until(condition: () => boolean): Promise<boolean> {
    const held = await this.scene.world.until(condition, PATIENCE_MS);
    await this.settle(0);
    return held && condition();
  }

  /** Lets time pass while somebody does something, and a while longer. */
  async during(doing: Promise<void> | void): Promise<void> {
    if (doing !== undefined) await this.scene.world.outcome(doing, PATIENCE_MS);
    await this.settle();
  }

  idOf(name: string): MemberId {
    const view = this.scene.views().find(({ computer }) => computer.name === name);
    if (view === undefined) throw new Error(`${name} is no member`);
    return view.me;
  }

  view(name: string): View {
    const found = this.scene.views().find(({ computer }) => computer.name === name);
    if (found === undefined) throw new Error(`${name} is no member`);
    return found;
  }

  /** Everything that an honest member believes of the group and of the other honest ones, in one text each. */
  beliefs(): Readonly<Record<string, string>> {
    const honest = new Set(this.scene.views().map(({ me }) => me));
    const beliefOf = ({ phonebook: { roster, book }, election: { host } }: View): string =>
      JSON.stringify(
        { roster, host, book: [...book.current.values()].filter(({ member }) => honest.has(member)) },
        (_, value: unknown) => (value instanceof Uint8Array ? toHex(value) : value),
      );
    return Object.fromEntries(this.scene.views().map((view) => [view.computer.name, beliefOf(view)]));
  }

  /** What each honest member refused since the last time this was asked. */
  refused(): Readonly<Record<string, readonly string[]>> {
    const told = this.refusals.splice(0);
    return Object.fromEntries(
      this.honest.map(({ name }) => [
        name,
        [...new Set(told.filter(({ by }) => by === name).map(({ code }) => code))].sort(),
      ]),
    );
  }

  /** A code by whoever hosts. */
  invite(): KnownCode {
    const by = this.scene.computers.find((one) => this.scene.standing(one)?.host?.me === true);
    const made = by?.node?.invite({});
    if (by === undefined || made?.ok !== true) throw new Error('nobody can let anybody in');
    return { code: made.value.code, by };
  }

  /** An outsider comes in by an invite, as if nothing had happened. */
  async join(newcomer: Computer): Promise<void> {
    const { scene } = this;
    const running = scene.running(newcomer.name);
    if (running === undefined) throw new Error(`${newcomer.name} is not there`);
    scene.joins.begin(running, this.invite(), false);
    const isIn = (): boolean => scene.joins.of(newcomer) === undefined;
    await scene.world.until(isIn, PATIENCE_MS);
    await this.settle(500);
    if (scene.standing(newcomer)?.state !== 'member') throw new Error(`${newcomer.name} was not let in`);
  }

  /**
   * Whether the honest members still do what a group does, with the villains still among them: somebody is let in, and
   * all come to agree on everything.
   * @returns what is missing; undefined once nothing is.
   */
  async liveness(without: readonly string[] = []): Promise<string | undefined> {
    const newcomer = this.scene.computers.at(-1);
    if (newcomer !== undefined && this.scene.standing(newcomer) === undefined) await this.join(newcomer);
    const goals = GOALS.filter(({ name }) => !without.includes(name));
    for (let waited = 0; ; waited += 1_000) {
      const missing = this.#missing(goals);
      if (missing === undefined || waited >= PATIENCE_MS) return missing;
      await this.settle(1_000);
    }
  }

  #missing(goals: readonly Goal[]): string | undefined {
    const views = presentMembers(this.scene.views());
    for (const goal of goals) {
      const missing = goal.missing(views, this.scene);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }

  #logged(by: string, facts: object): void {
    const { items = [], code, flag } = facts as Told;
    const codes = [code, flag?.kind, ...items.map((item) => item.code)];
    for (const one of codes) if (one !== undefined) this.refusals.push({ by, code: one });
  }
}
