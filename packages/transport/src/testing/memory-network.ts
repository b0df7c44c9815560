import { err, equalBytes, ok, type Result, type Address } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import { SYSTEM_CLOCK, type Clock } from '../clock.ts';
import type {
  Connection,
  DialError,
  DialPlan,
  HostOptions,
  Incoming,
  MeetPlan,
  Network,
  NetworkHost,
} from '../network.ts';
import { Attempts, sameCredentials as same } from './attempts.ts';
import { createMemoryChannels } from './memory-channel.ts';

/** How time passes on a wire in memory. */
export interface MemoryNetworkOptions {
  /** Whose time the wire runs on; XState's `SimulatedClock` makes whole groups deterministic. */
  readonly clock?: Clock;
  /** One-way delay in ms; 0 unless told. */
  readonly latencyMs?: number;
}

/** A network of its own in memory: hosts opened on the same one reach each other and nobody else. */
export interface MemoryNetwork extends Network {
  /** From now on nothing leaves or reaches this port, and nobody is told: a pulled cable, a killed process. */
  silence(port: number): void;
  /** What was held back since {@link silence} arrives now. */
  restore(port: number): void;
}

/** Knocks are repeated like STUN requests, so that a dial begun before its listener still gets through. */
const KNOCK_AGAIN_MS = 500;
const FIRST_EPHEMERAL_PORT = 49_152;

interface Meeting {
  readonly at: MemoryHost;
  readonly plan: MeetPlan;
  settle(result: Result<Connection, DialError>): void;
}

/** The twin of the WebRTC network: same promises, same refusals, no sockets and no threads. */
export function createMemoryNetwork(options: MemoryNetworkOptions = {}): MemoryNetwork {
  return new MemoryWorld(options.clock ?? SYSTEM_CLOCK, options.latencyMs ?? 0);
}

class MemoryWorld implements MemoryNetwork {
  readonly clock: Clock;
  readonly meetings = new Set<Meeting>();
  readonly #latencyMs: number;
  readonly #hosts = new Map<string, MemoryHost>();
  readonly #silent = new Map<number, (() => void)[]>();
  #nextPort = FIRST_EPHEMERAL_PORT;

  constructor(clock: Clock, latencyMs: number) {
    this.clock = clock;
    this.#latencyMs = latencyMs;
  }

  openHost(options: HostOptions): Promise<Result<NetworkHost, 'port-taken' | 'bad-bind'>> {
    const port = options.port === 0 ? this.ephemeralPort() : options.port;
    const key = `${options.bind}:${port}`;
    if (this.#hosts.has(key)) return Promise.resolve(err('port-taken'));
    const host = new MemoryHost(this, { ...options, port }, () => this.#hosts.delete(key));
    this.#hosts.set(key, host);
    return Promise.resolve(ok(host));
  }

  async shutdown(): Promise<void> {
    for (const host of [...this.#hosts.values()]) await host.close();
  }

  silence(port: number): void {
    if (!this.#silent.has(port)) this.#silent.set(port, []);
  }

  restore(port: number): void {
    const held = this.#silent.get(port) ?? [];
    this.#silent.delete(port);
    for (const run of held) run();
  }

  ephemeralPort(): number {
    return this.#nextPort++;
  }

  at({ host, port }: Address): MemoryHost | undefined {
    return this.#hosts.get(`${host}:${port}`) ?? this.#hosts.get(`0.0.0.0:${port}`);
  }

  /** One packet between two ports; waits while either end is silent. */
  carry(ports: readonly [number, number], run: () => void): void {
    this.clock.setTimeout(() => {
      const held = this.#silent.get(ports[0]) ?? this.#silent.get(ports[1]);
      if (held) held.push(() => this.carry(ports, run));
      else run();
    }, this.#latencyMs);
  }

  /** Two connections over one wire: the first for the side that dialled or offers. */
  wire(from: Address, to: Address, plan: DialPlan | MeetPlan, answer: Uint8Array): [Connection, Connection] {
    const [near, far] = createMemoryChannels((run) => this.carry([from.port, to.port], run));
    const end = (channel: typeof near, local: Uint8Array, remote: Uint8Array, at: Address): Connection => ({
      kind: plan.kind,
      channel,
      localFingerprint: local,
      remoteFingerprint: remote,
      remote: at,
      roundTripMs: () => 2 * this.#latencyMs,
      close: () => channel.close(),
      abort: () => channel.abort(),
    });
    const offer = plan.identity.fingerprint;
    return [end(near, offer, answer, to), end(far, answer, offer, from)];
  }
}

class MemoryHost implements NetworkHost {
  readonly port: number;
  readonly #incoming = new Subject<Incoming>();
  readonly #world: MemoryWorld;
  readonly #options: HostOptions;
  readonly #leave: () => void;
  readonly #connections = new Set<Connection>();
  readonly #attempts: Attempts;
  readonly #seen = new Set<string>();

  constructor(world: MemoryWorld, options: HostOptions, leave: () => void) {
    this.#world = world;
    this.#options = options;
    this.#leave = leave;
    this.port = options.port;
    this.#attempts = new Attempts(world.clock, (connection) => this.#keep(connection));
  }

  get incoming$(): NetworkHost['incoming$'] {
    return this.#incoming.asObservable();
  }

  addresses(): readonly Address[] {
    const host = this.#options.bind === '0.0.0.0' ? '127.0.0.1' : this.#options.bind;
    return [{ host, port: this.port }];
  }

  discover(): Promise<readonly Address[]> {
    return Promise.resolve(this.addresses());
  }

  dial(plan: DialPlan): Promise<Result<Connection, DialError>> {
    const from = { host: '127.0.0.1', port: this.#world.ephemeralPort() };
    return this.#attempts.begin(plan, plan.timeoutMs, (settle, unsettled) => {
      const knock = (): void => {
        if (!unsettled()) return;
        for (const to of plan.addresses)
          this.#world.carry([this.port, to.port], () => {
            if (unsettled()) this.#world.at(to)?.answer(from, to, plan, settle);
          });
        this.#world.clock.setTimeout(knock, KNOCK_AGAIN_MS);
      };
      knock();
      return () => undefined;
    });
  }

  meet(plan: MeetPlan): Promise<Result<Connection, DialError>> {
    return this.#attempts.begin(plan, plan.deadlineMs, (settle) => {
      const mine: Meeting = { at: this, plan, settle };
      const { meetings } = this.#world;
      const theirs = [...meetings].find(
        (other) =>
          other.plan.role !== plan.role &&
          same(other.plan.local, plan.remote) &&
          same(other.plan.remote, plan.local) &&
          plan.addresses.some((address) => this.#world.at(address) === other.at),
      );
      if (theirs) this.#join(mine, theirs);
      else meetings.add(mine);
      return () => meetings.delete(mine);
    });
  }

  close(): Promise<void> {
    this.#leave();
    this.#attempts.close();
    for (const connection of [...this.#connections]) connection.abort();
    this.#incoming.complete();
    return Promise.resolve();
  }

  /** The listener's half of a dial. */
  answer(
    from: Address,
    to: Address,
    plan: DialPlan,
    settle: (result: Result<Connection, DialError>) => void,
  ): void {
    if (this.#seen.has(plan.remote.ufrag)) return;
    const admission = this.#options.admit({
      localUfrag: plan.remote.ufrag,
      remoteUfrag: plan.local.ufrag,
      from,
    });
    if (!admission || !same(admission.local, plan.remote) || !same(admission.remote, plan.local)) return;
    this.#seen.add(plan.remote.ufrag);
    const { fingerprint } = admission.identity;
    if (plan.fingerprint && !equalBytes(plan.fingerprint, fingerprint)) {
      settle(err('wrong-fingerprint'));
      return;
    }
    const [near, far] = this.#world.wire(from, to, plan, fingerprint);
    settle(ok(near));
    this.#keep(far);
    this.#incoming.next({ connection: far, tag: admission.tag });
  }

  #join(mine: Meeting, theirs: Meeting): void {
    const [offer, answer] = mine.plan.role === 'offer' ? [mine, theirs] : [theirs, mine];
    this.#world.carry([offer.at.port, answer.at.port], () => {
      const [offered, answered] = this.#world.wire(
        offer.at.addresses()[0]!,
        answer.at.addresses()[0]!,
        offer.plan,
        answer.plan.identity.fingerprint,
      );
      for (const [meeting, connection] of [
        [offer, offered],
        [answer, answered],
      ] as const) {
        const { fingerprint } = meeting.plan;
        const wrong = fingerprint && !equalBytes(fingerprint, connection.remoteFingerprint);
        if (wrong) connection.abort();
        meeting.settle(wrong ? err('wrong-fingerprint') : ok(connection));
      }
    });
  }

  #keep(connection: Connection): void {
    this.#connections.add(connection);
    void connection.channel.closed.then(() => this.#connections.delete(connection));
  }
}
