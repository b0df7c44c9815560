import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signRemoval } from './author.ts';
import { addOps } from './graph.rules.ts';
import { decodeOp, encodeOp } from './op-codec.ts';
import type { CheckedOp, OpOf } from './op.ts';
import { MAX_SIGNATURES, unite } from './signatures.rules.ts';
import { ada, party, person } from './testing/cast.ts';
import { Network, type Node } from './testing/network.ts';

const { copy, people } = party(10);
const ops = copy.ops.map(({ signed }) => encodeOp(signed));
const target = people[9]!.memberId;

const removalAt = (node: Node): CheckedOp<OpOf<'remove'>> =>
  [...node.context.graph.ops.values()].find(({ op }) => op.type === 'remove') as CheckedOp<OpOf<'remove'>>;

test('P30 a second signature travels like an operation, and its target is told before it is cut off', () => {
  const net = new Network();
  const [a, b, c, t] = [0, 1, 2, 9].map((i) => net.add(people[i]!, ops, copy.graph.shell));
  for (const [one, other] of [
    [a, b],
    [b, c],
    [c, t],
  ] as const)
    net.connect(one!, other!);
  a!.do({ type: 'remove', target, reason: '' });
  net.settle();
  expect(c!.context.roster.members[target]).toBeDefined();
  const seconded = signRemoval(b!.ring, removalAt(b!));
  b!.actor.send({ type: 'LOCAL_OP', op: seconded, now: net.now });
  net.settle();
  for (const node of [a, b, c, t]) expect(node!.context.roster.former[target]).toBe('removed');
  const order = c!.emitted.map((effect) =>
    effect.type === 'SEND' ? `${effect.type} ${effect.to}` : effect.type,
  );
  const told = order.lastIndexOf(`SEND ${target}`);
  expect(order.lastIndexOf('STORE')).toBeLessThan(told);
  expect(told).toBeLessThan(order.lastIndexOf('ROSTER_CHANGED'));
});

test('P28 whoever missed a signature finds it by asking, though no head is new', () => {
  const net = new Network();
  const [a, b] = [0, 1].map((i) => net.add(people[i]!, ops, copy.graph.shell));
  net.connect(a!, b!);
  a!.do({ type: 'remove', target, reason: '' });
  net.settle();
  net.loses = () => true;
  b!.actor.send({ type: 'LOCAL_OP', op: signRemoval(b!.ring, removalAt(b!)), now: net.now });
  net.settle();
  net.loses = () => false;
  expect(a!.context.roster.heads).toEqual(b!.context.roster.heads);
  expect(a!.context.roster.former[target]).toBeUndefined();
  net.pass(45_000);
  expect(a!.context.roster.former[target]).toBe('removed');
});

test('P19 signatures unite in any order, any number of times, to the same', () => {
  const removal = copy.author(people[1]!, { type: 'remove', target, reason: '' }) as CheckedOp<
    OpOf<'remove'>
  >;
  const signed = Array.from({ length: 40 }, (_, i) => signRemoval(person(200 + i), removal));
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...signed), { maxLength: 80, size: 'max' }),
      fc.nat(80),
      (told, cut) => {
        const all = told.reduce<CheckedOp>((united, { signed: more }) => unite(united, more), removal);
        const [front, back] = [told.slice(0, cut), told.slice(cut)].map((part) =>
          part.reduce<CheckedOp>((united, { signed: more }) => unite(united, more), removal),
        );
        expect(unite(back!, front!.signed).signed).toEqual(all.signed);
        expect(all.signed.signatures.length).toBeLessThanOrEqual(MAX_SIGNATURES);
        expect(all.signed.signatures.some(({ by }) => by === people[1]!.memberId)).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});

test('P2 an operation with a signature that does not verify is refused whole, and only removals are signed by others', () => {
  const removal = copy.author(people[1]!, { type: 'remove', target, reason: '' }) as CheckedOp<
    OpOf<'remove'>
  >;
  const { payload, signatures } = signRemoval(people[2]!, removal).signed;
  for (const one of signatures) {
    const bent = one.signature.map((byte) => byte ^ 1);
    const forged = signatures.map((each) => (each === one ? { by: one.by, signature: bent } : each));
    expect(decodeOp(encodeOp({ payload, signatures: forged }))).toEqual({
      ok: false,
      error: 'bad-signature',
    });
  }
  const unsorted = [...signatures].reverse();
  expect(decodeOp(encodeOp({ payload, signatures: unsorted }))).toEqual({
    ok: false,
    error: 'bad-signature',
  });
  const without = signatures.filter(({ by }) => by !== people[1]!.memberId);
  expect(decodeOp(encodeOp({ payload, signatures: without }))).toEqual({ ok: false, error: 'bad-signature' });

  const leaving = copy.author(people[1]!, { type: 'leave' });
  const second = { by: ada.memberId, signature: ada.sign(leaving.signed.payload) };
  const both = [...leaving.signed.signatures, second].sort((x, y) => (x.by < y.by ? -1 : 1));
  expect(decodeOp(encodeOp({ ...leaving.signed, signatures: both }))).toEqual({
    ok: false,
    error: 'bad-signature',
  });
});

test('signatures of strangers are not kept, so nobody can fill a removal up', () => {
  const here = copy.split();
  const removal = here.remove(people[1]!, people[9]!);
  for (let i = 0; i < 50; i++) here.sign(person(300 + i), removal);
  expect(here.graph.ops.get(removal.id)?.signed.signatures).toHaveLength(1);
  // The same if they come with the removal itself.
  const there = copy.split();
  const crowded = addOps(there.graph, [signRemoval(person(300), removal as CheckedOp<OpOf<'remove'>>)]);
  expect(crowded.graph.ops.get(removal.id)?.signed.signatures).toHaveLength(1);
});
