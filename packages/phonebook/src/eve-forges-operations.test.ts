import { describe, expect, test } from '@jest/globals';
import { concat, LABELS, utf8 } from '@fyteclub/identity';
import fc from 'fast-check';
import { authorOp } from './author.ts';
import { addOps } from './graph.rules.ts';
import { emptyGraph } from './op-graph.ts';
import { decodeOp, encodeOp, MAX_OP_BYTES } from './op-codec.ts';
import { encodeMemberOp, idOf, MAX_DATE } from './op-layouts.ts';
import type { CheckedOp, OpBody } from './op.ts';
import { ada, ben, cleo, Copy, eve, NOON, trio } from './testing/cast.ts';

const history = trio();
history.revoke(ben, history.invite(ada, 1).id);
history.leave(cleo);

/** One operation of every kind. */
const samples: readonly CheckedOp[] = ['genesis', 'invite', 'admit', 'revoke', 'leave'].map((type) =>
  history.ops.find(({ op }) => op.type === type)!,
);

const resign = (payload: Uint8Array, ring = ada): Uint8Array =>
  encodeOp({ payload, signatures: [{ by: ring.memberId, signature: ring.sign(payload) }] });

describe.each(samples.map((sample) => [sample.op.type, sample] as const))(
  '%s',
  (_type, { id, op, signed }) => {
    const bytes = encodeOp(signed);
    const author = [ada, ben, cleo].find(({ memberId }) => memberId === op.author)!;

    test('reads back what was signed', () => {
      const read = decodeOp(bytes, history.graph.shell);
      expect(read).toEqual({ ok: true, value: { id, op, signed } });
    });

    test('P2 any flipped bit makes it rejected', () => {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = bytes.slice();
        flipped[bit >>> 3]! ^= 1 << (bit & 7);
        expect({ bit, ok: decodeOp(flipped).ok }).toEqual({ bit, ok: false });
      }
    });

    test('P3 encoding what was read gives the same bytes', () => {
      const read = decodeOp(bytes);
      expect(read.ok && encodeOp(read.value.signed)).toEqual(bytes);
      expect(idOf(signed.payload)).toBe(id);
    });

    test('P3 a longer spelling of the same values is rejected though well signed', () => {
      expect(decodeOp(resign(concat(signed.payload, Uint8Array.of(0)), author))).toMatchObject({ ok: false });
    });

    test('is rejected with a second signature, another signer or none', () => {
      const [own] = signed.signatures;
      const hers = { by: eve.memberId, signature: eve.sign(signed.payload) };
      for (const signatures of [[own!, hers], [hers], [own!, own!], []])
        expect(decodeOp(encodeOp({ payload: signed.payload, signatures })).ok).toBe(false);
    });

    test('another version of the layout is called so', () => {
      const payload = signed.payload.slice();
      payload[payload.indexOf(0) + 1] = 2;
      expect(decodeOp(resign(payload, author))).toEqual({ ok: false, error: 'foreign-version' });
    });
  },
);

test('P3 parents out of order and flags that are neither 0 nor 1 are rejected though well signed', () => {
  const copy = trio();
  const other = copy.split();
  copy.invite(ben, 1);
  other.invite(cleo, 2);
  copy.merge(other);
  copy.invite(ada, 3);
  const { signed, op } = copy.authored.at(-1)!;
  expect(op.parents).toHaveLength(2);

  const start = utf8(LABELS.invite).length + 2 + 32 + 32 + 8 + 32 + 4;
  const swapped = signed.payload.slice();
  swapped.set(signed.payload.subarray(start, start + 32), start + 32);
  swapped.set(signed.payload.subarray(start + 32, start + 64), start);
  expect(decodeOp(resign(swapped))).toEqual({ ok: false, error: 'malformed' });

  const odd = signed.payload.slice();
  odd[odd.length - 1] = 2;
  expect(decodeOp(resign(odd))).toEqual({ ok: false, error: 'malformed' });
});

test('P4 an operation of one group is refused in another', () => {
  const ours = Copy.found(ada);
  const theirs = Copy.found(ben);
  expect(theirs.graph.shell).not.toBe(ours.graph.shell);
  for (const checked of history.ops)
    expect(decodeOp(encodeOp(checked.signed), theirs.graph.shell)).toEqual({
      ok: false,
      error: 'foreign-shell',
    });
  const { added, refused } = addOps(emptyGraph(theirs.graph.shell), history.ops);
  expect(added).toEqual([]);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['foreign-shell']));
});

test('P4 Eve founds a group of her own under our name: its id is another', () => {
  const copy = Copy.found(ada);
  const hers = Copy.found(eve);
  expect(copy.take(...hers.ops).refused).toMatchObject([{ code: 'foreign-shell' }]);
});

test('whatever bytes come, reading never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
      expect(decodeOp(bytes).ok).toBe(false);
    }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.nat(),
      fc.uint8Array({ maxLength: 8 }),
      ({ signed }, at, junk) => {
        const bytes = encodeOp(signed);
        const cut = at % bytes.length;
        expect(decodeOp(concat(bytes.subarray(0, cut), junk)).ok).toBe(false);
      },
    ),
  );
});

test('an operation over the limit is refused before it is read', () => {
  expect(decodeOp(new Uint8Array(MAX_OP_BYTES + 1))).toEqual({ ok: false, error: 'too-large' });
});

test('a date that nobody could be shown is refused, whatever bears it', () => {
  const copy = trio();
  const dated = (at: number, body: OpBody) => {
    const { op } = authorOp(ada, copy.graph, body, NOON);
    return decodeOp(resign(encodeMemberOp({ ...op, at })));
  };
  const leave = { type: 'leave' } as const;
  const last = { ...copy.inviteBody(1), expiresAt: MAX_DATE - 1 };
  expect([dated(MAX_DATE - 1, leave).ok, dated(NOON, last).ok]).toEqual([true, true]);
  for (const at of [MAX_DATE, Number.MAX_SAFE_INTEGER])
    expect(dated(at, leave)).toEqual({ ok: false, error: 'malformed' });
  const { op } = authorOp(ada, copy.graph, last, NOON);
  if (op.type !== 'invite') throw new Error('expected an invite');
  expect(decodeOp(resign(encodeMemberOp({ ...op, expiresAt: MAX_DATE })))).toMatchObject({ ok: false });
});
