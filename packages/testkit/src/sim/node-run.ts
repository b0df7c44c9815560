import {
  configSchema,
  createNode,
  resolvePaths,
  type FyteNode,
  type Log,
  type NodeParts,
} from '@fyteclub/app';
import { OVERLAY } from '@fyteclub/transport';
import { memoryDisk, type Mount } from '@fyteclub/app/testing';
import { ok, ownBytes, toHex, type KeyRing } from '@fyteclub/identity';
import type { SimulatedMachine } from '@fyteclub/transport/testing';
import type { AnyActorRef } from 'xstate';
import { seededRandom } from '../corpus/seeded-random.ts';
import { watchedMachines } from './actors.ts';
import type { Computer } from './computer.ts';

/** What somebody outside may watch in every node. */
export interface Watcher {
  /** A ring seals under an epoch's key. `context` is what the seal is bound to. */
  sealed(computer: Computer, ring: KeyRing, epoch: string, context: Uint8Array): void;
  /** A ring was given an epoch's key. */
  given(computer: Computer, ring: KeyRing, epoch: string): void;
  /** A node writes into its log. */
  logged(computer: Computer, message: string, facts: object): void;
}

/** Keys from a seed; nonces come from the given source. */
export type CreateKeyRing = (seed: Uint8Array, random: (length: number) => Uint8Array) => KeyRing;

const PATHS = resolvePaths('/simulated', {});
const CONFIG = configSchema.parse({});

/** One run of a node, from a start to a stop or a crash. */
export class NodeRun {
  /** Counts the starts of this machine. */
  readonly number: number;
  /** Those of its actors that invariants look at, by the names they have in the node. */
  readonly actors = new Map<string, AnyActorRef>();
  readonly #mount: Mount;
  readonly #machine: SimulatedMachine;
  readonly #parts: NodeParts;
  #alive = true;
  #node: FyteNode | undefined;

  constructor(computer: Computer, number: number, createKeyRing: CreateKeyRing, watcher: Watcher) {
    const { world, name, clock, address } = computer;
    const timers = clock.timers(name, () => this.#alive);
    const dice = seededRandom(`${computer.seed}/run ${number}`);
    const random = (length: number): Uint8Array => Uint8Array.from(dice.bytes(length));
    this.number = number;
    this.#mount = computer.image.mount();
    this.#machine = world.network.machine({ address, clock: timers });
    this.#parts = {
      network: this.#machine,
      disk: memoryDisk(this.#mount.store),
      random,
      now: () => clock.now(),
      clock: timers,
      log: logOf(computer, watcher),
      createKeyRing: (seed) => watchedRing(createKeyRing(seed, random), computer, watcher),
      // The simulated wire compares fingerprints and nothing else of a certificate.
      createWireIdentity: () => Promise.resolve({ certificatePem: '', keyPem: '', fingerprint: random(32) }),
      accountName: () => name,
      pid: number,
      machines: watchedMachines(this.actors),
      readings: computer.readings,
      electionBucketMs: 30_000,
      overlay: OVERLAY,
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Undefined while it is still starting. */
  get node(): FyteNode | undefined {
    return this.#node;
  }

  /** Starts the product's node on what is on the disk. */
  async start({ world, name }: Computer): Promise<void> {
    const node = await createNode({ paths: PATHS, config: CONFIG, parts: this.#parts });
    if (!this.#alive) return;
    if (!node.ok) throw new Error(`${name} could not start: ${node.error.code} ${node.error.message}`);
    this.#node = node.value;
    node.value.events$.subscribe((event) => {
      if (!this.#alive) return;
      world.trace.event(world.now, event.event, name);
      world.trace.tell(world.now, () => `${name} tells ${JSON.stringify(event)}`);
    });
  }

  /** Nothing of it happens any more; what is still on the stack reaches neither the wire nor the disk. */
  end(): void {
    this.#alive = false;
    this.#machine.vanish();
    this.#mount.detach();
  }
}

function logOf(computer: Computer, watcher: Watcher): Log {
  const { world, name } = computer;
  const write =
    (level: string) =>
    (facts: object, message: string): void => {
      watcher.logged(computer, message, facts);
      world.trace.tell(world.now, () => `${name} ${level}: ${message} ${JSON.stringify(facts)}`);
    };
  return { info: write('logs'), warn: write('warns'), error: write('complains') };
}

function watchedRing(ring: KeyRing, computer: Computer, watcher: Watcher): KeyRing {
  // Nodes ask for the same few again and again, and each takes a scalar multiplication.
  const pairs = new Map<string, ReturnType<KeyRing['pairSecret']>>();
  return {
    ...ring,
    pairSecret: (theirKx, shell) => {
      const name = `${toHex(theirKx)}/${shell}`;
      const secret = pairs.get(name) ?? ring.pairSecret(theirKx, shell);
      pairs.set(name, secret);
      return secret.ok ? ok(ownBytes(secret.value)) : secret;
    },
    addEpoch: (epoch, secret) => {
      watcher.given(computer, ring, epoch);
      ring.addEpoch(epoch, secret);
    },
    seal: (epoch, context, plain) => {
      watcher.sealed(computer, ring, epoch, context);
      return ring.seal(epoch, context, plain);
    },
  };
}
