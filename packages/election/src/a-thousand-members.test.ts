import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { useFakeSignatures } from '@fyteclub/identity/testing';
import { checkBeacon } from './beacon.ts';
import { newLife } from './lives.rules.ts';
import { MAX_MARKS } from './marks.rules.ts';
import type { ElectionMessage } from './messages.ts';
import { gossipMessages, NO_NEWS } from './news.rules.ts';
import { beaconOf, listOf, NOON, person, run, SHELL } from './testing/cast.ts';
import { Network, type Node } from './testing/network.ts';
import { onlineMembers } from './view.rules.ts';

let restore = (): void => undefined;
beforeAll(() => {
  restore = useFakeSignatures();
});
afterAll(() => restore());

const SIZE = 1_000;
const DEGREE = 8;

const sizeOf = (message: ElectionMessage): number => {
  if (message.type === 'election.digest') return message.marks.length;
  if (message.type !== 'election.gossip') return 0;
  const all = [...message.beacons, ...message.suspicions, ...message.lists];
  return all.reduce((sum, { length }) => sum + length + 5, 0);
};

/** Everybody signed a beacon and met eight others. */
function knowledgeOf(rings: readonly KeyRing[]): readonly ElectionMessage[] {
  const lives = rings.map((ring) => {
    const beacon = checkBeacon(beaconOf(ring, NOON), SHELL);
    if (!beacon.ok) throw new Error(beacon.error);
    return newLife(beacon.value);
  });
  const lists = rings.map((ring, i) => {
    const met = Array.from({ length: DEGREE }, (_, k) => rings[(i + k * k + 1) % rings.length]!);
    return listOf(
      ring,
      met.map((friend, k) => [friend, NOON - i * 60_000 - k] as const),
    );
  });
  return gossipMessages(lives, lists);
}

/** A thousand members, two of them real nodes that know of all others, and a newcomer. */
async function crowd() {
  const rings = Array.from({ length: SIZE }, (_, i) => person(5_000 + i));
  const [newcomer, first, second, ...others] = rings as [KeyRing, KeyRing, KeyRing, ...KeyRing[]];
  const net = new Network(rings);
  const nodes = [first, second].map((ring) => net.start(ring, run(1))) as [Node, Node];
  const known = knowledgeOf(others);
  for (const node of nodes) {
    const from = others[0]!.memberId;
    node.actor.send({ type: 'PEER_UP', member: from, instance: run(1), now: net.now });
    for (const message of known) node.actor.send({ type: 'MESSAGE', from, message, now: net.now });
  }
  await net.pass(SIZE);
  net.sent.length = 0;
  return { net, nodes, known, joiner: net.start(newcomer, run(1)) };
}

test('in a group of a thousand a newcomer is told everything once, by one friend, and next to nothing by the others', async () => {
  const { net, nodes, known, joiner } = await crowd();
  await net.connect(joiner, nodes[0]);
  await net.pass(5_000);
  expect(onlineMembers(joiner.context)).toHaveLength(SIZE - 1);
  for (const [witness, list] of nodes[0].context.lists)
    expect(joiner.context.lists.get(witness)).toEqual(list);
  for (const { message } of net.sent) expect(sizeOf(message)).toBeLessThan(48 * 1024);
  // A digest, the answer that asks for it, what there is to tell, and the news that follows.
  expect(net.sent.length).toBeLessThanOrEqual(known.length + 8);
  const once = net.sent.length;
  await net.connect(joiner, nodes[1]);
  await net.pass(9_000);
  expect(net.sent.length - once).toBeLessThanOrEqual(14);
  expect(onlineMembers(joiner.context)).toHaveLength(SIZE);
  // And what everybody keeps is bounded by the roster.
  const { lives, lists, news, doubts, pings } = nodes[0].context;
  expect(lives.size).toBe(SIZE);
  expect(lists.size).toBe(SIZE);
  expect([news, doubts, pings]).toEqual([NO_NEWS, {}, []]);
});

test('in a larger one than a digest can name the same ones take part for everybody', () => {
  const rings = Array.from({ length: MAX_MARKS + 50 }, (_, i) => person(9_000 + i));
  const net = new Network(rings);
  const [a, b] = [net.start(rings[0]!, run(1)), net.start(rings[1]!, run(1))];
  b.actor.send({ type: 'MEMBERS', members: [...net.members].reverse() });
  expect(a.context.members).toHaveLength(MAX_MARKS);
  expect(b.context.members).toEqual(a.context.members);
});
