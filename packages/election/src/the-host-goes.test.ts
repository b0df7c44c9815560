import { describe, expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { ada, ben, byKeyHash, cleo, dan, listOf, MINUTE, NOON, run } from './testing/cast.ts';
import { Network, type Node } from './testing/network.ts';

const SETTLE = 2_000;
const SUSPICION = 4_000;

/** Ada started first, then Ben, then Cleo, ten minutes apart. */
async function evening() {
  const net = new Network(ada, ben, cleo);
  const a = net.start(ada, run(1));
  const b = net.start(ben, run(2));
  await net.connect(a, b);
  await net.pass(10 * MINUTE);
  const c = net.start(cleo, run(3));
  await net.connect(a, c);
  await net.connect(b, c);
  await net.pass(SETTLE);
  return { net, a, b, c };
}

const [first, second] = byKeyHash([ada, ben]) as [KeyRing, KeyRing];

test('the founder, alone in the group, hosts at once', () => {
  const net = new Network(ada);
  const a = net.start(ada, run(1));
  expect(a.hosts).toEqual([ada.memberId]);
});

test('whoever starts while others are expected waits a moment before hosting', async () => {
  const net = new Network(ada, ben);
  const a = net.start(ada, run(1));
  expect(a.hosts).toEqual([]);
  await net.pass(SETTLE);
  expect(a.hosts).toEqual([ada.memberId]);
});

test('P42 P45 everybody agrees, and the tie of the two who met each other goes to the lowest key hash', async () => {
  const { a, b, c } = await evening();
  expect([a, b, c].map(({ host }) => host)).toEqual(Array(3).fill(first.memberId));
});

test('a newcomer does not make the host jump while its lists are on their way', async () => {
  const net = new Network(ada, ben);
  const host = net.start(first, run(1));
  await net.pass(SETTLE);
  const newcomer = net.start(second, run(2));
  // Until the newcomer says so, nobody has seen the host; but the host has seen the newcomer.
  await net.connect(host, newcomer);
  await net.pass(SETTLE);
  expect(host.hosts).toEqual([first.memberId]);
  expect(newcomer.hosts).toEqual([first.memberId]);
});

describe('P46 when the host’s process dies', () => {
  test('the others agree on one new host as soon as it counts as gone', async () => {
    const { net, a, b, c } = await evening();
    const [host, next] = a.id === first.memberId ? [a, b] : [b, a];
    net.kill(host, next, c);
    await net.pass(SUSPICION - 1);
    expect([next, c].map((node) => node.host)).toEqual([host.id, host.id]);
    await net.pass(1);
    expect([next, c].map((node) => node.host)).toEqual([second.memberId, second.memberId]);
    expect(next.hosts).toHaveLength(2);
  });
});

test('a host that goes in good order is replaced at once', async () => {
  const { net, a, b, c } = await evening();
  const [host, next] = a.id === first.memberId ? [a, b] : [b, a];
  host.actor.send({ type: 'RESIGN' });
  await net.settle();
  expect([next, c].map((node) => node.host)).toEqual([second.memberId, second.memberId]);
  expect(host.actor.getSnapshot().status).toBe('done');
});

test('nobody can resign for another run than the one that is online', async () => {
  const { net, a, b, c } = await evening();
  const [host, next] = a.id === first.memberId ? [a, b] : [b, a];
  const message = { type: 'election.resign', instance: run(9) } as const;
  c.actor.send({ type: 'MESSAGE', from: host.id, message, now: net.now });
  next.actor.send({
    type: 'MESSAGE',
    from: c.id,
    message: { ...message, instance: host.instance },
    now: net.now,
  });
  expect([next, c].map((node) => node.host)).toEqual([host.id, host.id]);
});

test('P48 a host that is removed or leaves the group is host no more', async () => {
  const { a, b, c } = await evening();
  const others = [a, b, c].filter(({ id }) => id !== first.memberId);
  const members = others.map(({ id }) => id);
  for (const node of [a, b, c]) node.actor.send({ type: 'MEMBERS', members });
  // With the leaver goes its word: the two who stay have only each other's, and that is the same.
  const next = byKeyHash(others.map(({ ring }) => ring))[0]!.memberId;
  expect([a, b, c].map(({ host }) => host)).toEqual(Array(3).fill(next));
});

test('P48 also while newcomers are being awaited', async () => {
  const { net, a, b, c } = await evening();
  const d = net.start(dan, run(4));
  await net.connect(c, d);
  expect(c.actor.getSnapshot().value).toBe('gathering');
  const members = [a, b, c].map(({ id }) => id).filter((id) => id !== first.memberId);
  c.actor.send({ type: 'MEMBERS', members });
  expect(c.actor.getSnapshot().value).toBe('gathering');
  expect(members).toContain(c.host);
});

describe('P49', () => {
  test('a link that flaps for less than the suspicion changes nothing', async () => {
    const { net, a, b, c } = await evening();
    const before = [a, b, c].map(({ hosts }) => hosts.length);
    for (let i = 0; i < 5; i++) {
      net.cut(a, b);
      await net.pass(SUSPICION - 1);
      await net.connect(a, b);
      await net.pass(SUSPICION + SETTLE);
    }
    expect([a, b, c].map(({ hosts }) => hosts.length)).toEqual(before);
    expect([a, b, c].map(({ host }) => host)).toEqual(Array(3).fill(first.memberId));
  });

  test('a restarted host begins anew', async () => {
    const { net, a, b, c } = await evening();
    const host = a.id === first.memberId ? a : b;
    const next = host === a ? b : a;
    net.kill(host, next, c);
    const again = net.start(host.ring, run(9));
    await net.connectAll(again, next, c);
    await net.pass(SETTLE + SUSPICION);
    expect([again, next, c].map((node) => node.host)).toEqual(Array(3).fill(second.memberId));
  });

  test('a restarted witness stands by what it saw before', async () => {
    const net = new Network(ada, ben);
    const [low, high] = [first, second];
    const up = net.start(high, run(1));
    const witness = net.start(low, run(2));
    await net.connect(up, witness);
    await net.pass(60 * MINUTE);
    net.kill(witness, up);
    const again = net.start(low, run(3));
    await net.connect(up, again);
    await net.pass(SETTLE + SUSPICION);
    // By key hash alone the restarted one would host; but it remembers, through its friend, how long the other is up.
    expect([up, again].map(({ host }) => host)).toEqual([high.memberId, high.memberId]);
  });
});

test('two partitions with hosts of their own agree when they meet, and the younger host steps down', async () => {
  const net = new Network(ada, ben, cleo, dan);
  const nodes = [ada, ben, cleo, dan].map((ring, i) => net.start(ring, run(i + 1))) as [
    Node,
    Node,
    Node,
    Node,
  ];
  const [a, b, c, d] = nodes;
  await net.connectAll(...nodes);
  await net.pass(SETTLE);
  for (const x of [a, b]) for (const y of [c, d]) net.cut(x, y);
  await net.pass(10 * MINUTE);
  const hosts = new Set(nodes.map(({ host }) => host));
  expect(hosts.size).toBe(2);
  const before = net.sent.length;
  await net.connect(a, c);
  await net.connect(a, d);
  await net.connect(b, c);
  await net.connect(b, d);
  // Everybody had met everybody before, so there is nothing to sign: one message each way on each link.
  expect(net.sent.length - before).toBeLessThanOrEqual(8);
  await net.pass(SETTLE);
  expect(new Set(nodes.map(({ host }) => host)).size).toBe(1);
  expect(hosts).toContain(a.host);
});

test('P43 Eve claims a long uptime for herself, to everybody, and gains nothing', async () => {
  const { net, a, b, c } = await evening();
  const message = {
    type: 'election.witness',
    lists: [listOf(cleo, [[cleo, 0, run(3)]], NOON * 2).bytes],
  } as const;
  for (const node of [a, b]) node.actor.send({ type: 'MESSAGE', from: c.id, message, now: net.now });
  await net.pass(SETTLE);
  expect([a, b].map(({ host }) => host)).toEqual([first.memberId, first.memberId]);
});

test('P50 while nothing changes the host stays for a month, whatever the clocks do', async () => {
  const { net, a, b, c } = await evening();
  const before = [a, b, c].map(({ hosts }) => hosts.length);
  const day = 24 * 60 * MINUTE;
  for (let i = 1; i <= 30; i++) {
    await net.pass(day);
    [a, b, c].forEach((from, drift) => {
      for (const to of [a, b, c].filter((node) => node !== from)) {
        const lists = Object.values(from.context.lists).map(({ bytes }) => bytes);
        const now = net.now + (drift - 1) * i * day * 200e-6;
        to.actor.send({ type: 'MESSAGE', from: from.id, message: { type: 'election.witness', lists }, now });
      }
    });
  }
  expect([a, b, c].map(({ hosts }) => hosts.length)).toEqual(before);
  expect([a, b, c].map(({ host }) => host)).toEqual(Array(3).fill(first.memberId));
});

test('lists that do not check are left out and named in the log', async () => {
  const { net, a, c } = await evening();
  const before = a.context.lists;
  const message = { type: 'election.witness', lists: [new Uint8Array(9)] } as const;
  a.actor.send({ type: 'MESSAGE', from: c.id, message, now: net.now });
  expect(a.emitted.at(-1)).toEqual({ type: 'REFUSED', from: c.id, code: 'malformed' });
  expect(a.context.lists).toEqual(before);
});

test('a list signed too late, by another or for nothing is dropped', async () => {
  const { net, a } = await evening();
  const sent = a.emitted.length;
  for (const list of [listOf(ada, [], 1).bytes, listOf(ben, [], a.context.sequence).bytes, new Uint8Array(3)])
    a.actor.send({ type: 'LIST_SIGNED', list });
  await net.settle();
  expect(a.emitted).toHaveLength(sent);
});

test('news goes on to everybody but the one who brought it', async () => {
  const { net, a, b, c } = await evening();
  const sent = a.emitted.length;
  const message = { type: 'election.witness', lists: [listOf(dan, [[ada, NOON]]).bytes] } as const;
  a.actor.send({ type: 'MESSAGE', from: c.id, message, now: net.now });
  expect(a.emitted.slice(sent)).toEqual([{ type: 'SEND', to: b.id, message }]);
});

test('news of a friend reaches those who are not linked to that friend', async () => {
  const net = new Network(ada, ben, cleo);
  const [a, b, c] = [ada, ben, cleo].map((ring, i) => net.start(ring, run(i + 1))) as [Node, Node, Node];
  await net.connect(b, c);
  await net.connect(a, b);
  expect(a.context.lists[cleo.memberId]).toBeDefined();
  expect(c.context.lists[ada.memberId]).toBeDefined();
});
