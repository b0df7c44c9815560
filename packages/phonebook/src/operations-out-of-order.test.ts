import { expect, test } from '@jest/globals';
import { addOps, MAX_WAITING, MAX_WAITING_PER_AUTHOR } from './graph.rules.ts';
import { emptyGraph } from './op-graph.ts';
import { encodeMemberOp, idOf } from './op-layouts.ts';
import { decodeOp, encodeOp } from './op-codec.ts';
import { NO_OP, type CheckedOp, type MemberOp } from './op.ts';
import { resolve } from './resolve.rules.ts';
import { ada, ben, cleo, Copy, eve, filled, NOON, person, trio } from './testing/cast.ts';
import { hash256, utf8, type KeyRing, type OpId } from '@fyteclub/identity';

function signedBy(ring: KeyRing, op: MemberOp): CheckedOp {
  const payload = encodeMemberOp(op);
  const signatures = [{ by: ring.memberId, signature: ring.sign(payload) }];
  const read = decodeOp(encodeOp({ payload, signatures }));
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

/** Well signed, and descends from something that nobody has. */
const orphan = (ring: KeyRing, number: number): CheckedOp =>
  signedBy(ring, {
    type: 'leave',
    shell: Copy.found().graph.shell,
    author: ring.memberId,
    sequence: 1,
    previous: NO_OP,
    parents: [idOf(hash256(utf8(`missing ${number}`)))],
    at: NOON,
  });

test('P28 an operation waits for its parents and is applied once they come', () => {
  const copy = trio();
  const [genesis, ...rest] = copy.ops;
  const late = addOps(emptyGraph(copy.graph.shell), rest);
  expect(late.added).toEqual([]);
  expect(late.waiting).toHaveLength(rest.length);
  expect(resolve(late.graph).founder).toBeNull();
  const healed = addOps(late.graph, [genesis!]);
  expect(healed.added).toHaveLength(copy.ops.length);
  expect(healed.graph.waiting.size).toBe(0);
  expect(resolve(healed.graph)).toEqual(copy.roster);
});

test('P28 what waits is bounded, per author and in all', () => {
  const shell = Copy.found().graph.shell;
  const fromOne = Array.from({ length: MAX_WAITING_PER_AUTHOR + 5 }, (_, i) => orphan(eve, i));
  const first = addOps(emptyGraph(shell), fromOne);
  expect([...first.graph.waiting.keys()]).toHaveLength(MAX_WAITING_PER_AUTHOR);
  expect(first.refused.map(({ code }) => code)).toEqual(Array(5).fill('waiting-full'));

  const fromMany = Array.from({ length: MAX_WAITING + 20 }, (_, i) => orphan(person(1000 + i), i));
  const then = addOps(first.graph, fromMany);
  expect([...then.graph.waiting.keys()]).toHaveLength(MAX_WAITING);
  expect([...then.graph.waiting.keys()].slice(0, MAX_WAITING_PER_AUTHOR)).toEqual([
    ...first.graph.waiting.keys(),
  ]);
});

test('P28 a full waiting room does not keep out what can be judged at once', () => {
  const copy = trio();
  copy.take(...Array.from({ length: MAX_WAITING }, (_, i) => orphan(person(1000 + i), i)));
  expect([...copy.graph.waiting.keys()]).toHaveLength(MAX_WAITING);
  copy.invite(ada, 1);
  expect(Object.keys(copy.roster.invites)).toHaveLength(3);
});

test('P28 made-up keys that fill the waiting room make way for members', () => {
  const copy = trio();
  copy.take(...Array.from({ length: MAX_WAITING }, (_, i) => orphan(person(1000 + i), i)));
  const elsewhere = copy.split();
  const first = elsewhere.do(ben, { type: 'password', verifier: filled(32, 1) });
  const second = elsewhere.do(cleo, { type: 'password', verifier: filled(32, 2) });
  expect(copy.take(second)).toMatchObject({ waiting: [second.id], refused: [{ code: 'waiting-full' }] });
  expect([...copy.graph.waiting.keys()]).toHaveLength(MAX_WAITING);
  expect(copy.take(first).added).toEqual([first, second]);
});

test('what descends from a refused operation is refused with it', () => {
  const copy = trio();
  const byEve = copy.author(eve, { type: 'leave' });
  const { shell } = copy.graph;
  const after = signedBy(ben, {
    type: 'leave',
    shell,
    author: ben.memberId,
    sequence: 1,
    previous: NO_OP,
    parents: [byEve.id],
    at: NOON,
  });
  expect(copy.take(after, byEve).refused).toEqual([
    { id: byEve.id, code: 'not-a-member' },
    { id: after.id, code: 'depends-on-refused' },
  ]);
  expect(copy.has(ben)).toBe(true);
});

test('an operation whose chain does not add up is refused', () => {
  const copy = trio();
  const adas = copy.ops.findLast(({ op }) => op.author === ada.memberId)!;
  const header = { shell: copy.graph.shell, at: NOON, parents: [adas.id] };
  const attempt = (ring: KeyRing, sequence: number, previous: OpId) =>
    copy
      .split()
      .take(signedBy(ring, { type: 'leave', ...header, author: ring.memberId, sequence, previous }))
      .refused.map(({ code }) => code);
  expect(attempt(ben, 1, NO_OP)).toEqual([]);
  expect(attempt(ben, 2, NO_OP)).toEqual(['broken-chain']);
  expect(attempt(ben, adas.op.sequence + 1, adas.id)).toEqual(['broken-chain']);
  expect(attempt(ada, adas.op.sequence + 2, adas.id)).toEqual(['broken-chain']);
  expect(attempt(ada, 1, NO_OP)).toEqual(['broken-chain']);
  expect(attempt(ada, adas.op.sequence + 1, adas.id)).toEqual([]);
});

test('an operation from nowhere, without parents, is refused', () => {
  const copy = trio();
  const header = { shell: copy.graph.shell, at: NOON, parents: [], sequence: 1, previous: NO_OP };
  const op = signedBy(ben, { type: 'leave', ...header, author: ben.memberId });
  expect(copy.take(op).refused).toMatchObject([{ code: 'broken-chain' }]);
  expect(addOps(emptyGraph(copy.graph.shell), [op]).refused).toMatchObject([{ code: 'broken-chain' }]);
});
