import { expect, test } from '@jest/globals';
import { encodeOp } from './op-codec.ts';
import { HOUR, NOON, party, recordOf } from './testing/cast.ts';
import { Network } from './testing/network.ts';

const FRIENDS = 8;

/** The first knows everybody, the others in a row: each is linked to the one before and the one behind. */
function row() {
  const { copy, people } = party(FRIENDS);
  const { shell } = copy.graph;
  const net = new Network();
  const nodes = people.map((ring) =>
    net.add(
      ring,
      copy.ops.map(({ signed }) => encodeOp(signed)),
      shell,
    ),
  );
  nodes.slice(1).forEach((node, i) => net.connect(nodes[i]!, node));
  const told = people.map((ring) => recordOf(ring, shell, { name: ring.memberId.slice(0, 8) }));
  return { net, nodes, told, shell, people };
}

const records = (net: Network): number => net.sent.length;

test('what comes within a moment goes on in one message for each link', () => {
  const { net, nodes, told } = row();
  const before = records(net);
  const [first, second, third] = nodes;
  for (const record of told.slice(3)) {
    const message = { type: 'phonebook.records', records: [record] } as const;
    second!.actor.send({ type: 'MESSAGE', from: first!.id, message, now: NOON });
  }
  expect(records(net)).toBe(before);
  net.clock.increment(100);
  expect(records(net)).toBe(before + 1);
  expect(net.sent.at(-1)).toMatchObject({ from: second!.id, to: third!.id });
  net.settle();
  // One message down each of the other links, and nothing comes back up.
  expect(records(net)).toBe(before + FRIENDS - 2);
  for (const { context } of nodes.slice(1))
    expect([...context.book.current.keys()]).toHaveLength(FRIENDS - 3);
});

test('whoever has told a record meanwhile is not told it', () => {
  const { net, nodes, told } = row();
  const [first, second, third] = nodes;
  const message = { type: 'phonebook.records', records: [told[5]!] } as const;
  second!.actor.send({ type: 'MESSAGE', from: first!.id, message, now: NOON });
  second!.actor.send({ type: 'MESSAGE', from: third!.id, message, now: NOON });
  const before = records(net);
  net.clock.increment(100);
  expect(records(net)).toBe(before);
});

test('the newest of somebody goes on, once', () => {
  const { net, nodes, shell, people } = row();
  const [first, second, third] = nodes;
  for (const sequence of [NOON + 1, NOON + 2, NOON + 3]) {
    const record = recordOf(people[5]!, shell, { sequence, name: `number ${sequence - NOON}` });
    const message = { type: 'phonebook.records', records: [record] } as const;
    second!.actor.send({ type: 'MESSAGE', from: first!.id, message, now: NOON + HOUR });
  }
  const before = records(net);
  net.settle();
  expect(records(net)).toBe(before + FRIENDS - 2);
  expect(third!.context.book.current.get(people[5]!.memberId)).toMatchObject({ name: 'number 3' });
});
