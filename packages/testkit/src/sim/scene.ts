import type { FyteNode, ShellStatus } from '@fyteclub/app';
import { createKeyRing, rememberReadings, type Readings, type ShellId } from '@fyteclub/identity';
import { seededRandom } from '../corpus/seeded-random.ts';
import { Villains } from './attackers/villains.ts';
import { addressOf, nameOf } from './cast.ts';
import { Computer } from './computer.ts';
import { Joins } from './joins.ts';
import { MachineClock } from './node-clock.ts';
import type { CreateKeyRing, Watcher } from './node-run.ts';
import type { TraceOptions } from './trace.ts';
import { viewOf, type View } from './view.ts';
import { World } from './world.ts';

/** An invite as people know it: a code that somebody made. */
export interface KnownCode {
  readonly code: string;
  readonly by: Computer;
}

export interface SceneOptions extends TraceOptions {
  readonly members: number;
  /** Keys from a seed; a double may stand in where only volume counts. */
  readonly createKeyRing?: CreateKeyRing;
  /** What a run of a node remembers of signed statements: of its own, unless said otherwise. */
  readonly readings?: () => Readings;
}

/** Clocks go wrong by this much at most. */
export const WORST_SKEW_MS = 10 * 60_000;
const WORST_DRIFT_PPM = 200;
/** What a time server leaves. */
export const USUAL_SKEW_MS = 5_000;

const READINGS_BYTES = 1024 * 1024;

/** One group of players, their computers, and what they know of each other. */
export class Scene {
  readonly world: World;
  readonly computers: readonly Computer[];
  /** Every code that was ever made, used or not. */
  readonly codes: KnownCode[] = [];
  readonly joins: Joins;
  readonly watchers: Partial<Watcher>[] = [];
  /** Members who mean harm; none of the others. */
  readonly villains: Villains;
  /** Whoever else moves or leaves, this one stays where it is: two who both moved while apart need a new code. */
  readonly anchor: Computer;
  /** The syncshell that it is all about, once it is founded. */
  shell: ShellId | undefined;
  #addresses = 0;

  constructor(seed: string, options: SceneOptions) {
    this.world = new World(seed, options);
    this.joins = new Joins(this.world);
    const dice = seededRandom(`${seed}/clocks`);
    const watcher: Watcher = {
      sealed: (...what) => {
        for (const each of this.watchers) each.sealed?.(...what);
      },
      given: (...what) => {
        for (const each of this.watchers) each.given?.(...what);
      },
      logged: (...what) => {
        for (const each of this.watchers) each.logged?.(...what);
      },
    };
    const createRing = options.createKeyRing ?? createKeyRing;
    const readings = options.readings ?? ((): Readings => rememberReadings(READINGS_BYTES));
    this.villains = new Villains(this, { seed, watcher, createKeyRing: createRing, readings });
    this.computers = Array.from({ length: options.members }, (_, index) => {
      // Most people's clocks are right; some are not. With the founder's wrong nobody would come in at first.
      const worst = index === 0 || dice.next() < 0.85 ? USUAL_SKEW_MS : WORST_SKEW_MS;
      const drift = WORST_DRIFT_PPM * (2 * dice.next() - 1);
      return new Computer({
        world: this.world,
        name: nameOf(index),
        address: this.freshAddress(),
        seed: `${seed}/${nameOf(index)}`,
        clock: new MachineClock(this.world, worst * (2 * dice.next() - 1), drift),
        createKeyRing: createRing,
        watcher,
        readings,
      });
    });
    this.anchor = dice.pick(this.computers);
  }

  /** An address that no machine has had. */
  freshAddress(): string {
    this.#addresses += 1;
    return addressOf(this.#addresses);
  }

  computer(name: string): Computer | undefined {
    return this.computers.find((one) => one.name === name);
  }

  /** A computer with a node on it that answers. */
  running(name: string): (Computer & { readonly node: FyteNode }) | undefined {
    const found = this.computer(name);
    return found?.node === undefined ? undefined : (found as Computer & { readonly node: FyteNode });
  }

  get on(): readonly Computer[] {
    return this.computers.filter(({ run }) => run !== undefined);
  }

  get off(): readonly Computer[] {
    return this.computers.filter(({ run }) => run === undefined);
  }

  /** What the nodes that are members believe. */
  views(): readonly View[] {
    const { shell } = this;
    return shell === undefined ? [] : this.computers.flatMap((one) => viewOf(one, shell) ?? []);
  }

  /** How the node of a computer stands in the syncshell, by its own account. */
  standing({ node }: Computer): ShellStatus | undefined {
    const status = node?.status();
    return status?.ok === true ? status.value.shells.find(({ id }) => id === this.shell) : undefined;
  }

  readonly say = (text: () => string): void => {
    this.world.trace.tell(this.world.now, text);
  };
}
