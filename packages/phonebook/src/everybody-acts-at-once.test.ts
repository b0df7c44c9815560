import { expect, test } from '@jest/globals';
import { inviteKeys, type KeyRing, type MemberId } from '@fyteclub/identity';
import fc from 'fast-check';
import { nextSequence } from './book.rules.ts';
import { rotationFor } from './epoch.rules.ts';
import { encodeOp } from './op-codec.ts';
import type { CheckedOp, OpBody, OpOf } from './op.ts';
import { signRemoval } from './author.ts';
import { checkRecord } from './record.ts';
import {
  ada,
  ben,
  cleo,
  claimOf,
  Copy,
  dan,
  eve,
  filled,
  HOUR,
  person,
  seeded,
  seedOf,
} from './testing/cast.ts';
import { NaiveGroup } from './testing/naive-group.ts';
import { Network, type Node } from './testing/network.ts';

const PEOPLE = [ada, ben, cleo, dan, eve];
const RUNS = Number(process.env.RUNS ?? 40);

/** The running phonebooks. */
class Group {
  readonly net = new Network();
  readonly copy = Copy.found();
  readonly nodes: Node[];
  /** Brings a number that no command had before. */
  counter = 0;

  constructor() {
    PEOPLE.slice(1).forEach((friend, i) => this.copy.bring(ada, friend, 100 + i));
    this.nodes = PEOPLE.map((ring) => this.#boot(ring, this.stored));
  }
  get stored(): readonly Uint8Array[] {
    return this.copy.ops.map(({ signed }) => encodeOp(signed));
  }
  #boot(ring: KeyRing, ops: readonly Uint8Array[], records: readonly Uint8Array[] = []): Node {
    return this.net.add(ring, ops, this.copy.graph.shell, { records });
  }
  node(at: number): Node {
    return this.nodes[at] as Node;
  }
  /** Kills a node and starts it from what is on its disk. */
  restart(at: number, disk = diskOf(this.node(at))): void {
    const { ring, actor } = this.node(at);
    for (const other of this.nodes) if (other.id !== ring.memberId) this.net.cut(this.node(at), other);
    actor.stop();
    this.nodes[at] = this.#boot(ring, disk.ops, disk.records);
  }
}

interface Disk {
  readonly ops: readonly Uint8Array[];
  readonly records: readonly Uint8Array[];
}
const diskOf = ({ context: { graph, book } }: Node): Disk => ({
  ops: [...graph.ops.values()].map(({ signed }) => encodeOp(signed)),
  records: [...book.current.values()].map(({ bytes }) => bytes),
});

type Command = fc.Command<NaiveGroup, Group>;

/** Everything that the naive group says must be so, at everybody. */
function compare(model: NaiveGroup, real: Group): void {
  for (const { id, context } of real.nodes) {
    const plain = model.plain(id);
    expect([...context.graph.ops.keys()].sort()).toEqual([...model.have(id).ops.keys()].sort());
    expect(Object.keys(context.roster.members).sort()).toEqual(plain.members);
    expect(Object.keys(context.roster.former).sort()).toEqual(plain.former);
    expect(context.roster.epoch).toBe(plain.epoch);
    expect(context.roster.password).toEqual(plain.password);
    const current = [...context.book.current.values()].map(({ member, sequence }) => [member, sequence]);
    expect(Object.fromEntries(current)).toEqual(model.book(id));
  }
}

/** Whoever is out is shown out, as the app does it. */
function showOut(model: NaiveGroup, real: Group): void {
  const at = (member: MemberId): Node => real.nodes.find(({ id }) => id === member) as Node;
  for (const [a, b] of model.untenable()) {
    model.cut(a, b);
    real.net.cut(at(a), at(b));
  }
}

/** A command that does something to both and then looks whether they still agree. */
const command = (name: string, run: (model: NaiveGroup, real: Group) => void): Command => ({
  check: () => true,
  run: (model, real) => {
    real.net.pass(1_000);
    run(model, real);
    real.net.settle();
    showOut(model, real);
    compare(model, real);
  },
  toString: () => name,
});

const who = fc.nat(PEOPLE.length - 1);

/** Whether it counts the author's phonebook decides; that all others decide the same is what is looked at. */
function act(
  model: NaiveGroup,
  { node, body }: { readonly node: Node; readonly body: OpBody },
  now: number,
): void {
  const op = node.do(body, now);
  const kept = node.context.graph.ops.get(op.id);
  if (kept !== undefined) model.act(node.id, kept);
}

const bodies: Readonly<Record<string, (real: Group, node: Node, whom: number) => OpBody>> = {
  invite: (real) => {
    const { id: invite, proofKey } = inviteKeys(seedOf(++real.counter));
    return { type: 'invite', invite, proofKey, expiresAt: real.net.now + HOUR, needsPassword: false };
  },
  // By whichever invite was made last, wherever that was.
  admit: (real, _, whom) =>
    claimOf(real.copy.graph.shell, inviteKeys(seedOf(Math.max(1, real.counter))), person(300 + whom)),
  revoke: (real) => ({ type: 'revoke', invite: inviteKeys(seedOf(Math.max(1, real.counter))).id }),
  remove: (_, __, whom) => ({ type: 'remove', target: PEOPLE[whom]!.memberId, reason: '' }),
  leave: () => ({ type: 'leave' }),
  rotate: (real, { context }) =>
    rotationFor(context.roster, filled(32, ++real.counter), seeded(real.counter)),
  password: (real) => ({ type: 'password', verifier: filled(32, ++real.counter) }),
};

const acts = fc
  .tuple(fc.constantFrom(...Object.keys(bodies), 'invite', 'admit', 'admit'), who, who)
  .map(([what, by, whom]) =>
    command(`${what}(${by}, ${whom})`, (model, real) => {
      const node = real.node(by);
      act(model, { node, body: bodies[what]!(real, node, whom) }, real.net.now);
    }),
  );

const signs = fc.tuple(who, fc.nat(5)).map(([by, which]) =>
  command(`sign(${by}, ${which})`, (model, real) => {
    const node = real.node(by);
    const removals = [...node.context.graph.ops.values()].filter(({ op }) => op.type === 'remove');
    const removal = removals[which % Math.max(1, removals.length)] as CheckedOp<OpOf<'remove'>> | undefined;
    if (removal === undefined) return;
    const op = signRemoval(node.ring, removal);
    node.actor.send({ type: 'LOCAL_OP', op, now: real.net.now });
    model.act(node.id, node.context.graph.ops.get(op.id) as CheckedOp);
  }),
);

const publishes = who.map((by) =>
  command(`publish(${by})`, (model, real) => {
    const node = real.node(by);
    if (node.context.roster.members[node.id] === undefined) return;
    const { now } = real.net;
    const sequence = nextSequence(node.context.book.current.get(node.id)?.sequence, now);
    const record = checkRecord(node.publish({ sequence, issuedAt: now }, now), node.shell);
    if (record.ok) model.publish(record.value);
  }),
);

const links = fc
  .tuple(who, who)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) =>
    command(`link(${a}, ${b})`, (model, real) => {
      const [one, other] = [real.node(a), real.node(b)];
      if (model.areLinked(one.id, other.id)) return;
      real.net.greet(one, other);
      if (model.link(one.id, other.id)) real.net.connect(one, other);
      else real.net.cut(one, other);
    }),
  );

const cuts = fc.tuple(who, who).map(([a, b]) =>
  command(`cut(${a}, ${b})`, (model, real) => {
    const [one, other] = [real.node(a), real.node(b)];
    model.cut(one.id, other.id);
    real.net.cut(one, other);
  }),
);

const restarts = who.map((at) =>
  command(`restart(${at})`, (model, real) => {
    real.restart(at);
    const { id } = real.node(at);
    model.restore(id, model.have(id));
  }),
);

/** Somebody takes up the backup that they made at the beginning. */
const restores = who.map((at) =>
  command(`restore(${at})`, (model, real) => {
    const ops = new Map(real.copy.ops.map((op) => [op.id, op]));
    model.restore(real.node(at).id, { ops, records: new Map() });
    real.restart(at, { ops: real.stored, records: [] });
  }),
);

test('P19 P20 P25 P27 whatever people do in whatever order, running phonebooks come to what a naive group comes to', () => {
  const commands = fc.commands([acts, acts, acts, signs, publishes, links, links, cuts, restarts, restores], {
    maxCommands: 30,
    size: 'max',
  });
  fc.assert(
    fc.property(commands, (all) => {
      fc.modelRun(() => {
        const real = new Group();
        const model = new NaiveGroup();
        for (const { id } of real.nodes) model.begin(id, real.copy.ops);
        return { model, real };
      }, all);
    }),
    { numRuns: RUNS },
  );
});
