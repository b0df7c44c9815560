import { expect, test } from '@jest/globals';
import { encodeOp } from './op-codec.ts';
import { ada, ben, cleo, party, person, trio } from './testing/cast.ts';
import { provesRemoval, tombstonesOf } from './tombstone.ts';

test('P70 whoever was away is shown its tombstone, though it lacks the history around it', () => {
  const copy = trio();
  const away = copy.split();
  copy.bring(ada, person(40), 1);
  copy.remove(ada, cleo);
  const [told] = tombstonesOf(copy.graph, copy.roster, cleo.memberId);
  expect(provesRemoval(away.graph, away.roster, cleo.memberId, told!)).toBe(true);
  expect(tombstonesOf(copy.graph, copy.roster, ben.memberId)).toEqual([]);
});

test('P29 nobody is made to believe it by a stranger, by itself, or by somebody else’s tombstone', () => {
  const copy = trio();
  const { graph, roster } = copy.split();
  const forged = copy.author(person(99), { type: 'remove', target: cleo.memberId, reason: '' });
  const own = copy.author(cleo, { type: 'remove', target: cleo.memberId, reason: '' });
  const other = copy.author(ada, { type: 'remove', target: ben.memberId, reason: '' });
  for (const { signed } of [forged, own, other])
    expect(provesRemoval(graph, roster, cleo.memberId, encodeOp(signed))).toBe(false);
  expect(provesRemoval(graph, roster, cleo.memberId, new Uint8Array(9))).toBe(false);
});

test('P30 in a group of ten one member alone makes nobody believe it', () => {
  const { copy, people } = party(10);
  const away = copy.split();
  const target = people[9]!.memberId;
  const removal = copy.remove(people[1]!, people[9]!);
  const lone = encodeOp(copy.graph.ops.get(removal.id)!.signed);
  expect(provesRemoval(away.graph, away.roster, target, lone)).toBe(false);
  copy.sign(people[2]!, removal);
  const [told] = tombstonesOf(copy.graph, copy.roster, target);
  expect(provesRemoval(away.graph, away.roster, target, told!)).toBe(true);
});
