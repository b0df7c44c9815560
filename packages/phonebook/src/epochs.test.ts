import { describe, expect, test } from '@jest/globals';
import { openEpochBox, type EpochId, type KeyRing } from '@fyteclub/identity';
import { boxOf, commitmentOf } from './epoch.rules.ts';
import type { CheckedOp } from './op.ts';
import { ada, ben, cleo, dan, eve, filled, person, seeded, trio, type Copy } from './testing/cast.ts';

const epochOf = (op: CheckedOp): EpochId => op.id as string as EpochId;

/** What a member reads in its box of an epoch. */
function keyFor(copy: Copy, epoch: EpochId, ring: KeyRing): Uint8Array | undefined {
  const sealed = boxOf(copy.graph, epoch, ring.memberId);
  const opened = sealed && openEpochBox(ring, copy.graph.shell, sealed, sealed.box);
  return opened?.ok === true ? opened.value : undefined;
}

describe('which epoch may be sealed under', () => {
  test('the first is named after the group, and lasts while nobody is lost; admissions leave it usable', () => {
    const copy = trio();
    expect(copy.roster.epoch).toBe(copy.graph.shell);
    copy.bring(ada, dan, 1);
    expect(copy.roster.epoch).toBe(copy.graph.shell);
    expect(commitmentOf(copy.graph, copy.roster.epoch!)).toBeUndefined();
  });

  test('P35 from a removal to the rotation that answers it there is none', () => {
    const copy = trio();
    copy.remove(ada, cleo);
    expect(copy.roster.epoch).toBeNull();
    const rotation = copy.rotate(ada);
    expect(copy.roster.epoch).toBe(rotation.id);
    expect(keyFor(copy, epochOf(rotation), ada)).toEqual(filled(32, 77));
    expect(keyFor(copy, epochOf(rotation), ben)).toEqual(filled(32, 77));
    expect(keyFor(copy, epochOf(rotation), cleo)).toBeUndefined();
  });

  test('P35 a leaving and an admission that came to nothing are losses too', () => {
    const copy = trio();
    copy.leave(cleo);
    expect(copy.roster.epoch).toBeNull();
    copy.rotate(ada);
    const hidden = copy.split();
    copy.remove(ada, ben);
    copy.rotate(ada, filled(32, 78));
    expect(copy.roster.epoch).not.toBeNull();
    hidden.bring(ben, eve, 1); // Eve may have been handed a key by whoever had not heard yet.
    copy.merge(hidden);
    expect(copy.has(eve)).toBe(false);
    expect(copy.roster.epoch).toBeNull();
    copy.rotate(ada, filled(32, 79));
    expect(copy.roster.epoch).not.toBeNull();
  });

  test('P35 a proposal changes nothing until it is accepted', () => {
    const copy = trio();
    for (let i = 0; i < 7; i++) copy.bring(ada, person(60 + i), 10 + i);
    const removal = copy.remove(ada, cleo);
    expect(copy.roster.epoch).toBe(copy.graph.shell);
    const early = copy.rotate(ben, filled(32, 1)); // still with a box for Cleo
    copy.sign(ben, removal);
    expect(copy.roster.epoch).toBeNull();
    expect(keyFor(copy, epochOf(early), cleo)).toEqual(filled(32, 1));
  });

  test('P37 two partitions that lose different members end on one new epoch that neither can read', () => {
    const here = trio();
    here.bring(ada, dan, 1);
    const there = here.split();
    here.remove(ada, cleo);
    const [mine] = [here.rotate(ada, filled(32, 1))];
    there.remove(ben, dan);
    const theirs = there.rotate(ben, filled(32, 2));
    here.merge(there);
    there.merge(here);
    expect(here.roster.epoch).toBeNull();
    const last = here.rotate(ada, filled(32, 3));
    there.merge(here);
    expect(there.roster.epoch).toBe(last.id);
    expect(here.roster).toEqual(there.roster);
    for (const gone of [cleo, dan]) expect(keyFor(here, epochOf(last), gone)).toBeUndefined();
    // Dan could read the one, Cleo the other; neither is used again.
    expect(keyFor(here, epochOf(mine), dan)).toEqual(filled(32, 1));
    expect(keyFor(here, epochOf(theirs), cleo)).toEqual(filled(32, 2));
  });

  test('of two rotations after one loss the lower id is everybody’s', () => {
    const here = trio();
    here.remove(ada, cleo);
    const there = here.split();
    const ids = [here.rotate(ada, filled(32, 1)).id, there.rotate(ben, filled(32, 2)).id].sort();
    here.merge(there);
    there.merge(here);
    expect(here.roster.epoch).toBe(ids[0]);
    expect(there.roster.epoch).toBe(ids[0]);
  });

  test('P37 one that was made in the knowledge of another takes its place, whatever their ids', () => {
    const copy = trio();
    // Nobody rotates over an epoch that it can open: Ben's boxes must have been worthless to Ada.
    for (let secret = 1; secret <= 8; secret++) {
      const last = copy.rotate(secret % 2 === 0 ? ada : ben, filled(32, secret));
      expect(copy.roster.epoch).toBe(last.id);
    }
    const there = copy.split();
    const mine = copy.rotate(ada, filled(32, 20));
    const theirs = [there.rotate(ben, filled(32, 21)), there.rotate(cleo, filled(32, 22))];
    copy.merge(there);
    expect(copy.roster.epoch).toBe([mine.id, theirs[1]!.id].sort()[0]);
  });

  test('P35 a rotation with a box too many or too few is never used', () => {
    const copy = trio();
    const body = { type: 'rotate', commitment: filled(32, 1), ephemeral: filled(32, 2) } as const;
    const box = (ring: KeyRing) => ({ member: ring.memberId, box: seeded(3)(48) });
    copy.remove(ada, cleo);
    copy.do(ben, { ...body, boxes: [ada, ben, cleo].map(box) });
    expect(copy.roster.epoch).toBeNull();
    copy.do(ben, { ...body, boxes: [ben].map(box) });
    expect(copy.roster.epoch).toBeNull();
    copy.do(ben, { ...body, boxes: [ada, ben].map(box) });
    expect(copy.roster.epoch).not.toBeNull();
  });

  test('P36 a rotation by the removed, made unseen, is void', () => {
    const copy = trio();
    copy.leave(cleo);
    const hidden = copy.split();
    copy.remove(ada, ben);
    const evil = hidden.rotate(ben, filled(32, 66));
    expect(hidden.roster.epoch).toBe(evil.id);
    copy.merge(hidden);
    expect(copy.roster.epoch).toBeNull();
  });
});
