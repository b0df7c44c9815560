import { err, ok, type Address, type Result } from '@fyteclub/identity';
import type { Clock } from '../clock.ts';
import type { HostError, HostOptions, Network, NetworkHost } from '../network.ts';
import { SimulatedHost } from './simulated-host.ts';

/** What one direction between two machines does to what is sent into it. */
export interface Path {
  readonly delayMs: number;
  /** Up to so much more, drawn for each packet: packets overtake each other. */
  readonly jitterMs: number;
  /** The share of packets that are lost. A channel sends again until they arrive, a knock is gone. */
  readonly loss: number;
  /** The share of packets that arrive twice. A channel notices. */
  readonly duplicates: number;
  /** Nothing passes. */
  readonly cut: boolean;
}

/** Everything arrives at once, in order; spread it to say only what is worse. */
export const PERFECT_PATH: Path = { delayMs: 0, jitterMs: 0, loss: 0, duplicates: 0, cut: false };

/** One packet on its way, for whoever keeps the record. */
export interface Packet {
  readonly what: string;
  /** The machines' addresses. */
  readonly from: string;
  readonly to: string;
  /** What a channel carries. */
  readonly bytes?: Uint8Array;
}

/** The world around the wires. */
export interface Surroundings {
  /** Milliseconds of the world's time. */
  now(): number;
  /** Lets the packet arrive so many milliseconds later. */
  arrive(afterMs: number, packet: Packet, run: () => void): void;
  /** The state of things between two machines at this moment, by their addresses. */
  path(from: string, to: string): Path;
  /** In [0, 1). */
  random(): number;
}

/** What tells one machine of a {@link SimulatedNetwork} from the others. */
export interface MachineOptions {
  /** An IP literal; one machine is there at a time. */
  readonly address: string;
  /** Whose time its own timers run on. */
  readonly clock: Clock;
}

/** One machine's share of a {@link SimulatedNetwork}. */
export interface SimulatedMachine extends Network {
  /** Falls silent without a goodbye: nothing leaves it any more, and nothing that runs on it hears anything. */
  vanish(): void;
}

/**
 * Whole groups of machines on one simulated net, whose packets are late, lost, doubled and overtaken as the paths
 * between them say. Same promises and same refusals as the real network; there are no routers in the way.
 */
export class SimulatedNetwork {
  readonly around: Surroundings;
  readonly #machines = new Map<string, Machine>();

  constructor(around: Surroundings) {
    this.around = around;
  }

  machine({ address, clock }: MachineOptions): SimulatedMachine {
    const machine = new Machine(this, address, clock);
    this.#machines.set(address, machine);
    return machine;
  }

  /** Who listens at an address now. */
  at({ host, port }: Address): SimulatedHost | undefined {
    const machine = this.#machines.get(host);
    return machine?.alive === true ? machine.hosts.get(port) : undefined;
  }

  /** A packet without any promise. `run` is not called when it is lost, and twice when it is doubled. */
  datagram(packet: Packet, run: () => void): void {
    const { around } = this;
    const path = around.path(packet.from, packet.to);
    if (path.cut || around.random() < path.loss) return;
    const copies = around.random() < path.duplicates ? 2 : 1;
    for (let copy = 0; copy < copies; copy++)
      around.arrive(path.delayMs + around.random() * path.jitterMs, packet, run);
  }
}

/** One machine: its address, its clock, and whether it is still there. */
export class Machine implements SimulatedMachine {
  readonly network: SimulatedNetwork;
  readonly address: string;
  readonly clock: Clock;
  readonly hosts = new Map<number, SimulatedHost>();
  alive = true;
  #nextPort = 49_152;

  constructor(network: SimulatedNetwork, address: string, clock: Clock) {
    this.network = network;
    this.address = address;
    this.clock = clock;
  }

  openHost(options: HostOptions): Promise<Result<NetworkHost, HostError>> {
    if (options.bind !== '0.0.0.0' && options.bind !== this.address) return Promise.resolve(err('bad-bind'));
    const port = options.port === 0 ? this.freePort() : options.port;
    if (this.hosts.has(port)) return Promise.resolve(err('port-taken'));
    const host = new SimulatedHost(this, { ...options, port }, () => this.hosts.delete(port));
    this.hosts.set(port, host);
    return Promise.resolve(ok(host));
  }

  async shutdown(): Promise<void> {
    for (const host of [...this.hosts.values()]) await host.close();
  }

  vanish(): void {
    this.alive = false;
    this.hosts.clear();
  }

  /** A port that nobody has had yet. */
  freePort(): number {
    return this.#nextPort++;
  }
}
