import { describe, expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { ada, ben, byKeyHash, cleo, dan, gossip, listOf, MINUTE, NOON, run } from './testing/cast.ts';
import { Network } from './testing/network.ts';

const SETTLE = 2_000;
const SUSPICION = 4_000;
const GOSSIP = 100;

/** Ada started first, then Ben, then Cleo, ten minutes apart. */
async function evening() {
  const net = new Network([ada, ben, cleo]);
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
  const net = new Network([ada]);
  const a = net.start(ada, run(1));
  expect(a.hosts).toEqual([ada.memberId]);
});

test('whoever starts while others are expected waits a moment before hosting', async () => {
  const net = new Network([ada, ben]);
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
  const net = new Network([ada, ben]);
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
    net.kill(host);
    await net.pass(SUSPICION - 1);
    expect([next, c].map((node) => node.host)).toEqual([host.id, host.id]);
    await net.pass(1 + GOSSIP);
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
  expect(c.isGathering).toBe(true);
  const members = [a, b, c].map(({ id }) => id).filter((id) => id !== first.memberId);
  c.actor.send({ type: 'MEMBERS', members });
  expect(c.isGathering).toBe(true);
  expect(members).toContain(c.host);
});

describe('P49', () => {
  test('a link that flaps for less than the suspicion changes nothing', async () => {
    const { net, a, b, c } = await evening();
    const before = [a, b, c].map(({ hosts }) => hosts.length);
    for (let i = 0; i < 5; i++) {
      net.cut([a, b]);
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
    net.kill(host);
    const again = net.start(host.ring, run(9));
    await net.connectAll(again, next, c);
    await net.pass(SETTLE + SUSPICION);
    expect([again, next, c].map((node) => node.host)).toEqual(Array(3).fill(second.memberId));
  });

  test('a restarted witness stands by what it saw before', async () => {
    const net = new Network([ada, ben]);
    const [low, high] = [first, second];
    const up = net.start(high, run(1));
    const witness = net.start(low, run(2));
    await net.connect(up, witness);
    await net.pass(60 * MINUTE);
    net.kill(witness);
    const again = net.start(low, run(3));
    await net.connect(up, again);
    await net.pass(SETTLE + SUSPICION);
    // By key hash alone the restarted one would host; but it remembers, through its friend, how long the other is up.
    expect([up, again].map(({ host }) => host)).toEqual([high.memberId, high.memberId]);
  });
});

test('P43 Eve claims a long uptime for herself, to everybody, and gains nothing', async () => {
  const { net, a, b, c } = await evening();
  const message = gossip({ lists: [listOf(cleo, [[cleo, 0, run(3)]], NOON * 2).bytes] });
  for (const node of [a, b]) node.actor.send({ type: 'MESSAGE', from: c.id, message, now: net.now });
  await net.pass(SETTLE);
  expect([a, b].map(({ host }) => host)).toEqual([first.memberId, first.memberId]);
});
