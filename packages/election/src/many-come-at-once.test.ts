import { expect, test } from '@jest/globals';
import { listOf, gossip, person, run } from './testing/cast.ts';
import { full, groupOf, line } from './testing/meshes.ts';
import { Network, type Node } from './testing/network.ts';

const MEETINGS = 300;
const JUDGEMENT = 100;
const SECOND = 1_000;
const MINUTE = 60_000;

const lists = ({ emitted }: Node): number =>
  emitted.filter((effect) => effect.type === 'SIGN' && effect.statement.kind === 'list').length;

test('whom we met within a moment is signed once', async () => {
  const rings = Array.from({ length: 9 }, (_, i) => person(200 + i));
  const net = new Network(rings);
  const [me, ...friends] = rings.map((keys, i) => net.start(keys, run(i + 1))) as [Node, ...Node[]];
  for (const friend of friends) {
    await net.connect(me, friend);
    await net.pass(MEETINGS / friends.length - 1);
  }
  expect(lists(me)).toBe(0);
  await net.pass(MEETINGS);
  expect(lists(me)).toBe(1);
  expect(
    me.context.lists
      .get(me.id)!
      .entries.map(({ subject }) => subject)
      .sort(),
  ).toEqual(friends.map(({ id }) => id).sort());
  // When we met each of them is told as it was, not as of the signing.
  const since = me.context.lists.get(me.id)!.entries.map((entry) => entry.since);
  expect(new Set(since).size).toBe(friends.length);
});

test('P44 nobody writes down whom eight have met before, and claims of a later meeting count for nothing', async () => {
  const rings = Array.from({ length: 12 }, (_, i) => person(200 + i));
  const net = new Network(rings);
  const nodes = rings.slice(0, 4).map((keys, i) => net.start(keys, run(i + 1)));
  const [me, friend, well, badly] = nodes as [Node, Node, Node, Node];
  await net.connect(me, friend);
  const lists = rings.slice(4).map(
    (witness) =>
      listOf(witness, [
        [well.ring, net.now - MINUTE, well.instance],
        [badly.ring, net.now + MINUTE, badly.instance],
      ]).bytes,
  );
  me.actor.send({ type: 'MESSAGE', from: friend.id, message: gossip({ lists }), now: net.now });
  await net.connect(me, well);
  await net.connect(me, badly);
  await net.pass(MEETINGS);
  expect(me.context.entries.map(({ subject }) => subject)).toEqual([friend.id, badly.id]);
});

test('what comes within a moment changes the host once, however often it would', async () => {
  const { net, nodes } = await groupOf(full(6));
  const [me, ...others] = nodes as [Node, ...Node[]];
  await net.pass(SECOND);
  me.hosts.length = 0;
  const earlier = others.filter(({ id }) => id !== me.host).slice(0, 4);
  earlier.forEach((subject, i) => {
    // Each time two more say of somebody else that nobody was there before.
    for (const witness of nodes.filter(({ id }) => id !== subject.id).slice(0, 3)) {
      const since = net.now - (i + 2) * 3_600_000;
      const told = listOf(witness.ring, [[subject.ring, since, subject.instance]], net.now + i);
      const from = others.find(({ id }) => id !== witness.id)!;
      me.actor.send({
        type: 'MESSAGE',
        from: from.id,
        message: gossip({ lists: [told.bytes] }),
        now: net.now,
      });
    }
  });
  expect(me.hosts).toEqual([]);
  net.clock.increment(JUDGEMENT);
  expect(me.hosts).toHaveLength(1);
});

test('what changes nothing of the choice is not judged', async () => {
  const { net, nodes } = await groupOf(line(2));
  const [me, friend] = nodes as [Node, Node];
  const isSure = (): boolean => me.actor.getSnapshot().matches({ present: { host: { settled: 'sure' } } });
  expect(isSure()).toBe(true);
  const beacons = [friend.context.lives.get(friend.id)!.beacon.bytes];
  me.actor.send({ type: 'MESSAGE', from: friend.id, message: gossip({ beacons }), now: net.now });
  expect(isSure()).toBe(true);
  const told = listOf(friend.ring, [], net.now + 1);
  const message = gossip({ lists: [told.bytes] });
  me.actor.send({ type: 'MESSAGE', from: friend.id, message, now: net.now });
  expect(isSure()).toBe(false);
});
