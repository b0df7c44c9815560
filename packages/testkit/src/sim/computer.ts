import type { FyteNode } from '@fyteclub/app';
import { DiskImage, type CommitSide } from '@fyteclub/app/testing';
import type { Readings } from '@fyteclub/identity';
import type { MachineClock } from './node-clock.ts';
import { NodeRun, type CreateKeyRing, type Watcher } from './node-run.ts';
import type { World } from './world.ts';

export interface ComputerOptions {
  readonly world: World;
  readonly name: string;
  /** An IPv4 literal. */
  readonly address: string;
  /** All randomness of its nodes comes from this, another for each run. */
  readonly seed: string;
  readonly clock: MachineClock;
  readonly createKeyRing: CreateKeyRing;
  readonly watcher: Watcher;
  /** Asked for at each start of its node. */
  readonly readings: () => Readings;
}

/** A node that cannot say goodbye to everybody in this time hangs. */
const STOP_MS = 60_000;

/** One player's machine: a disk, a clock, an address, and a node that runs on it at times. */
export class Computer {
  readonly world: World;
  readonly name: string;
  readonly seed: string;
  readonly clock: MachineClock;
  readonly #options: ComputerOptions;
  readonly #backups: DiskImage[] = [];
  #image = new DiskImage();
  #run: NodeRun | undefined;
  #starts = 0;
  #address: string;
  /** Whether an older image was ever put back: its node may then say things twice, in good faith. */
  wasSetBack = false;

  constructor(options: ComputerOptions) {
    this.#options = options;
    this.world = options.world;
    this.name = options.name;
    this.#address = options.address;
    this.seed = options.seed;
    this.clock = options.clock;
    this.world.paths.call(this.#address, this.name);
    this.#watchDisk();
  }

  get address(): string {
    return this.#address;
  }

  /** Whether it is somewhere else than it was in the beginning. */
  get hasMoved(): boolean {
    return this.#address !== this.#options.address;
  }

  get readings(): Readings {
    return this.#options.readings();
  }

  get image(): DiskImage {
    return this.#image;
  }

  /** The run under way; undefined while the machine is off. */
  get run(): NodeRun | undefined {
    return this.#run;
  }

  get node(): FyteNode | undefined {
    return this.#run?.node;
  }

  get backups(): readonly DiskImage[] {
    return this.#backups;
  }

  /** Starts a node on what is on the disk. */
  async start(): Promise<void> {
    if (this.#run !== undefined) throw new Error(`${this.name} runs already`);
    this.#starts += 1;
    this.#note('starts');
    const run = new NodeRun(this, this.#starts, this.#options.createKeyRing, this.#options.watcher);
    this.#run = run;
    await this.world.outcome(run.start(this), 1);
  }

  /** The node says goodbye and stops, which takes time. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run?.node === undefined) return;
    this.#note('stops');
    const stopped = await this.world.outcome(run.node.stop(), STOP_MS, () => !run.alive);
    if (stopped === undefined && run.alive) this.world.faults.push(new Error(`${this.name} does not stop`));
    this.#end(run);
  }

  /** Power off: sockets fall silent at once, timers die, and nothing of the run ever happens again. */
  crash(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#note('crashes');
    this.#end(run);
  }

  /** Power goes at the n-th coming commit, 1 being the next one, with the commit lost or just saved. */
  crashAtCommit(n: number, side: CommitSide): void {
    this.#image.interrupt(n, side, () => {
      this.crash();
    });
  }

  /** Whatever was to happen at a coming commit does not. */
  disarm(): void {
    this.#image.goOn();
  }

  /** Keeps a copy of the disk as it is. */
  backUp(): void {
    this.#backups.push(this.#image.copy());
  }

  /** Its node has run before the world began, and left this. */
  settle(image: DiskImage): void {
    if (this.#starts > 0) throw new Error(`${this.name} has run already`);
    this.#image = image;
    this.#watchDisk();
  }

  /** Puts an older image back; the machine must be off. */
  setBack(backup: DiskImage): void {
    if (this.#run !== undefined) throw new Error(`${this.name} runs`);
    this.#image = backup.copy();
    this.wasSetBack = true;
    this.#watchDisk();
  }

  /** The provider gives it another address; the machine must be off. */
  move(address: string): void {
    if (this.#run !== undefined) throw new Error(`${this.name} runs`);
    this.#address = address;
    this.world.paths.call(address, this.name);
  }

  #end(run: NodeRun): void {
    run.end();
    if (this.#run === run) this.#run = undefined;
  }

  #watchDisk(): void {
    this.#image.watch((commit) => {
      this.world.trace.event(this.world.now, 'writes', this.name, `commit ${commit}`);
    });
  }

  #note(what: string): void {
    this.world.trace.event(this.world.now, what, this.name);
    this.world.trace.tell(this.world.now, () => `${this.name} ${what}`);
  }
}
