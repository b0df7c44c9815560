import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeOp } from './op-codec.ts';
import { parseMessage, type PhonebookMessage } from './messages.ts';
import { ada, ben, Copy, eve, NOON, recordOf, trio } from './testing/cast.ts';
import { Network, type Node } from './testing/network.ts';

function alone(): { net: Network; a: Node; copy: Copy } {
  const net = new Network();
  const copy = trio();
  return {
    net,
    copy,
    a: net.add(
      ada,
      copy.ops.map(({ signed }) => encodeOp(signed)),
      copy.graph.shell,
    ),
  };
}

const tell = (node: Node, message: PhonebookMessage): void =>
  node.actor.send({ type: 'MESSAGE', from: ben.memberId, message, now: NOON });

test('operations and records that do not check are left out and named in the log', () => {
  const { a, copy } = alone();
  const before = a.context;
  const foreign = Copy.found(eve).ops[0]!;
  const unauthorised = copy.author(eve, { type: 'leave' });
  tell(a, {
    type: 'phonebook.ops',
    ops: [Uint8Array.of(1), encodeOp(foreign.signed), encodeOp(unauthorised.signed)],
  });
  tell(a, { type: 'phonebook.records', records: [Uint8Array.of(1), recordOf(eve, foreign.op.shell)] });
  expect(a.effects('REFUSED')).toEqual([
    {
      type: 'REFUSED',
      from: ben.memberId,
      items: [
        { what: 'op', id: null, code: 'malformed' },
        { what: 'op', id: null, code: 'foreign-shell' },
        { what: 'op', id: unauthorised.id, code: 'not-a-member' },
      ],
    },
    {
      type: 'REFUSED',
      from: ben.memberId,
      items: [
        { what: 'record', id: null, code: 'malformed' },
        { what: 'record', id: null, code: 'foreign-shell' },
      ],
    },
  ]);
  expect(a.context.roster).toEqual(before.roster);
  expect(a.context.book).toEqual(before.book);
  expect(a.effects('STORE')).toEqual([]);
});

test('our own operation that does not count is refused too, and not sent', () => {
  const { a, copy } = alone();
  a.actor.send({ type: 'LOCAL_OP', op: copy.author(eve, { type: 'leave' }), now: NOON });
  expect(a.effects('REFUSED')).toMatchObject([{ from: null, items: [{ code: 'not-a-member' }] }]);
});

test('an answer that nobody asked for changes nothing and gets nothing', () => {
  const { a } = alone();
  tell(a, {
    type: 'phonebook.digest',
    answer: true,
    heads: [],
    steps: [],
    signatures: new Uint8Array(32),
    records: new Map(),
  });
  expect(a.emitted).toEqual([]);
});

test('P24 a record relayed by anybody counts only for its signer', () => {
  const { a } = alone();
  tell(a, { type: 'phonebook.records', records: [recordOf(eve, a.shell), recordOf(ben, a.shell)] });
  expect([...a.context.book.current.keys()]).toEqual([ben.memberId]);
});

test('whatever readable messages come, the phonebook goes on', () => {
  const { a } = alone();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 6 }),
      (kind, items) => {
        const body = [kind, ...items.flatMap((item) => [0, 0, 0, item.length, ...item])];
        const message = parseMessage(Uint8Array.from(body));
        if (message !== undefined) tell(a, message);
        expect(a.actor.getSnapshot().status).toBe('active');
      },
    ),
  );
  expect(a.context.roster).toEqual(trio().roster);
});
