import { describe, expect, test } from '@jest/globals';
import { digestOf } from './news.rules.ts';
import type { ElectionMessage } from './messages.ts';
import { beaconOf, gossip, listOf, MINUTE, run, suspicionOf } from './testing/cast.ts';
import { full, groupOf, line, ring } from './testing/meshes.ts';
import type { Network, Node } from './testing/network.ts';
import { isOnline, onlineMembers } from './view.rules.ts';

const SUSPICION = 4_000;
const GOSSIP = 100;
const HOUR = 60 * MINUTE;

const say = (net: Network, from: Node, to: Node, message: ElectionMessage): void => {
  to.actor.send({ type: 'MESSAGE', from: from.id, message, now: net.now });
};
const incarnationOf = (node: Node): number => node.context.lives.get(node.id)!.beacon.incarnation;
const refusals = (...nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap(({ emitted }) =>
    emitted.flatMap((effect) => (effect.type === 'REFUSED' ? [effect.code] : [])),
  );
const signed = ({ emitted }: Node, kind: string): number =>
  emitted.filter((effect) => effect.type === 'SIGN' && effect.statement.kind === kind).length;

test('machines that slept for hours tell no sign of life that is too old, but a new one', async () => {
  const { net, nodes } = await groupOf(line(3));
  const [a, middle, last] = nodes as [Node, Node, Node];
  net.cut([middle, last]);
  await net.pass(2 * SUSPICION);
  net.now += 2 * HOUR;
  await net.connect(middle, last);
  await net.pass(2_000);
  expect(isOnline(a.context, last.id)).toBe(true);
  expect(refusals(a, middle, last)).toEqual([]);
});

test('whoever is linked to everybody is fresh enough for a newcomer who has one friend', async () => {
  const { net, nodes } = await groupOf(full(4));
  const [a, b, c, newcomer] = nodes as [Node, Node, Node, Node];
  net.kill(newcomer);
  await net.pass(2 * HOUR);
  const again = net.start(newcomer.ring, run(50));
  await net.connect(a, again);
  expect(onlineMembers(again.context)).toHaveLength(4);
  expect(refusals(a, b, c, again)).toEqual([]);
});

test('a newcomer is told who died before, and does not take the dead for its host', async () => {
  const { net, nodes } = await groupOf(full(4));
  const [a, , , newcomer] = nodes as [Node, Node, Node, Node];
  const host = nodes.find(({ id }) => id === a.host)!;
  net.kill(newcomer);
  net.kill(host);
  await net.pass(3 * SUSPICION);
  const friend = nodes.find((node) => node.isRunning)!;
  const again = net.start(newcomer.ring, run(50));
  await net.connect(friend, again);
  await net.pass(2_000);
  expect(isOnline(again.context, host.id)).toBe(false);
  expect(again.hosts).toEqual([friend.host]);
});

test('two who were both cut off from a third do not talk each other into seeing it', async () => {
  const { net, nodes } = await groupOf(full(3));
  const [a, b, dead] = nodes as [Node, Node, Node];
  net.cut([a, b], [a, dead], [b, dead]);
  dead.actor.stop();
  await net.pass(2 * SUSPICION);
  await net.connect(a, b);
  await net.pass(MINUTE);
  expect(onlineMembers(a.context).length).toBe(2);
  expect(onlineMembers(b.context).length).toBe(2);
});

describe('a digest', () => {
  test('is enough to find again whom we lost by our own fault', async () => {
    const { net, nodes } = await groupOf(full(3));
    const [a, b, c] = nodes as [Node, Node, Node];
    net.loses = () => true;
    net.cut([a, b]);
    await net.pass(1_000);
    expect(isOnline(a.context, b.id)).toBe(false);
    say(net, c, a, digestOf(c.context, false));
    expect(isOnline(a.context, b.id)).toBe(true);
  });

  test('is answered with another one if it asks for it and has news, and with what it lacks', async () => {
    const { net, nodes } = await groupOf(full(3));
    const [a, b, c] = nodes as [Node, Node, Node];
    const richer = {
      ...c.context,
      lists: new Map(c.context.lists).set(b.id, listOf(b.ring, [], net.now * 2)),
      lives: new Map([[a.id, a.context.lives.get(a.id)!]]),
    };
    a.emitted.length = 0;
    say(net, c, a, digestOf(richer, false));
    const answer = { type: 'SEND', to: c.id, message: { type: 'election.gossip', lists: [] } };
    expect(a.emitted).toMatchObject([answer]);
    expect(a.emitted).toMatchObject([{ message: { beacons: [{}, {}] } }]);
    say(net, c, a, digestOf(richer, true));
    expect(a.emitted.slice(1)).toMatchObject([answer, { message: { type: 'election.digest', ask: false } }]);
  });
});

test('whoever told a sign of life still hears that it is doubted', async () => {
  const { net, nodes } = await groupOf(ring(4));
  const [a, b, c, d] = nodes as [Node, Node, Node, Node];
  const suspicion = suspicionOf(b.ring, c.id, incarnationOf(c));
  a.emitted.length = 0;
  say(net, b, a, gossip({ suspicions: [suspicion] }));
  say(net, d, a, gossip({ beacons: [c.context.lives.get(c.id)!.beacon.bytes] }));
  await net.pass(GOSSIP);
  expect(a.emitted).toMatchObject([{ type: 'SEND', to: d.id, message: { suspicions: [suspicion] } }]);
});

test('a suspicion that ends says nothing about the sign of life that refuted it', async () => {
  const { net, nodes } = await groupOf(line(3));
  const [a, middle, last] = nodes as [Node, Node, Node];
  const old = incarnationOf(last);
  const beacon = beaconOf(last.ring, old + 1, { instance: last.instance });
  say(
    net,
    middle,
    a,
    gossip({ beacons: [beacon], suspicions: [suspicionOf(middle.ring, last.id, old + 1)] }),
  );
  expect(a.context.lives.get(last.id)!.standing).toBe('suspected');
  a.actor.send({ type: 'SUSPICION_OVER', member: last.id, incarnation: old });
  expect(a.context.lives.get(last.id)!.standing).toBe('suspected');
});

describe('our own list', () => {
  test('says nothing any more of who is out, nor of runs that are over', async () => {
    const { net, nodes } = await groupOf(full(4));
    const [a, out, restarted, other] = nodes as [Node, Node, Node, Node];
    for (const node of nodes)
      node.actor.send({ type: 'MEMBERS', members: net.members.filter((id) => id !== out.id) });
    net.cut([a, restarted]);
    const beacon = beaconOf(restarted.ring, net.now, { instance: run(60) });
    say(net, other, a, gossip({ beacons: [beacon] }));
    net.kill(other);
    await net.connect(a, net.start(other.ring, run(61)));
    await net.pass(300);
    expect(a.context.lists.get(a.id)!.entries.map(({ subject }) => subject)).toEqual([other.id]);
  });

  test('outdoes one that we do not know, but not for ever', async () => {
    const { net, nodes } = await groupOf(full(2));
    const [a, b] = nodes as [Node, Node];
    const before = signed(a, 'list');
    for (let i = 1; i <= 20; i++) {
      say(net, b, a, gossip({ lists: [listOf(a.ring, [], a.context.sequence + 1).bytes] }));
      await net.pass(1_000);
    }
    expect(signed(a, 'list') - before).toBe(4);
  });
});
