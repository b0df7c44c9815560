import type { KeyRing, MemberId, ShellId } from '@fyteclub/identity';
import { createActor, SimulatedClock, type ActorRefFrom, type InspectionEvent } from 'xstate';
import { packMessage, parseMessage, type PhonebookMessage } from '../messages.ts';
import type { CheckedOp, OpBody } from '../op.ts';
import { authorOp } from '../author.ts';
import type { PhonebookContext, PhonebookEmitted } from '../phonebook.events.ts';
import { phonebookMachine } from '../phonebook.machine.ts';
import type { PresenceRecord } from '../record.ts';
import { NOON, recordOf } from './cast.ts';

type Effect<T extends PhonebookEmitted['type']> = Extract<PhonebookEmitted, { type: T }>;

/** One member's running phonebook, with everything it asked the world to do. */
export class Node {
  readonly ring: KeyRing;
  readonly shell: ShellId;
  readonly actor: ActorRefFrom<typeof phonebookMachine>;
  readonly emitted: PhonebookEmitted[] = [];

  constructor(
    ring: KeyRing,
    ops: readonly Uint8Array[],
    shell: ShellId,
    options: {
      readonly clock: SimulatedClock;
      readonly records?: readonly Uint8Array[];
      readonly inspect?: (event: InspectionEvent) => void;
    },
  ) {
    this.ring = ring;
    this.shell = shell;
    const { clock, inspect, records = [] } = options;
    const input = { shell, me: ring.memberId, ops, records, now: NOON };
    this.actor = createActor(phonebookMachine, { input, clock, ...(inspect ? { inspect } : {}) });
    this.actor.on('*', (effect) => this.emitted.push(effect));
    this.actor.start();
  }

  get id(): MemberId {
    return this.ring.memberId;
  }
  get context(): PhonebookContext {
    return this.actor.getSnapshot().context;
  }
  effects<T extends PhonebookEmitted['type']>(type: T): readonly Effect<T>[] {
    return this.emitted.filter((effect): effect is Effect<T> => effect.type === type);
  }
  do(body: OpBody, now = NOON): CheckedOp {
    const op = authorOp(this.ring, this.context.graph, body, now);
    this.actor.send({ type: 'LOCAL_OP', op, now });
    return op;
  }
  publish(change: Partial<PresenceRecord> = {}, now = NOON): Uint8Array {
    const record = recordOf(this.ring, this.shell, change);
    this.actor.send({ type: 'LOCAL_RECORD', record, now });
    return record;
  }
}

/** So long records are collected before they are told on. */
const GOSSIP_MS = 100;

/** Delivers what the nodes send, in order, over the links there are; `loses` may eat a message. */
export class Network {
  readonly clock = new SimulatedClock();
  readonly sent: { readonly from: MemberId; readonly to: MemberId; readonly bytes: Uint8Array }[] = [];
  now = NOON;
  loses: (message: PhonebookMessage) => boolean = () => false;
  readonly #nodes = new Map<MemberId, Node>();
  readonly #links = new Set<string>();
  readonly #queue: { readonly from: MemberId; readonly to: MemberId; readonly bytes: Uint8Array }[] = [];

  add(
    ring: KeyRing,
    ops: readonly Uint8Array[],
    shell: ShellId,
    options: {
      readonly records?: readonly Uint8Array[];
      readonly inspect?: (event: InspectionEvent) => void;
    } = {},
  ): Node {
    const node = new Node(ring, ops, shell, { clock: this.clock, ...options });
    node.actor.on('SEND', ({ to, message }) => {
      const packet = { from: node.id, to, bytes: packMessage(message) };
      this.sent.push(packet);
      if (!this.loses(message)) this.#queue.push(packet);
    });
    this.#nodes.set(node.id, node);
    return node;
  }

  /** The wire is there, but membership is still being checked. */
  greet(a: Node, b: Node): void {
    this.#links.add(`${a.id} ${b.id}`).add(`${b.id} ${a.id}`);
    a.actor.send({ type: 'SYNC_WITH', peer: b.id });
    b.actor.send({ type: 'SYNC_WITH', peer: a.id });
    this.settle();
  }
  connect(a: Node, b: Node): void {
    this.#links.add(`${a.id} ${b.id}`).add(`${b.id} ${a.id}`);
    a.actor.send({ type: 'PEER_UP', peer: b.id, now: this.now });
    b.actor.send({ type: 'PEER_UP', peer: a.id, now: this.now });
    this.settle();
  }
  cut(a: Node, b: Node): void {
    this.#links.delete(`${a.id} ${b.id}`);
    this.#links.delete(`${b.id} ${a.id}`);
    a.actor.send({ type: 'PEER_DOWN', peer: b.id });
    b.actor.send({ type: 'PEER_DOWN', peer: a.id });
    this.settle();
  }
  pass(ms: number): void {
    this.now += ms;
    this.clock.increment(ms);
    this.settle();
  }
  /** Delivers until nobody says anything more, records that are collected first included. */
  settle(): void {
    do {
      this.#deliver();
      this.clock.increment(GOSSIP_MS);
    } while (this.#queue.length > 0);
  }

  #deliver(): void {
    for (let packet = this.#queue.shift(); packet !== undefined; packet = this.#queue.shift()) {
      const { from, to, bytes } = packet;
      const message = parseMessage(bytes);
      if (message === undefined) throw new Error('a node sent what nobody can read');
      if (!this.#links.has(`${from} ${to}`)) continue;
      this.#nodes.get(to)?.actor.send({ type: 'MESSAGE', from, message, now: this.now });
    }
  }
}
