import { expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { MAX_DIGESTS } from './exchange.rules.ts';
import { encodeOp } from './op-codec.ts';
import { ada, ben, cleo, eve, NOON, trio } from './testing/cast.ts';
import { Network, type Node } from './testing/network.ts';

/** Ada, to whom Ben, Cleo and Eve are connected. Eve is a member, but her node does as she likes. */
function connected(): { net: Network; a: Node } {
  const copy = trio();
  copy.bring(ada, eve, 1);
  const net = new Network();
  const ops = copy.ops.map(({ signed }) => encodeOp(signed));
  const a = net.add(ada, ops, copy.graph.shell);
  for (const { memberId: peer } of [ben, cleo, eve]) a.actor.send({ type: 'PEER_UP', peer, now: NOON });
  return { net, a };
}

const ask = (node: Node, who: KeyRing, answer = false): void => {
  const message = {
    type: 'phonebook.digest',
    answer,
    heads: [],
    steps: [],
    signatures: new Uint8Array(32),
    records: new Map(),
  } as const;
  node.actor.send({ type: 'MESSAGE', from: who.memberId, message, now: NOON });
};

/** How often Ada told all she knows. */
const toldTo = (node: Node, who: KeyRing): number =>
  node.effects('SEND').filter(({ to, message }) => to === who.memberId && message.type === 'phonebook.ops')
    .length;

test('whoever says again and again that it has nothing is not sent everything every time', () => {
  const { net, a } = connected();
  for (let i = 0; i < 1000; i++) ask(a, eve);
  expect(toldTo(a, eve)).toBe(MAX_DIGESTS);
  const sent = a.emitted.length;
  ask(a, eve);
  expect(a.emitted).toHaveLength(sent);
  // Nobody else has to wait for it.
  ask(a, ben);
  expect(toldTo(a, ben)).toBe(1);
  // She is answered again after the next round.
  net.pass(45_000);
  ask(a, eve);
  expect(toldTo(a, eve)).toBe(MAX_DIGESTS + 1);
});

test('answers saved up over many rounds are worth no more', () => {
  const { net, a } = connected();
  for (let round = 0; round < 60; round++) net.pass(45_000);
  for (let i = 0; i < 60; i++) ask(a, eve, true);
  expect(toldTo(a, eve)).toBe(MAX_DIGESTS);
});

test('a new link begins anew, before and after it counts', () => {
  const { a } = connected();
  const peer = eve.memberId;
  for (let i = 0; i < 100; i++) ask(a, eve);
  a.actor.send({ type: 'PEER_DOWN', peer });
  a.actor.send({ type: 'SYNC_WITH', peer });
  for (let i = 0; i < 100; i++) ask(a, eve);
  expect(toldTo(a, eve)).toBe(2 * MAX_DIGESTS);
  a.actor.send({ type: 'PEER_UP', peer, now: NOON });
  ask(a, eve);
  expect(toldTo(a, eve)).toBe(2 * MAX_DIGESTS + 1);
});
