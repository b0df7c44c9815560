import type { InstanceId, KeyRing, MemberId } from '@fyteclub/identity';
import { createActor, SimulatedClock, type ActorRefFrom, type InspectionEvent } from 'xstate';
import type { ElectionContext, ElectionEmitted } from '../election.events.ts';
import { electionMachine } from '../election.machine.ts';
import { parseMessage, type ElectionMessage } from '../messages.ts';
import { signList } from '../witness.ts';
import { NOON, SHELL } from './cast.ts';

/** One member's running election, with somebody who signs for it. */
export class Node {
  readonly ring: KeyRing;
  readonly instance: InstanceId;
  readonly actor: ActorRefFrom<typeof electionMachine>;
  readonly emitted: ElectionEmitted[] = [];

  constructor(
    ring: KeyRing,
    instance: InstanceId,
    clock: SimulatedClock,
    inspect?: (event: InspectionEvent) => void,
  ) {
    this.ring = ring;
    this.instance = instance;
    const input = { shell: SHELL, me: ring.memberId, instance };
    this.actor = createActor(electionMachine, { input, clock, ...(inspect ? { inspect } : {}) });
    this.actor.on('*', (effect) => this.emitted.push(effect));
    this.actor.start();
  }

  get id(): MemberId {
    return this.ring.memberId;
  }
  get context(): ElectionContext {
    return this.actor.getSnapshot().context;
  }
  get host(): MemberId | null {
    return this.context.host;
  }
  /** Every host it announced, in order. */
  get hosts(): readonly (MemberId | null)[] {
    return this.emitted.flatMap((effect) => (effect.type === 'HOST_CHANGED' ? [effect.host] : []));
  }
}

interface Packet {
  readonly from: Node;
  readonly to: MemberId;
  readonly message: ElectionMessage;
}

/** Members on one virtual clock, and the links between them. */
export class Network {
  readonly clock = new SimulatedClock();
  readonly sent: Packet[] = [];
  readonly members: readonly MemberId[];
  now = NOON;
  readonly #nodes = new Map<MemberId, Node>();
  readonly #links = new Set<string>();
  readonly #queue: Packet[] = [];

  constructor(...rings: readonly KeyRing[]) {
    this.members = rings.map(({ memberId }) => memberId);
  }

  /** Starts a run of a member's node; an earlier run of it is forgotten. */
  start(ring: KeyRing, instance: InstanceId, inspect?: (event: InspectionEvent) => void): Node {
    const node = new Node(ring, instance, this.clock, inspect);
    node.actor.on('SIGN', ({ entries, sequence }) => {
      const list = signList(ring, { shell: SHELL, sequence, entries });
      queueMicrotask(
        () => node.actor.getSnapshot().status === 'active' && node.actor.send({ type: 'LIST_SIGNED', list }),
      );
    });
    node.actor.on('SEND', ({ to, message }) => {
      const peers = to === 'all' ? this.members.filter((id) => this.#links.has(`${node.id} ${id}`)) : [to];
      for (const peer of peers) this.#queue.push({ from: node, to: peer, message });
    });
    this.#nodes.set(node.id, node);
    node.actor.send({ type: 'MEMBERS', members: this.members });
    return node;
  }

  async connect(a: Node, b: Node): Promise<void> {
    this.#links.add(`${a.id} ${b.id}`).add(`${b.id} ${a.id}`);
    a.actor.send({ type: 'PEER_UP', member: b.id, instance: b.instance, now: this.now });
    b.actor.send({ type: 'PEER_UP', member: a.id, instance: a.instance, now: this.now });
    await this.settle();
  }
  async connectAll(...nodes: readonly Node[]): Promise<void> {
    for (const a of nodes) for (const b of nodes) if (a.id < b.id) await this.connect(a, b);
  }
  /** Both notice that the link is gone. */
  cut(a: Node, b: Node): void {
    this.unplug(a, b);
    a.actor.send({ type: 'PEER_DOWN', member: b.id });
    b.actor.send({ type: 'PEER_DOWN', member: a.id });
  }
  /** The process is killed: only the others notice. */
  kill(node: Node, ...others: readonly Node[]): void {
    node.actor.stop();
    for (const other of others) {
      this.unplug(node, other);
      other.actor.send({ type: 'PEER_DOWN', member: node.id });
    }
  }
  unplug(a: Node, b: Node): void {
    this.#links.delete(`${a.id} ${b.id}`);
    this.#links.delete(`${b.id} ${a.id}`);
  }
  async pass(ms: number): Promise<void> {
    this.now += ms;
    this.clock.increment(ms);
    await this.settle();
  }
  /** Delivers until nobody says anything more. */
  async settle(): Promise<void> {
    for (;;) {
      await Promise.resolve();
      const packet = this.#queue.shift();
      if (packet === undefined) return;
      const { from, to, message } = packet;
      const heard = parseMessage(message);
      if (heard === undefined) throw new Error('a node sent what nobody can read');
      if (!this.#links.has(`${from.id} ${to}`)) continue;
      this.sent.push(packet);
      this.#nodes.get(to)?.actor.send({ type: 'MESSAGE', from: from.id, message: heard, now: this.now });
    }
  }
}
