import type { InstanceId, KeyRing, MemberId } from '@fyteclub/identity';
import { createActor, SimulatedClock, type ActorRefFrom, type InspectionEvent } from 'xstate';
import type { ElectionContext, ElectionEmitted } from '../election.events.ts';
import { electionMachine } from '../election.machine.ts';
import type { ElectionMessage } from '../messages.ts';
import { parseMessage } from '../parse.ts';
import { signStatement } from '../statement.ts';
import { NOON, SHELL } from './cast.ts';

/** One member's running election, with somebody who signs for it. */
export class Node {
  readonly ring: KeyRing;
  readonly instance: InstanceId;
  readonly actor: ActorRefFrom<typeof electionMachine>;
  readonly emitted: ElectionEmitted[] = [];
  /** Every host it announced, in order. */
  readonly hosts: (MemberId | null)[] = [];
  /** How far its clock is off, ms, and by how much more it goes wrong, parts per million. */
  skew = 0;
  drift = 0;

  constructor(
    ring: KeyRing,
    instance: InstanceId,
    clock: SimulatedClock,
    machine: typeof electionMachine,
    inspect?: (event: InspectionEvent) => void,
  ) {
    this.ring = ring;
    this.instance = instance;
    const input = { shell: SHELL, me: ring.memberId, instance };
    this.actor = createActor(machine, { input, clock, ...(inspect ? { inspect } : {}) });
    this.actor.on('*', (effect) => this.emitted.push(effect));
    this.actor.on('HOST_CHANGED', ({ host }) => this.hosts.push(host));
    this.actor.start();
  }

  /** What its clock says. */
  clockAt(now: number): number {
    return Math.round(now + this.skew + (now - NOON) * this.drift * 1e-6);
  }
  get id(): MemberId {
    return this.ring.memberId;
  }
  get context(): ElectionContext {
    return this.actor.getSnapshot().context;
  }
  get isRunning(): boolean {
    return this.actor.getSnapshot().status === 'active';
  }
  get isGathering(): boolean {
    return this.actor.getSnapshot().matches({ present: { host: 'gathering' } });
  }
  /** Whether nothing is awaited that could change the choice of host. */
  get isSure(): boolean {
    return this.actor.getSnapshot().matches({ present: { host: { settled: 'sure' } } });
  }
  get host(): MemberId | null {
    return this.context.host;
  }
}

interface Packet {
  readonly from: Node;
  readonly to: MemberId;
  readonly message: ElectionMessage;
}

/** A clock that can say when something will happen next. */
class Timeline extends SimulatedClock {
  readonly #due = new Map<number, number>();

  override setTimeout(run: (...args: unknown[]) => void, timeout: number): number {
    const id: number = super.setTimeout(() => {
      this.#due.delete(id);
      run();
    }, timeout);
    this.#due.set(id, this.now() + timeout);
    return id;
  }
  override clearTimeout(id: number): void {
    this.#due.delete(id);
    super.clearTimeout(id);
  }
  nextDue(): number {
    return [...this.#due.values()].reduce((least, due) => Math.min(least, due), Infinity);
  }
}

/** Members on one virtual clock, and the links between them. */
export class Network {
  readonly clock = new Timeline();
  /** Whatever was delivered. */
  readonly sent: Packet[] = [];
  readonly members: readonly MemberId[];
  /** Says which messages get lost. */
  loses: (packet: Packet) => boolean = () => false;
  now = NOON;
  readonly #machine: typeof electionMachine;
  readonly #nodes = new Map<MemberId, Node>();
  readonly #links = new Set<string>();
  readonly #queue: Packet[] = [];

  constructor(rings: readonly KeyRing[], machine = electionMachine) {
    this.members = rings.map(({ memberId }) => memberId);
    this.#machine = machine;
  }

  /** Starts a run of a member's node; an earlier run of it is forgotten. */
  start(ring: KeyRing, instance: InstanceId, inspect?: (event: InspectionEvent) => void): Node {
    const node = new Node(ring, instance, this.clock, this.#machine, inspect);
    node.actor.on('SIGN', ({ statement }) => {
      const now = node.clockAt(this.now);
      const bytes = signStatement(ring, { shell: SHELL, instance, now }, statement);
      node.actor.send({ type: 'SIGNED', kind: statement.kind, bytes, now });
    });
    node.actor.on('SEND', ({ to, message }) => this.#queue.push({ from: node, to, message }));
    this.#nodes.set(node.id, node);
    node.actor.send({ type: 'MEMBERS', members: this.members });
    return node;
  }

  /** Every two of them; then everything that follows at once. */
  async link(...pairs: readonly (readonly [Node, Node])[]): Promise<void> {
    for (const [a, b] of pairs) {
      this.#links.add(`${a.id} ${b.id}`).add(`${b.id} ${a.id}`);
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const now = one.clockAt(this.now);
        one.actor.send({ type: 'PEER_UP', member: other.id, instance: other.instance, now });
      }
    }
    await this.settle();
  }
  async connect(a: Node, b: Node): Promise<void> {
    await this.link([a, b]);
  }
  async connectAll(...nodes: readonly Node[]): Promise<void> {
    for (const a of nodes) for (const b of nodes) if (a.id < b.id) await this.connect(a, b);
  }
  /** Both notice that the link is gone. */
  cut(...pairs: readonly (readonly [Node, Node])[]): void {
    this.#down('lost', pairs);
  }
  /** Both need the link no more, and close it. */
  part(...pairs: readonly (readonly [Node, Node])[]): void {
    this.#down('parted', pairs);
  }
  #down(how: 'lost' | 'parted', pairs: readonly (readonly [Node, Node])[]): void {
    for (const [a, b] of pairs) this.#unplug(a, b);
    for (const [a, b] of pairs) {
      if (a.isRunning) a.actor.send({ type: 'PEER_DOWN', member: b.id, how });
      if (b.isRunning) b.actor.send({ type: 'PEER_DOWN', member: a.id, how });
    }
  }
  /** The process is killed: only those whom it was linked to notice. */
  kill(node: Node): void {
    node.actor.stop();
    for (const other of this.#nodes.values()) if (this.isLinked(node, other)) this.cut([node, other]);
  }
  isLinked(a: Node, b: Node): boolean {
    return this.#links.has(`${a.id} ${b.id}`);
  }
  #unplug(a: Node, b: Node): void {
    this.#links.delete(`${a.id} ${b.id}`);
    this.#links.delete(`${b.id} ${a.id}`);
  }
  /** Lets time pass from one timer to the next, and whatever each makes them say arrive. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await this.settle();
    while (this.clock.now() < end) {
      const next = Math.min(end, Math.max(this.clock.now(), this.clock.nextDue()));
      this.now += next - this.clock.now();
      this.clock.set(next);
      await this.settle();
    }
  }
  /** Delivers until nobody says anything more. */
  async settle(): Promise<void> {
    for (;;) {
      await Promise.resolve();
      const packet = this.#queue.shift();
      if (packet === undefined) return;
      this.#deliver(packet);
    }
  }

  #deliver(packet: Packet): void {
    const { from, to, message } = packet;
    const node = this.#nodes.get(to);
    const heard = parseMessage(message);
    if (heard === undefined) throw new Error('a node sent what nobody can read');
    if (node?.isRunning !== true || !this.#links.has(`${from.id} ${to}`) || this.loses(packet)) return;
    this.sent.push(packet);
    node.actor.send({
      type: 'MESSAGE',
      from: from.id,
      message: heard,
      now: node.clockAt(this.now),
    });
  }
}
