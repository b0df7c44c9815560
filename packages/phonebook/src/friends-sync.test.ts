import { describe, expect, test } from '@jest/globals';
import { inviteKeys } from '@fyteclub/identity';
import { presenceOf } from './book.rules.ts';
import { encodeOp } from './op-codec.ts';
import type { OpBody } from './op.ts';
import {
  ada,
  ben,
  claimOf,
  cleo,
  Copy,
  dan,
  eve,
  HOUR,
  NOON,
  recordOf,
  seedOf,
  trio,
} from './testing/cast.ts';
import { Network, type Node } from './testing/network.ts';

const packed = (copy: Copy): readonly Uint8Array[] => copy.ops.map(({ signed }) => encodeOp(signed));

const invitation = (number: number): OpBody => {
  const { id: invite, proofKey } = inviteKeys(seedOf(number));
  return { type: 'invite', invite, proofKey, expiresAt: NOON + HOUR, needsPassword: false };
};

function three() {
  const net = new Network();
  const copy = trio();
  const { shell } = copy.graph;
  const [a, b, c] = [ada, ben, cleo].map((ring) => net.add(ring, packed(copy), shell)) as [Node, Node, Node];
  return { net, copy, shell, a, b, c };
}

const expectSame = (...nodes: readonly Node[]): void => {
  for (const node of nodes) {
    expect(node.context.roster).toEqual(nodes[0]!.context.roster);
    expect(node.context.book).toEqual(nodes[0]!.context.book);
  }
};

describe('two friends meet again', () => {
  test('first only operations are exchanged, then, once both are let in, presence too', () => {
    const { net, a, b } = three();
    a.do(invitation(1));
    a.publish();
    b.do(invitation(2));
    b.publish({ name: 'Ben' });
    net.greet(a, b);
    expect(a.effects('SYNCED')).toEqual([{ type: 'SYNCED', peer: ben.memberId }]);
    expect(b.effects('SYNCED')).toEqual([{ type: 'SYNCED', peer: ada.memberId }]);
    expect(a.context.roster).toEqual(b.context.roster);
    expect(Object.keys(a.context.roster.invites)).toHaveLength(4);
    expect(presenceOf(a.context.book, ben.memberId, NOON).state).toBe('unknown');
    expect(a.actor.getSnapshot().value).toBe('alone');

    net.connect(a, b);
    expect(a.actor.getSnapshot().matches('gossiping')).toBe(true);
    expect(a.effects('SYNCED')).toHaveLength(2);
    expectSame(a, b);
    expect(presenceOf(a.context.book, ben.memberId, NOON)).toMatchObject({ record: { name: 'Ben' } });
  });

  test('presence flows both ways also when one side opens much earlier than the other', () => {
    const { net, a, b } = three();
    a.publish();
    b.publish({ name: 'Ben' });
    net.greet(a, b);
    a.actor.send({ type: 'PEER_UP', peer: ben.memberId, now: NOON });
    net.settle();
    expect(presenceOf(a.context.book, ben.memberId, NOON).state).toBe('unknown');
    b.actor.send({ type: 'PEER_UP', peer: ada.memberId, now: NOON });
    net.settle();
    expectSame(a, b);
    expect([...a.context.book.current.keys()]).toHaveLength(2);
  });

  test('a long absence is made up in batches below 48 KiB, and what both have is not sent again', () => {
    const { net, copy, shell } = three();
    const stale = copy.split();
    for (let i = 0; i < 300; i++) copy.invite(ada, 1000 + i);
    const a = net.add(ada, packed(copy), shell);
    const b = net.add(ben, packed(stale), shell);
    net.greet(a, b);
    expect(b.context.roster).toEqual(a.context.roster);
    expect(net.sent.length).toBeGreaterThan(4);
    for (const { bytes } of net.sent) expect(bytes.length).toBeLessThan(48 * 1024);
    const before = net.sent.reduce((sum, { bytes }) => sum + bytes.length, 0);
    net.connect(a, b);
    expect(net.sent.reduce((sum, { bytes }) => sum + bytes.length, 0) - before).toBeLessThan(4000);
  });

  test('after going separate ways each sends little more than what the other lacks', () => {
    const { net, copy, shell } = three();
    for (let i = 0; i < 200; i++) copy.invite(ada, 2000 + i);
    const [here, there] = [copy.split(), copy.split()];
    for (let i = 0; i < 3; i++) here.invite(ada, 3000 + i);
    for (let i = 0; i < 3; i++) there.invite(ben, 4000 + i);
    const a = net.add(ada, packed(here), shell);
    const b = net.add(ben, packed(there), shell);
    net.greet(a, b);
    expect(a.context.roster).toEqual(b.context.roster);
    expect(net.sent.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(20_000);
  });
});

test('Dan, admitted while Cleo was away, comes to Cleo first and brings the proof along', () => {
  const { net, shell, copy, a, c } = three();
  a.do(invitation(1));
  a.do(claimOf(shell, inviteKeys(seedOf(1)), dan));
  const d = net.add(dan, packed(copy), shell);
  net.connect(a, d);
  expect(c.context.roster.members[dan.memberId]).toBeUndefined();
  net.greet(c, d);
  expect(c.effects('SYNCED')).toHaveLength(1);
  expect(c.context.roster).toEqual(a.context.roster);
  expectSame(c, d);
});

test('news goes from friend to friend, to whoever is connected and to nobody else', () => {
  const { net, a, b, c } = three();
  net.connect(a, b);
  net.connect(b, c);
  a.do(invitation(1));
  a.publish({ name: 'Ada of the hill' });
  net.settle();
  expectSame(a, b, c);
  expect(c.effects('ROSTER_CHANGED')).toHaveLength(1);
  expect(c.effects('RECORDS_CHANGED')).toEqual([{ type: 'RECORDS_CHANGED', members: [ada.memberId] }]);
  const before = net.sent.length;
  a.actor.send({
    type: 'LOCAL_RECORD',
    record: recordOf(ada, a.shell, { name: 'Ada of the hill' }),
    now: NOON,
  });
  expect(net.sent).toHaveLength(before);
});

test('what got lost on the way is found by the next round of questions', () => {
  const { net, a, b, c } = three();
  net.connect(a, b);
  net.connect(b, c);
  net.loses = ({ type }) => type !== 'phonebook.digest';
  a.do(invitation(1));
  b.publish({ name: 'Ben' });
  net.settle();
  expect(b.context.roster).not.toEqual(a.context.roster);
  net.loses = () => false;
  net.pass(45_000);
  net.pass(45_000);
  expectSame(a, b, c);
});

test('a stranger is told nothing, whatever it asks, and neither is one who left', () => {
  const { net, shell, copy, a, c } = three();
  const e = net.add(eve, packed(Copy.found(eve)), Copy.found(eve).graph.shell);
  a.publish();
  net.greet(a, e);
  net.connect(a, e);
  const toEve = () =>
    a.effects('SEND').filter(({ to, message }) => to === eve.memberId && message.type !== 'phonebook.digest');
  expect(toEve()).toEqual([]);
  expect(
    a
      .effects('SEND')
      .flatMap(({ message }) => (message.type === 'phonebook.digest' ? [...message.records.keys()] : [])),
  ).toEqual([]);

  net.connect(a, c);
  c.do({ type: 'leave' });
  net.settle();
  const before = a.effects('SEND').length;
  a.do(invitation(7));
  a.publish({ sequence: NOON + 5 });
  expect(
    a
      .effects('SEND')
      .slice(before)
      .filter(({ to }) => to === cleo.memberId),
  ).toEqual([]);
  expect(a.effects('STORE').some(({ forget }) => forget.includes(cleo.memberId))).toBe(false);
  expect(shell).toBe(copy.graph.shell);
});

test('when somebody leaves, their record is forgotten everywhere', () => {
  const { net, a, b, c } = three();
  net.connect(a, b);
  net.connect(b, c);
  c.publish({ name: 'Cleo' });
  net.settle();
  expect(a.context.book.current.get(cleo.memberId)).toBeDefined();
  c.do({ type: 'leave' });
  net.settle();
  expect(a.context.book.current.get(cleo.memberId)).toBeUndefined();
  expect(a.effects('STORE').at(-1)).toMatchObject({ forget: [cleo.memberId] });
  expect(a.effects('RECORDS_CHANGED').at(-1)).toEqual({ type: 'RECORDS_CHANGED', members: [cleo.memberId] });
});

test('P41 a key used twice is flagged at everybody', () => {
  const { net, a, b, c } = three();
  const other = net.add(cleo, packed(trio()), c.shell);
  net.connect(a, c);
  net.connect(b, other);
  c.do(invitation(1));
  other.do(invitation(2));
  net.settle();
  expect(a.effects('FLAGGED')).toEqual([]);
  net.connect(a, b);
  for (const node of [a, b]) {
    expect(node.effects('FLAGGED')).toMatchObject([
      { flag: { kind: 'equivocation', author: cleo.memberId } },
    ]);
  }
});

test('P21 rival records reach everybody with the evidence, and everybody keeps the same one', () => {
  const { net, a, b, c } = three();
  a.actor.send({ type: 'LOCAL_RECORD', record: recordOf(cleo, a.shell, { name: 'one' }), now: NOON });
  b.actor.send({ type: 'LOCAL_RECORD', record: recordOf(cleo, a.shell, { name: 'two' }), now: NOON });
  net.connect(b, c);
  net.connect(a, b);
  expectSame(a, b, c);
  for (const node of [a, b, c]) {
    expect(node.effects('FLAGGED')).toEqual([
      { type: 'FLAGGED', flag: { kind: 'rival-records', member: cleo.memberId, sequence: NOON } },
    ]);
  }
});

test('P23 a record from the future counts as soon as somebody says anything after its time has come', () => {
  const { net, a, b } = three();
  net.connect(a, b);
  // Ada's clock is an hour ahead.
  const record = recordOf(ada, a.shell, { issuedAt: NOON + HOUR });
  a.actor.send({ type: 'LOCAL_RECORD', record, now: NOON + HOUR });
  net.settle();
  expect(presenceOf(b.context.book, ada.memberId, NOON).state).toBe('unknown');
  net.loses = ({ type }) => type === 'phonebook.records';
  net.pass(HOUR);
  expect(presenceOf(b.context.book, ada.memberId, net.now).state).toBe('fresh');
  expect(b.effects('STORE').at(-1)?.records).toHaveLength(1);
});

test('an expired record is not handed on', () => {
  const { net, a, b } = three();
  a.publish();
  net.now = NOON + 24 * HOUR;
  net.connect(a, b);
  expect(b.context.book.current.size).toBe(0);
  expect(a.context.book.current.get(ada.memberId)).toBeDefined();
});

test('what is stored is enough to begin again after a restart', () => {
  const { net, copy, shell, a, b } = three();
  net.connect(a, b);
  b.publish({ name: 'Ben' });
  b.do(invitation(1));
  a.do(invitation(2));
  net.settle();
  const stored = a.effects('STORE');
  const again = net.add(ada, [...packed(copy), ...stored.flatMap(({ ops }) => ops)], shell, {
    records: stored.flatMap(({ records }) => records),
  });
  expect(again.context.roster).toEqual(a.context.roster);
  expect(again.context.book).toEqual(a.context.book);
});

test('P20 a restart with the clock set back keeps the records that counted', () => {
  const { net, copy, shell, a, b } = three();
  net.connect(a, b);
  const issuedAt = NOON + 2 * HOUR;
  b.publish({ name: 'Ben', sequence: issuedAt, issuedAt }, issuedAt);
  const records = b.effects('STORE').flatMap(({ records: stored }) => stored);
  const again = net.add(ben, packed(copy), shell, { records });
  expect(again.context.book.current.get(ben.memberId)?.sequence).toBe(issuedAt);
  again.publish({ name: 'Ben' });
  expect(again.context.book.current.get(ben.memberId)?.sequence).toBe(issuedAt);
});
