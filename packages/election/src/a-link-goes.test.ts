import { describe, expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import { ada, ben, MINUTE, run } from './testing/cast.ts';
import { full, groupOf } from './testing/meshes.ts';
import { Network, type Node } from './testing/network.ts';
import { isOnline, onlineMembers } from './view.rules.ts';

const PROBE = 1_000;
const SUSPICION = 4_000;
const GOSSIP = 100;

/** Three friends, all linked; nothing has happened for a while. */
async function three() {
  const { net, nodes } = await groupOf(full(3));
  const [a, b, c] = nodes as [Node, Node, Node];
  net.sent.length = 0;
  return { net, a, b, c };
}
const said = (net: Network): string[] => net.sent.map(({ message }) => message.type.slice(9));
const suspicionsIn = ({ sent }: Network): number =>
  sent.reduce(
    (sum, { message }) => sum + (message.type === 'election.gossip' ? message.suspicions.length : 0),
    0,
  );

test('a friend who still reaches the lost member is believed: nobody is suspected', async () => {
  const { net, a, b } = await three();
  net.cut([a, b]);
  await net.settle();
  // Each asks Cleo, who says at once that she is there, and again when the other answered her.
  expect(said(net).sort()).toEqual([
    'ack',
    'ack',
    'ack',
    'ack',
    'ping',
    'ping',
    'pong',
    'pong',
    'probe',
    'probe',
  ]);
  for (let ms = 0; ms < 3 * MINUTE; ms += 500) {
    await net.pass(500);
    expect([isOnline(a.context, b.id), isOnline(b.context, a.id)]).toEqual([true, true]);
  }
  expect(suspicionsIn(net)).toBe(0);
});

test('a link that goes, and comes back, between two who are there anyway makes nobody choose anew', async () => {
  const { net, a, b, c } = await three();
  const unsure = new Set<Node>();
  for (const node of [a, b, c]) node.actor.subscribe(() => !node.isSure && unsure.add(node));
  net.part([a, b]);
  await net.pass(MINUTE);
  await net.connect(a, b);
  await net.pass(MINUTE);
  expect([a, b, c].map(({ context }) => Object.keys(context.links).length)).toEqual([2, 2, 2]);
  expect(unsure.size).toBe(0);
});

test('a link that both close leaves nobody in doubt, and whoever is still linked notices when the member dies', async () => {
  const { net, a, b, c } = await three();
  net.part([a, b]);
  await net.pass(3 * MINUTE);
  expect([isOnline(a.context, b.id), isOnline(b.context, a.id)]).toEqual([true, true]);
  expect(said(net).filter((kind) => kind === 'probe')).toEqual([]);
  expect(suspicionsIn(net)).toBe(0);
  net.kill(b);
  await net.pass(MINUTE);
  expect([isOnline(a.context, b.id), isOnline(c.context, b.id)]).toEqual([false, false]);
});

describe('a member who crashed', () => {
  const crash = async () => {
    const { net, a, b, c } = await three();
    const host = [a, b, c].find(({ id }) => id === a.host)!;
    const [one, other] = [a, b, c].filter((node) => node !== host) as [Node, Node];
    host.actor.stop();
    return { net, host, one, other };
  };

  test('is shown offline as soon as all friends say that they lost it too, and counts for the host a while longer', async () => {
    const { net, host, one, other } = await crash();
    net.cut([host, one], [host, other]);
    await net.settle();
    expect(isOnline(other.context, host.id)).toBe(false);
    await net.pass(GOSSIP);
    expect(isOnline(one.context, host.id)).toBe(false);
    await net.pass(SUSPICION - GOSSIP - 1);
    expect([one.host, other.host]).toEqual([host.id, host.id]);
    await net.pass(1 + GOSSIP);
    expect(one.host).not.toBe(host.id);
    expect(other.host).toBe(one.host);
  });

  test('is waited for a second while a friend does not notice yet', async () => {
    const { net, host, one, other } = await crash();
    net.cut([host, one]);
    await net.pass(PROBE - 1);
    expect(isOnline(one.context, host.id)).toBe(true);
    await net.pass(1);
    expect(isOnline(one.context, host.id)).toBe(false);
    expect(isOnline(other.context, host.id)).toBe(true);
  });
});

test('P49 between two a link that flaps for less than the suspicion changes nothing, a longer cut does', async () => {
  const net = new Network([ada, ben]);
  const [a, b] = [net.start(ada, run(1)), net.start(ben, run(2))];
  await net.connect(a, b);
  await net.pass(MINUTE);
  const before = [a.hosts.length, b.hosts.length];
  for (let i = 0; i < 5; i++) {
    net.cut([a, b]);
    await net.pass(SUSPICION - 1);
    await net.connect(a, b);
    await net.pass(SUSPICION);
  }
  expect([a.hosts.length, b.hosts.length]).toEqual(before);
  net.cut([a, b]);
  await net.pass(SUSPICION);
  expect([a.host, b.host]).toEqual([a.id, b.id]);
});

describe('a node that is cut off from everybody', () => {
  test('does not take itself for the host at once, but does after the suspicion', async () => {
    const { net, nodes } = await groupOf(full(5));
    const host = nodes[0]!.host;
    const lonely = nodes.find(({ id }) => id !== host)!;
    const others = nodes.filter((node) => node !== lonely);
    net.cut(...others.map((node) => [lonely, node] as const));
    await net.pass(SUSPICION);
    expect(lonely.host).toBe(host);
    await net.pass(2 * SUSPICION);
    expect(onlineMembers(lonely.context)).toEqual([lonely.id]);
    expect(lonely.host).toBe(lonely.id);
    expect(others.map((node) => node.host)).toEqual(Array(4).fill(host));
  });

  test('accuses nobody, so that nobody has to refute when it is back', async () => {
    const { net, nodes } = await groupOf(full(5));
    const [lonely, ...others] = nodes as [Node, Node, Node, Node, Node];
    net.cut(...others.map((node) => [lonely, node] as const));
    await net.pass(MINUTE);
    const beacons = others.map(({ context, id }) => context.lives.get(id)!.beacon.incarnation);
    // One link is enough to find all the others again.
    await net.connect(lonely, others[0]);
    await net.pass(3 * PROBE);
    expect(onlineMembers(lonely.context)).toHaveLength(5);
    expect(new Set(nodes.map(({ host }) => host)).size).toBe(1);
    expect(others.slice(1).map(({ context, id }) => context.lives.get(id)!.beacon.incarnation)).toEqual(
      beacons.slice(1),
    );
  });

  test('takes its friends’ word again when one of them comes back in time', async () => {
    const { net, nodes } = await groupOf(full(4));
    const [lonely, ...others] = nodes as [Node, Node, Node, Node];
    const hosts = lonely.hosts.length;
    net.cut(...others.map((node) => [lonely, node] as const));
    await net.pass(SUSPICION - 1);
    await net.connect(lonely, others[0]);
    await net.pass(MINUTE);
    expect(onlineMembers(lonely.context)).toHaveLength(4);
    expect(lonely.hosts).toHaveLength(hosts);
  });
});

test('a node whom nobody answers holds its tongue and waits longer', async () => {
  const { net, a, b, c } = await three();
  const isDeaf = { now: true };
  net.loses = () => isDeaf.now;
  net.cut([a, b]);
  await net.pass(PROBE);
  expect(a.context).toMatchObject({ deafness: 1 });
  expect(a.context.lives.get(b.id)).toMatchObject({ standing: 'suspected', suspicion: null });
  await net.pass(SUSPICION + 1_000);
  expect(a.context.lives.get(b.id)!.standing).toBe('suspected');
  isDeaf.now = false;
  await net.pass(MINUTE);
  // What Cleo tells every half minute brings Ben back without his doing anything.
  expect(a.context).toMatchObject({ deafness: 0 });
  expect(isOnline(a.context, b.id)).toBe(true);
  expect(c.context.lives.get(b.id)!.suspicion).toBeNull();
});

test('P42 a host who was lost is the host again once it is back, though it tells nothing new', async () => {
  const { net, a, b, c } = await three();
  const host = [a, b, c].find(({ id }) => id === a.host)!;
  const [one, other] = [a, b, c].filter((node) => node !== host) as [Node, Node];
  net.cut([host, one], [host, other]);
  await net.pass(MINUTE);
  expect(one.host).not.toBe(host.id);
  net.loses = () => true;
  await net.connect(host, one);
  await net.pass(GOSSIP);
  expect(one.host).toBe(host.id);
});

describe('answers count', () => {
  test('only from a friend who was asked, for the question that was asked', async () => {
    const { net, nodes } = await groupOf(full(6));
    const [a, b, ...friends] = nodes as [Node, Node, ...Node[]];
    net.loses = () => true;
    net.cut([a, b]);
    await net.settle();
    const { probe, asked } = a.context.doubts[b.id]!;
    const hear = (from: MemberId, id: number): void => {
      const message = { type: 'election.ack', id, reach: 'yes' } as const;
      a.actor.send({ type: 'MESSAGE', from, message, now: net.now });
    };
    expect(asked).toHaveLength(3);
    hear(friends.find(({ id }) => !asked.includes(id))!.id, probe);
    hear(asked[0]!, probe + 1);
    expect(a.context.doubts[b.id]).toBeDefined();
    hear(asked[0]!, probe);
    expect(a.context.doubts[b.id]).toBeUndefined();
  });

  test('only from the member itself, when a friend passes the question on', async () => {
    const { net, a, b, c } = await three();
    net.loses = ({ message }) => message.type === 'election.pong';
    const probe = { type: 'election.probe', id: 77, subject: b.id } as const;
    c.actor.send({ type: 'MESSAGE', from: a.id, message: probe, now: net.now });
    await net.settle();
    const { id } = c.context.pings[0]!;
    net.sent.length = 0;
    const pong = { type: 'election.pong', id } as const;
    c.actor.send({ type: 'MESSAGE', from: a.id, message: pong, now: net.now });
    c.actor.send({ type: 'MESSAGE', from: b.id, message: { ...pong, id: id + 1 }, now: net.now });
    await net.settle();
    expect(said(net)).toEqual([]);
    c.actor.send({ type: 'MESSAGE', from: b.id, message: pong, now: net.now });
    await net.settle();
    expect(net.sent.map(({ message }) => message)).toEqual([{ type: 'election.ack', id: 77, reach: 'yes' }]);
  });

  test('and nobody can make us ask for ever', async () => {
    const { net, a, b, c } = await three();
    for (let id = 0; id < 1_000; id++) {
      const message = { type: 'election.probe', id, subject: b.id } as const;
      c.actor.send({ type: 'MESSAGE', from: a.id, message, now: net.now });
    }
    expect(c.context.pings).toHaveLength(32);
    await net.settle();
    expect(said(net).filter((type) => type === 'ping')).toHaveLength(32);
  });
});
