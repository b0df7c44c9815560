import { decodeInvite, type MemberId, type Readings } from '@fyteclub/identity';
import { Computer } from '../computer.ts';
import { MachineClock } from '../node-clock.ts';
import type { CreateKeyRing, Watcher } from '../node-run.ts';
import type { Scene } from '../scene.ts';
import type { Attacker } from './attacker.ts';
import { lootOf } from './loot.ts';
import { Rogue } from './rogue.ts';

/** Those who mean harm, in the order in which they come. */
const NAMES = ['Eve', 'Mallory', 'Trudy', 'Oscar', 'Sybil', 'Chuck'];

export const villainNamed = (index: number): string => NAMES[index] ?? `Villain ${index + 1}`;

/** Somebody who joins like everybody else and, one day, runs another program than ours. */
export interface Villain {
  readonly computer: Computer;
  /** It was let in once. */
  isIn: boolean;
  rogue: Rogue | undefined;
  /** What kind it is, once it has struck. */
  attacker: Attacker | undefined;
}

interface Making {
  readonly seed: string;
  readonly watcher: Watcher;
  readonly createKeyRing: CreateKeyRing;
  readonly readings: () => Readings;
}

const NOTHING = new Uint8Array();
/** A join with every chance takes no longer. */
const JOIN_MS = 20_000;
/** Handshakes with everybody who is there, and the syncs after them. */
const MEET_MS = 4_000;

/**
 * The villains of one scene. Their machines are not among its computers: nothing that happens to those happens to
 * them, and no dice of theirs are touched by what villains do.
 */
export class Villains {
  readonly #scene: Scene;
  readonly #making: Making;
  readonly #all = new Map<string, Villain>();
  readonly #keys = new Set<MemberId>();
  readonly #strikes = new Map<string, number>();

  constructor(scene: Scene, making: Making) {
    this.#scene = scene;
    this.#making = making;
  }

  get all(): readonly Villain[] {
    return [...this.#all.values()];
  }

  /** Every key that a villain has or made up and brought in. */
  get keys(): ReadonlySet<MemberId> {
    const puppets = this.all.flatMap(({ rogue }) => rogue?.puppets ?? []);
    return new Set([...this.#keys, ...puppets.map(({ memberId }) => memberId)]);
  }

  /** The villain of that name, whose machine stands ready. */
  called(name: string): Villain {
    const known = this.#all.get(name);
    if (known !== undefined) return known;
    const { world } = this.#scene;
    const { seed, watcher, createKeyRing, readings } = this.#making;
    const computer = new Computer({
      world,
      name,
      address: `10.66.0.${this.#all.size + 1}`,
      seed: `${seed}/${name}`,
      clock: new MachineClock(world, 0, 0),
      createKeyRing,
      watcher,
      readings,
    });
    const villain: Villain = { computer, isIn: false, rogue: undefined, attacker: undefined };
    this.#all.set(name, villain);
    return villain;
  }

  /** Comes in by an invite of somebody who hosts, with the product's own node. @returns whether it got in. */
  async join(villain: Villain, host = this.#host(), shell = this.#scene.shell): Promise<boolean> {
    const made = shell === undefined ? undefined : host?.node?.invite({ shell });
    const { computer } = villain;
    if (made?.ok !== true) return false;
    if (computer.run === undefined) await computer.start();
    const { node, name } = computer;
    if (node === undefined) return false;
    const stop = new AbortController();
    const joining = (async () => {
      for await (const step of node.join({ code: made.value.code, as: name }, stop.signal))
        if (!step.ok || step.value.state === 'joined') return step.ok;
      return false;
    })();
    const joined = await this.#scene.world.outcome(joining, JOIN_MS);
    stop.abort();
    const loot = shell === undefined ? undefined : lootOf(computer.image, shell);
    if (loot !== undefined) this.#keys.add(this.#making.createKeyRing(loot.row.seed, () => NOTHING).memberId);
    villain.isIn ||= joined?.value === true;
    return joined?.value === true;
  }

  /** Ends its node, and runs something else on its machine, with what lies on its disk. */
  async turn(villain: Villain, shell = this.#scene.shell): Promise<Rogue | undefined> {
    const { world } = this.#scene;
    const { computer } = villain;
    const loot = shell === undefined ? undefined : lootOf(computer.image, shell);
    if (shell === undefined || loot === undefined || villain.rogue !== undefined) return villain.rogue;
    computer.crash();
    world.paths.reachEverywhere(computer.name);
    const rogue = new Rogue(computer, shell, loot, this.#making.createKeyRing);
    rogue.friends = () => this.all.flatMap((one) => (one === villain ? [] : (one.rogue ?? [])));
    rogue.overheard = () =>
      this.#scene.codes.flatMap(({ code }) => {
        const invite = decodeInvite(code);
        return invite.ok ? [invite.value] : [];
      });
    villain.rogue = rogue;
    await rogue.listen(loot.port);
    await world.outcome(rogue.meetAll(), MEET_MS);
    return rogue;
  }

  /** Looks for everybody whom it has lost, or has been lost by. */
  async reconnect(rogue: Rogue): Promise<void> {
    await this.#scene.world.outcome(rogue.meetAll(), MEET_MS);
  }

  /** A villain does something, as such an attacker. */
  strikes(villain: Villain, attacker: Attacker): void {
    villain.attacker = attacker;
    this.#strikes.set(attacker.name, (this.#strikes.get(attacker.name) ?? 0) + 1);
  }

  /** How many acts of each attacker there were. */
  get struck(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#strikes);
  }

  /** Where everybody sleeps there is nobody to harm. @returns how they get up again. */
  async sleep(): Promise<() => Promise<void>> {
    const sleepers = this.all.map(({ computer }) => computer).filter(({ run }) => run !== undefined);
    for (const computer of sleepers) await computer.stop();
    for (const { rogue } of this.all) rogue?.hangUp();
    return async () => {
      for (const computer of sleepers) await computer.start();
    };
  }

  /** They are gone, all of them. */
  vanish(): void {
    for (const { computer, rogue } of this.all) {
      computer.crash();
      rogue?.vanish();
    }
  }

  #host(): Computer | undefined {
    return this.#scene.computers.find((one) => this.#scene.standing(one)?.host?.me === true);
  }
}
