import { describe, expect, test } from '@jest/globals';
import { MAX_SKEW_MS } from './beacon.ts';
import type { ElectionMessage } from './messages.ts';
import { beaconOf, gossip, listOf, MINUTE, NOON, person, run, suspicionOf } from './testing/cast.ts';
import { full, groupOf, line, ring } from './testing/meshes.ts';
import type { Network, Node } from './testing/network.ts';
import { isOnline, onlineMembers, startsOf } from './view.rules.ts';

/** A member says something to a friend that its own node would not. */
function say(net: Network, from: Node, to: Node, message: ElectionMessage): void {
  to.actor.send({ type: 'MESSAGE', from: from.id, message, now: net.now });
}
const incarnationOf = (node: Node): number => node.context.lives.get(node.id)!.beacon.incarnation;
const refusals = (node: Node): readonly string[] =>
  node.emitted.flatMap((effect) => (effect.type === 'REFUSED' ? [effect.code] : []));

describe('Eve suspects everybody', () => {
  test('all the time, and nobody goes offline, let alone the host', async () => {
    const { net, nodes } = await groupOf(ring(6));
    const [eve, ...others] = nodes as [Node, ...Node[]];
    const neighbours = others.filter((node) => net.isLinked(eve, node));
    const hosts = nodes.map((node) => node.hosts.length);
    const before = net.sent.length;
    const seconds = 120;
    for (let i = 0; i < seconds * 2; i++) {
      const suspicions = others.map((node) => suspicionOf(eve.ring, node.id, incarnationOf(node)));
      for (const neighbour of neighbours) say(net, eve, neighbour, gossip({ suspicions }));
      await net.pass(500);
      for (const { context } of others)
        expect(context.members.filter((id) => context.lives.get(id)!.standing === 'gone')).toEqual([]);
    }
    expect(nodes.map((node) => node.hosts.length)).toEqual(hosts);
    // A handful of messages a link and second at the very most, whatever she says.
    expect(net.sent.length - before).toBeLessThan(seconds * ring(6).edges.length * 4);
    // And everybody knows who it was.
    expect(others.some((node) => refusals(node).includes('too-many-suspicions'))).toBe(true);
  });

  test('in advance, and nobody’s number jumps', async () => {
    const { net, nodes } = await groupOf(line(3));
    const [eve, middle, last] = nodes as [Node, Node, Node];
    const before = incarnationOf(last);
    const suspicions = [before + 1, 2 ** 47].map((number) => suspicionOf(eve.ring, last.id, number));
    say(net, eve, middle, gossip({ suspicions }));
    await net.pass(5_000);
    expect(isOnline(middle.context, last.id)).toBe(true);
    expect(incarnationOf(last)).toBeLessThan(before + MINUTE);
    expect(middle.context.lives.get(last.id)!.suspicion).toBeNull();
  });

  test('in the name of others, of strangers, or of the past', async () => {
    const { net, nodes } = await groupOf(line(4));
    const [eve, middle, , last] = nodes as [Node, Node, Node, Node];
    const number = incarnationOf(last);
    const forged = suspicionOf(eve.ring, last.id, number).slice();
    forged[forged.length - 1]! ^= 1;
    const byNobody = suspicionOf(person(77), last.id, number);
    say(
      net,
      eve,
      middle,
      gossip({ suspicions: [forged, byNobody, suspicionOf(eve.ring, last.id, number - 1)] }),
    );
    expect(refusals(middle)).toEqual(['bad-signature']);
    expect(middle.context.lives.get(last.id)).toMatchObject({ standing: 'alive', suspicion: null });
  });

  test('whom we are linked to, and we know better', async () => {
    const { net, nodes } = await groupOf(full(4));
    const [eve, a, b] = nodes as [Node, Node, Node, Node];
    net.loses = ({ from }) => from === b;
    say(net, eve, a, gossip({ suspicions: [suspicionOf(eve.ring, b.id, incarnationOf(b))] }));
    await net.pass(MINUTE);
    expect(isOnline(a.context, b.id)).toBe(true);
    // Nor does it shorten what he is granted when the link is gone.
    net.cut([a, b]);
    expect(isOnline(a.context, b.id)).toBe(true);
  });
});

describe('Eve tells old signs of life again', () => {
  test('of a member that has restarted since', async () => {
    const { net, nodes } = await groupOf(line(4));
    const [eve, middle, third, last] = nodes as [Node, Node, Node, Node];
    const old = [last.context.lives.get(last.id)!.beacon.bytes];
    net.kill(last);
    const again = net.start(last.ring, run(99));
    await net.connect(third, again);
    await net.pass(1_000);
    say(net, eve, middle, gossip({ beacons: old }));
    expect(middle.context.lives.get(last.id)!.beacon.instance).toBe(again.instance);
  });

  test('of a member that left, and nobody who was there believes it', async () => {
    const { net, nodes } = await groupOf(line(4));
    const [eve, middle, , last] = nodes as [Node, Node, Node, Node];
    const old = [last.context.lives.get(last.id)!.beacon.bytes];
    last.actor.send({ type: 'RESIGN' });
    await net.pass(1_000);
    say(net, eve, middle, gossip({ beacons: old }));
    expect(isOnline(middle.context, last.id)).toBe(false);
  });

  test('more than an hour old, to a newcomer, who finds them stale', async () => {
    const { net, nodes } = await groupOf(line(2));
    const [eve, a] = nodes as [Node, Node];
    const ghost = person(102);
    const members = [...net.members, ghost.memberId];
    a.actor.send({ type: 'MEMBERS', members });
    say(net, eve, a, gossip({ beacons: [beaconOf(ghost, net.now - MAX_SKEW_MS - 1)] }));
    say(net, eve, a, gossip({ beacons: [beaconOf(ghost, net.now + MAX_SKEW_MS + 1)] }));
    expect(refusals(a)).toEqual(['stale-beacon', 'stale-beacon']);
    expect(onlineMembers(a.context)).not.toContain(ghost.memberId);
  });

  test('of a crashed host, to a newcomer, who misses the next ones', async () => {
    const { net, nodes } = await groupOf(line(2));
    const [eve, a] = nodes as [Node, Node];
    const ghost = person(102);
    a.actor.send({ type: 'MEMBERS', members: [...net.members, ghost.memberId] });
    // Up for ever, by the word of everybody.
    const lists = [eve, a].map(({ ring: keys }) => listOf(keys, [[ghost, 0]], net.now * 2).bytes);
    say(net, eve, a, gossip({ beacons: [beaconOf(ghost, net.now)], lists }));
    await net.pass(100);
    expect(a.host).toBe(ghost.memberId);
    await net.pass(MINUTE);
    expect(a.host).not.toBe(ghost.memberId);
    expect(onlineMembers(a.context)).not.toContain(ghost.memberId);
  });
});

test('P48 whoever was removed is not online, does not host and does not count as a witness, whatever is told of it', async () => {
  const { net, nodes } = await groupOf(line(4));
  const [eve, middle, third, out] = nodes as [Node, Node, Node, Node];
  const members = net.members.filter((id) => id !== out.id);
  for (const node of [eve, middle, third]) node.actor.send({ type: 'MEMBERS', members });
  net.cut([third, out]);
  await net.pass(MINUTE);
  const hosts = [eve, middle, third].map(({ host }) => host);
  const told = gossip({
    beacons: [beaconOf(out.ring, net.now, { instance: out.instance })],
    suspicions: [suspicionOf(out.ring, third.id, incarnationOf(third))],
    lists: [listOf(out.ring, [[third.ring, 0, third.instance]], net.now * 2).bytes],
  });
  const before = middle.emitted.length;
  say(net, eve, middle, told);
  await net.pass(1_000);
  expect(onlineMembers(middle.context)).not.toContain(out.id);
  expect(isOnline(middle.context, third.id)).toBe(true);
  expect([eve, middle, third].map(({ host }) => host)).toEqual(hosts);
  // Nor does anybody hand it on.
  expect(middle.emitted.slice(before).filter(({ type }) => type === 'SEND')).toEqual([]);
});

describe('Eve lies about uptimes', () => {
  test('P43 of her own, in lists, beacons and numbers of any size, and gains nothing', async () => {
    const { net, nodes } = await groupOf(full(5));
    const eve = nodes.at(-1)!;
    const host = nodes[0]!.host;
    for (const to of nodes.slice(0, -1))
      say(net, eve, to, gossip({ lists: [listOf(eve.ring, [[eve.ring, 0, eve.instance]], 2 ** 47).bytes] }));
    await net.pass(MINUTE);
    expect(nodes.slice(0, -1).map((node) => node.host)).toEqual(Array(4).fill(host));
  });

  test('P44 of others, and each start stays between what two honest friends know', async () => {
    const { net, nodes } = await groupOf(full(5));
    const [eve, ...honest] = [...nodes].reverse() as [Node, ...Node[]];
    const known = (subject: Node): readonly number[] =>
      honest
        .flatMap(({ context }) => context.entries)
        .flatMap((entry) => (entry.subject === subject.id ? [entry.since] : []))
        .sort((a, b) => a - b);
    for (const since of [0, NOON * 2]) {
      const all = nodes.map(({ ring: keys, instance }) => [keys, since, instance] as const);
      const lists = [listOf(eve.ring, all, net.now * 2 + since).bytes];
      for (const to of honest) say(net, eve, to, gossip({ lists }));
      await net.pass(1_000);
      for (const { context } of honest)
        for (const subject of honest) {
          const [earliest, second] = known(subject) as [number, number];
          expect(startsOf(context).get(subject.id)).toBe(since === 0 ? earliest : second);
        }
      expect(new Set(honest.map(({ host }) => host)).size).toBe(1);
    }
  });

  test('and however often she changes her story, each link carries it a few times a second', async () => {
    const { net, nodes } = await groupOf(line(3));
    const [eve, middle, last] = nodes as [Node, Node, Node];
    const before = net.sent.length;
    for (let i = 0; i < 1_000; i++) {
      const beacon = beaconOf(eve.ring, net.now + i, { instance: eve.instance });
      say(net, eve, middle, gossip({ beacons: [beacon] }));
      if (i % 100 === 99) await net.pass(100);
    }
    const passedOn = net.sent.slice(before).filter(({ to }) => to === last.id);
    expect(passedOn.length).toBeLessThanOrEqual(11);
    expect(last.context.lives.get(eve.id)!.beacon.incarnation).toBe(
      middle.context.lives.get(eve.id)!.beacon.incarnation,
    );
  });
});

test('Eve swears that the dead host lives, and it is replaced all the same', async () => {
  const { net, nodes } = await groupOf(full(3));
  const host = nodes.find(({ id }) => id === nodes[0]!.host)!;
  const [eve, ben] = nodes.filter((node) => node !== host) as [Node, Node];
  // She answers each of Ben's questions with yes, and suspects nobody.
  net.loses = ({ from }) => from === eve;
  net.kill(host);
  const open = ben.context.doubts[host.id]!;
  say(net, eve, ben, { type: 'election.ack', id: open.probe, reach: 'yes' });
  await net.pass(10_000);
  expect(ben.host).toBe(host.id);
  await net.pass(MINUTE);
  expect(ben.host).not.toBe(host.id);
});

test('Eve asks with empty digests again and again, and is told everything eight times a round', async () => {
  const { net, nodes } = await groupOf(line(3));
  const [eve, middle] = nodes as [Node, Node, Node];
  await net.pass(1_000);
  const before = middle.emitted.length;
  for (let i = 0; i < 100; i++)
    say(net, eve, middle, { type: 'election.digest', ask: false, marks: new Uint8Array() });
  const answers = middle.emitted.slice(before).length;
  expect(answers).toBeGreaterThan(1);
  expect(answers).toBeLessThanOrEqual(8);
});

test('two nodes with one key do not outdo each other for ever', async () => {
  const { net, nodes } = await groupOf(line(3));
  const [a, middle] = nodes as [Node, Node, Node];
  await net.pass(1_000);
  const before = a.emitted.length;
  for (let i = 1; i <= 50; i++) {
    const clone = beaconOf(a.ring, incarnationOf(a) + i, { instance: run(200) });
    say(net, middle, a, gossip({ beacons: [clone] }));
    await net.pass(1_000);
  }
  const signed = a.emitted.slice(before).filter(({ type }) => type === 'SIGN');
  // Once for the clone; the others are what a host says every ten seconds.
  expect(signed.length).toBeLessThanOrEqual(1 + 6);
});
