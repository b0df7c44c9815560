import { describe, expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { emptyGraph } from './op-graph.ts';
import { decodeOp, encodeOp } from './op-codec.ts';
import { encodeGenesis } from './op-layouts.ts';
import { DEFAULT_POLICY } from './op.ts';
import { ada, ben, cleo, Copy, eve, filled, idsOf, NOON, party, person, trio } from './testing/cast.ts';

describe('P30 how many signatures it takes', () => {
  test('one in a group of nine', () => {
    const { copy, people } = party(9);
    copy.remove(people[1]!, people[8]!);
    expect(copy.roster.former).toEqual({ [people[8]!.memberId]: 'removed' });
  });

  test('two different ones in a group of ten', () => {
    const { copy, people } = party(10);
    const removal = copy.remove(people[1]!, people[9]!, 'Was rude');
    expect(copy.has(people[9]!)).toBe(true);
    expect(copy.roster.removals[removal.id]).toMatchObject({
      state: 'proposed',
      needed: 2,
      signers: [people[1]!.memberId],
      reason: 'Was rude',
    });
    copy.sign(people[2]!, removal);
    expect(copy.has(people[9]!)).toBe(false);
    expect(copy.roster.removals[removal.id]).toMatchObject({ state: 'accepted', electors: [] });
  });

  test('two where nine were in and a tenth was admitted at the same time', () => {
    const { copy, people } = party(9);
    const elsewhere = copy.split();
    const removal = copy.remove(people[1]!, people[8]!);
    expect(copy.has(people[8]!)).toBe(false);
    elsewhere.bring(ada, person(40), 1);
    copy.merge(elsewhere);
    expect(copy.has(people[8]!)).toBe(true);
    expect(copy.roster.removals[removal.id]).toMatchObject({ state: 'proposed', needed: 2 });
    copy.sign(people[3]!, removal);
    expect(copy.has(people[8]!)).toBe(false);
  });

  test('pretending not to have seen the tenth gains nothing', () => {
    const { copy, people } = party(9);
    const stale = copy.split();
    copy.bring(ada, person(40), 1);
    const removal = stale.remove(eveOf(people), people[3]!);
    copy.merge(stale);
    expect(copy.has(people[3]!)).toBe(true);
    expect(copy.roster.removals[removal.id]?.needed).toBe(2);
  });

  test('whom the target brings meanwhile, and whom those bring, do not save it', () => {
    const { copy, people } = party(9);
    const elsewhere = copy.split();
    copy.remove(people[1]!, people[8]!);
    elsewhere.bring(people[8]!, person(40), 1);
    elsewhere.bring(person(40), person(41), 2);
    elsewhere.bring(ada, person(42), 3);
    copy.merge(elsewhere);
    expect(copy.has(people[8]!)).toBe(false);
    expect(copy.has(person(40))).toBe(false);
    expect(copy.has(person(42))).toBe(true);
  });

  test('somebody admitted twice by a lost welcome counts once', () => {
    const { copy, people } = party(8);
    const there = copy.split();
    const keys = copy.invite(ada, 1);
    there.merge(copy);
    const elsewhere = copy.split();
    const removal = elsewhere.remove(people[1]!, people[7]!);
    copy.admit(ada, keys, person(40));
    there.admit(ben, keys, person(40));
    copy.merge(there);
    copy.merge(elsewhere);
    expect(copy.roster.removals[removal.id]).toMatchObject({ state: 'accepted', needed: 1 });
  });
});

test('P30 from how many on it takes two says the genesis', () => {
  const payload = encodeGenesis({
    founder: ada.memberId,
    founderKx: ada.kxPublic,
    nonce: filled(32, 7),
    createdAt: NOON,
    name: 'Free Company',
    policy: { ...DEFAULT_POLICY, quorumAt: 3 },
  });
  const signatures = [{ by: ada.memberId, signature: ada.sign(payload) }];
  const genesis = decodeOp(encodeOp({ payload, signatures }));
  if (!genesis.ok) throw new Error(genesis.error);
  const copy = new Copy(emptyGraph(genesis.value.op.shell));
  copy.take(genesis.value);
  copy.bring(ada, ben, 100);
  copy.bring(ada, cleo, 101);
  const removal = copy.remove(ada, ben);
  expect(copy.roster.removals[removal.id]).toMatchObject({ state: 'proposed', needed: 2 });
});

const eveOf = (people: readonly KeyRing[]): KeyRing => people[4]!;

describe('P31 whose signatures count', () => {
  test('the same key twice counts once', () => {
    const { copy, people } = party(10);
    const removal = copy.remove(people[1]!, people[9]!);
    copy.sign(people[1]!, removal);
    expect(copy.roster.removals[removal.id]?.signers).toEqual([people[1]!.memberId]);
    expect(copy.has(people[9]!)).toBe(true);
  });

  test('the target’s own counts nothing', () => {
    const { copy, people } = party(10);
    const removal = copy.remove(people[1]!, people[9]!);
    copy.sign(people[9]!, removal);
    expect(copy.roster.removals[removal.id]?.signers).toEqual([people[1]!.memberId]);
    expect(copy.has(people[9]!)).toBe(true);
  });

  test('P29 neither does a stranger’s, nor that of somebody who came later', () => {
    const { copy, people } = party(10);
    const removal = copy.remove(people[1]!, people[9]!);
    copy.sign(person(99), removal);
    copy.bring(ada, person(40), 1);
    copy.sign(person(40), removal);
    expect(copy.roster.removals[removal.id]).toMatchObject({
      signers: [people[1]!.memberId],
      state: 'proposed',
    });
    const { electors } = copy.roster.removals[removal.id]!;
    expect(electors).not.toContain(person(40).memberId);
    expect(electors).toHaveLength(8);
    expect(electors).toEqual([...electors].sort());
  });

  test('nor does that of somebody who was out already', () => {
    const { copy, people } = party(11);
    const first = copy.remove(people[1]!, people[9]!);
    copy.sign(people[2]!, first);
    const removal = copy.remove(people[1]!, people[8]!);
    copy.sign(people[9]!, removal);
    expect(copy.roster.removals[removal.id]).toMatchObject({
      signers: [people[1]!.memberId],
      state: 'proposed',
    });
  });

  test('but that of somebody who left elsewhere at the same time does', () => {
    const { copy, people } = party(11);
    const there = copy.split();
    const removal = copy.remove(people[1]!, people[9]!);
    copy.sign(people[2]!, removal);
    there.leave(people[2]!);
    copy.merge(there);
    expect(copy.roster.former).toEqual({
      [people[2]!.memberId]: 'left',
      [people[9]!.memberId]: 'removed',
    });
  });

  test('signatures under two proposals do not add up', () => {
    const { copy, people } = party(10);
    const there = copy.split();
    copy.remove(people[1]!, people[9]!);
    there.remove(people[2]!, people[9]!);
    copy.merge(there);
    expect(copy.has(people[9]!)).toBe(true);
  });

  test('P29 a stranger’s removal is not even kept', () => {
    expect(trio().refusal(eve, { type: 'remove', target: ben.memberId, reason: '' })).toBe('not-a-member');
  });

  test('nobody removes itself, or somebody who is not in', () => {
    const copy = trio();
    expect(copy.refusal(ada, { type: 'remove', target: ada.memberId, reason: '' })).toBe('removes-itself');
    expect(copy.refusal(ada, { type: 'remove', target: eve.memberId, reason: '' })).toBe(
      'removes-a-stranger',
    );
  });
});

describe('P32 who removes whom', () => {
  test('of two who remove each other the more senior stays, on both sides', () => {
    const here = trio();
    const there = here.split();
    here.remove(ben, cleo);
    there.remove(cleo, ben);
    here.merge(there);
    there.merge(here);
    expect(here.roster).toEqual(there.roster);
    expect(here.roster.former).toEqual({ [cleo.memberId]: 'removed' });
  });

  test('nobody turns it round by collecting signatures later: the loser stays out, and its signers are heard', () => {
    const { copy, people } = party(5);
    const there = copy.split();
    copy.remove(people[1]!, people[2]!);
    const rival = there.remove(people[2]!, people[1]!);
    copy.merge(there);
    copy.sign(people[3]!, rival);
    copy.sign(people[4]!, rival);
    expect(copy.roster.former).toEqual({
      [people[1]!.memberId]: 'removed',
      [people[2]!.memberId]: 'removed',
    });
  });

  test('what is signed enough comes before what is not', () => {
    const { copy, people } = party(10);
    const there = copy.split();
    copy.remove(people[1]!, people[2]!);
    const rival = there.remove(people[2]!, people[1]!);
    there.sign(people[5]!, rival);
    copy.merge(there);
    expect(copy.roster.former).toEqual({ [people[1]!.memberId]: 'removed' });
  });

  test('three who remove each other in a circle end the same everywhere, and not with nobody', () => {
    const { copy, people } = party(4);
    const [, b, c, d] = people as [KeyRing, KeyRing, KeyRing, KeyRing];
    const copies = [copy.split(), copy.split(), copy.split()];
    copies[0]!.remove(b, c);
    copies[1]!.remove(c, d);
    copies[2]!.remove(d, b);
    const [first] = copies;
    for (const other of copies) first!.merge(other);
    for (const other of copies) {
      other.merge(first!);
      expect(other.roster).toEqual(first!.roster);
    }
    // Ben is heard first, which silences Cleo, whose word would have silenced Dan, who silences Ben.
    expect(Object.keys(first!.roster.members)).toHaveLength(2);
    expect(first!.has(ada)).toBe(true);
  });

  test('a removal that counts stands though its signer goes by a later one', () => {
    const { copy, people } = party(4);
    const there = copy.split();
    copy.remove(people[1]!, people[2]!);
    there.remove(people[3]!, people[1]!);
    copy.merge(there);
    expect(idsOf(copy.roster)).toEqual([ada.memberId, people[3]!.memberId].sort());
  });

  test('what came first is heard first, also where somebody more senior answered it', () => {
    const { copy, people } = party(4);
    copy.remove(people[3]!, people[1]!);
    copy.remove(ada, people[3]!);
    expect(idsOf(copy.roster)).toEqual([ada.memberId, people[2]!.memberId].sort());
  });

  test.each(['a', 'b', 'c', 'd', 'e', 'f'])(
    'of two by one key the lower id is heard first (%s)',
    (reason) => {
      const { copy, people } = party(11);
      const [, by, one, other] = people as [KeyRing, KeyRing, KeyRing, KeyRing];
      const there = copy.split();
      // What one of them had seen besides puts it further back in the canonical order, which has no say in this.
      for (const number of [1, 2, 3]) copy.invite(ada, number);
      const removals = [copy.remove(by, one, reason), there.remove(by, other)] as const;
      copy.sign(other, removals[0]);
      there.sign(one, removals[1]);
      copy.merge(there);
      // Each takes the word of who would have signed the other one.
      const first = removals[0].id < removals[1].id ? one : other;
      expect(copy.roster.former).toEqual({ [first.memberId]: 'removed' });
    },
  );

  test('two removals of one person are one removal', () => {
    const here = trio();
    const there = here.split();
    here.remove(ada, cleo);
    there.remove(ben, cleo);
    here.merge(there);
    expect(here.roster.former).toEqual({ [cleo.memberId]: 'removed' });
  });
});

test('a proposal dies with its target or with those who signed it', () => {
  const { copy, people } = party(10);
  const one = copy.remove(people[1]!, people[9]!);
  const other = copy.remove(people[8]!, people[7]!);
  copy.leave(people[9]!);
  expect(copy.roster.removals[one.id]?.state).toBe('void');
  copy.remove(ada, people[8]!); // nine are left: one signature
  expect(copy.roster.removals[other.id]?.state).toBe('void');
});

describe('whoever was removed and knows the group’s password', () => {
  const said = (copy: Copy, value: number): void => {
    copy.do(ada, { type: 'password', verifier: filled(value === 0 ? 0 : 32, value) });
  };

  test('is named until it is changed', () => {
    const copy = trio();
    said(copy, 1);
    expect(copy.roster.passwordKnownTo).toEqual([]);
    copy.remove(ada, cleo);
    expect(copy.roster.passwordKnownTo).toEqual([cleo.memberId]);
    said(copy, 2);
    expect(copy.roster.passwordKnownTo).toEqual([]);
    copy.remove(ada, ben);
    expect(copy.roster.passwordKnownTo).toEqual([ben.memberId]);
    said(copy, 0);
    expect(copy.roster.passwordKnownTo).toEqual([]);
  });

  test('also where the password was changed by somebody who had not heard of the removal', () => {
    const copy = trio();
    const elsewhere = copy.split();
    copy.remove(ben, cleo);
    said(elsewhere, 1);
    copy.merge(elsewhere);
    expect(copy.roster.passwordKnownTo).toEqual([cleo.memberId]);
  });
});
