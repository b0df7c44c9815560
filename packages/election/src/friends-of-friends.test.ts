import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useFakeSignatures } from '@fyteclub/identity/testing';
import fc from 'fast-check';
import { suspicionMs } from './suspicion.rules.ts';
import { beaconOf, ben, gossip, listOf, MINUTE, NOON, person, run } from './testing/cast.ts';
import { groupOf, grown, line, ring, type Mesh } from './testing/meshes.ts';
import type { Node } from './testing/network.ts';
import { onlineMembers } from './view.rules.ts';

let restore = (): void => undefined;
beforeAll(() => {
  restore = useFakeSignatures();
});
afterAll(() => restore());

const PROBE = 1_000;
const GOSSIP = 100;
const hostsOf = (nodes: readonly Node[]) => new Set(nodes.map(({ host }) => host));
const onlineAt = (nodes: readonly Node[]) => nodes.map(({ context }) => onlineMembers(context).length);

describe('in a line, where nearly nobody is linked to anybody', () => {
  test('everybody sees everybody, and names one host', async () => {
    const { nodes } = await groupOf(line(6));
    expect(onlineAt(nodes)).toEqual(Array(6).fill(6));
    expect(hostsOf(nodes).size).toBe(1);
  });

  test('it stays so for a quarter of an hour in which nothing happens', async () => {
    const { net, nodes } = await groupOf(line(6));
    const hosts = nodes.map((node) => node.hosts.length);
    for (let minute = 0; minute < 15; minute++) {
      await net.pass(MINUTE);
      expect(onlineAt(nodes)).toEqual(Array(6).fill(6));
    }
    expect(nodes.map((node) => node.hosts.length)).toEqual(hosts);
    // Nobody was suspected even for a moment.
    const suspicions = net.sent.flatMap(({ message }) => ('suspicions' in message ? message.suspicions : []));
    expect(suspicions).toEqual([]);
  });

  test('a host that says again and again that it lives makes nobody choose anew', async () => {
    const { net, nodes } = await groupOf(line(6));
    const beaconOfHost = () => nodes[5]!.context.lives.get(nodes[5]!.host!)!.beacon.incarnation;
    const [before, doubts] = [beaconOfHost(), new Set<Node>()];
    for (const node of nodes) node.actor.subscribe(() => !node.isSure && doubts.add(node));
    await net.pass(MINUTE);
    expect(beaconOfHost()).toBeGreaterThan(before);
    expect(doubts.size).toBe(0);
  });

  test('whoever leaves in good order is gone for everybody as soon as the word is round', async () => {
    const { net, nodes } = await groupOf(line(6));
    const last = nodes.at(-1)!;
    last.actor.send({ type: 'RESIGN' });
    await net.pass(5 * GOSSIP);
    expect(onlineAt(nodes.slice(0, -1))).toEqual(Array(5).fill(5));
  });

  test.each([
    ['with the host in it', [0, 1]],
    ['with nobody in it who hosts', [5, 4]],
  ] as const)('a corner that is lost as a whole is missed, %s', async (_, [far, near]) => {
    const { net, nodes } = await groupOf(line(6));
    const others = nodes.filter((_node, i) => i !== far && i !== near);
    // At one blow: whoever lost a link to the near one knows nothing of the far one.
    net.kill(nodes[far]!);
    net.kill(nodes[near]!);
    await net.pass(PROBE + suspicionMs(others[0]!.context) + 5 * GOSSIP);
    for (const { context } of others) expect(onlineMembers(context)).not.toContain(nodes[near]!.id);
    await net.pass(5 * MINUTE);
    expect(onlineAt(others)).toEqual(Array(4).fill(4));
    expect(others.map(({ id }) => id)).toContain([...hostsOf(others)][0]);
    expect(hostsOf(others).size).toBe(1);
  });
});

describe('P46 a host that crashes', () => {
  const crash = async (mesh: Mesh): Promise<void> => {
    const { net, nodes } = await groupOf(mesh);
    const host = nodes.find(({ id }) => id === nodes[0]!.host)!;
    const others = nodes.filter((node) => node !== host);
    const announced = others.map(({ hosts }) => hosts.length);
    net.kill(host);
    // The word goes from friend to friend; whoever hears it later waits later.
    await net.pass(PROBE + suspicionMs(host.context) + mesh.size * GOSSIP);
    expect(hostsOf(others).size).toBe(1);
    expect(others.map(({ id }) => id)).toContain(others[0]!.host);
    expect(others.map(({ hosts }, i) => hosts.length - announced[i]!)).toEqual(others.map(() => 1));
  };

  test('in a ring has one successor within the suspicion and one round of gossip', () => crash(ring(9)));

  test('so it is in any mesh that its crash does not tear', async () => {
    const shape = fc.record({
      size: fc.integer({ min: 4, max: 12 }),
      more: fc.integer({ min: 0, max: 12 }),
      dice: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ size, more, dice }) => {
        const { mesh } = grown(size, more, dice);
        // A ring beneath holds together whoever goes.
        await crash({
          ...mesh,
          edges: [
            ...new Map([...ring(size).edges, ...mesh.edges].map((e) => [[...e].sort().join(), e])).values(),
          ],
        });
      }),
      { numRuns: 6 },
    );
  });
});

test('what is lost on the way is made up for by comparing notes', async () => {
  const { net, nodes } = await groupOf(line(4));
  const [a, , , d] = nodes as [Node, Node, Node, Node];
  // Everything that Ada’s friend says to her gets lost while the last one restarts.
  net.loses = ({ to, message }) => to === a.id && message.type === 'election.gossip';
  net.kill(d);
  const again = net.start(d.ring, run(99));
  await net.connect(nodes[2]!, again);
  await net.pass(5 * GOSSIP);
  expect(a.context.lives.get(d.id)!.beacon.instance).toBe(d.instance);
  net.loses = () => false;
  await net.pass(MINUTE / 2);
  expect(a.context.lives.get(d.id)!.beacon.instance).toBe(again.instance);
  expect(a.context.lists).toEqual(nodes[2]!.context.lists);
});

test('a run that starts with its clock behind learns of its former run and outdoes it', async () => {
  const { net, nodes } = await groupOf(line(3));
  const [, middle, last] = nodes as [Node, Node, Node];
  net.kill(last);
  const now = net.now;
  net.now -= 20 * MINUTE;
  const again = net.start(last.ring, run(99));
  net.now = now;
  again.skew = -20 * MINUTE;
  await net.connect(middle, again);
  expect(middle.context.lives.get(last.id)!.beacon.instance).toBe(last.instance);
  await net.pass(2_000);
  for (const { context } of nodes.slice(0, 2))
    expect(context.lives.get(last.id)!.beacon.instance).toBe(again.instance);
  // Its list counts too, although the former run's had a higher number.
  expect(middle.context.lists.get(last.id)!.entries).toEqual(again.context.entries);
});

test('news goes on to everybody but those who told it, all of it in one message', async () => {
  const { net, nodes } = await groupOf(ring(4));
  const [a, b, c, d] = nodes as [Node, Node, Node, Node];
  const at = net.now;
  const told = gossip({
    beacons: [beaconOf(c.ring, at, { instance: c.instance })],
    lists: [listOf(c.ring, [[d.ring, NOON]], at).bytes],
  });
  a.emitted.length = 0;
  for (const from of [b, b]) a.actor.send({ type: 'MESSAGE', from: from.id, message: told, now: at });
  a.actor.send({ type: 'MESSAGE', from: d.id, message: gossip({ lists: told.lists }), now: at });
  await net.pass(GOSSIP);
  const sends = a.emitted.filter(({ type }) => type === 'SEND');
  // Ben told everything; Dan told the list himself.
  expect(sends).toEqual([{ type: 'SEND', to: d.id, message: gossip({ beacons: told.beacons }) }]);
});

test('what is told of strangers waits, bounded, and goes on when they come in', async () => {
  const { net, nodes } = await groupOf(line(2));
  const [a, b] = nodes as [Node, Node];
  const strangers = Array.from({ length: 100 }, (_, i) => person(3_000 + i));
  const told = gossip({
    beacons: strangers.map((stranger) => beaconOf(stranger, net.now)),
    lists: strangers.map((stranger) => listOf(stranger, [[ben, NOON]]).bytes),
  });
  a.emitted.length = 0;
  a.actor.send({ type: 'MESSAGE', from: b.id, message: told, now: net.now });
  await net.pass(GOSSIP);
  expect(a.context.lives.size).toBe(2 + 64);
  expect(a.context.lists.size).toBe(2 + 64);
  expect(a.emitted).toEqual([]);
  expect(onlineMembers(a.context)).toHaveLength(2);
  const newcomer = strangers.find(
    ({ memberId }) => a.context.lives.get(memberId) && a.context.lists.get(memberId),
  )!;
  a.actor.send({ type: 'MEMBERS', members: [...net.members, newcomer.memberId] });
  await net.pass(GOSSIP);
  expect(onlineMembers(a.context)).toContain(newcomer.memberId);
  expect(a.emitted).toMatchObject([{ type: 'SEND', to: b.id, message: { beacons: [{}], lists: [{}] } }]);
});

test('whoever is out takes along what it said, and is told nothing more, though its link lives on', async () => {
  const { net, nodes } = await groupOf(line(3));
  const [a, middle, last] = nodes as [Node, Node, Node];
  middle.actor.send({ type: 'MEMBERS', members: net.members.filter((member) => member !== last.id) });
  expect(middle.context.lives.get(last.id)).toBeUndefined();
  expect(middle.context.lists.get(last.id)).toBeUndefined();
  const before = net.sent.length;
  const ask = { type: 'election.digest', ask: true, marks: new Uint8Array() } as const;
  middle.actor.send({ type: 'MESSAGE', from: last.id, message: ask, now: net.now });
  a.actor.send({ type: 'RESIGN' });
  await net.pass(MINUTE);
  expect(net.sent.slice(before).filter(({ from, to }) => from === middle && to === last.id)).toEqual([]);
});
