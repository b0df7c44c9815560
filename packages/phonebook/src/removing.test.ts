import { describe, expect, test } from '@jest/globals';
import { ada, ben, cleo, Copy, filled, party, person, trio } from './testing/cast.ts';

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

  test('none more where it was seconded before the tenth came to light', () => {
    const { copy, people } = party(9);
    const elsewhere = copy.split();
    const removal = copy.remove(people[1]!, people[8]!);
    expect(copy.roster.removals[removal.id]?.electors).toHaveLength(7);
    copy.sign(people[2]!, removal);
    expect(copy.roster.removals[removal.id]?.electors).toEqual([]);
    elsewhere.bring(ada, person(40), 1);
    copy.merge(elsewhere);
    expect(copy.has(people[8]!)).toBe(false);
  });

  test('pretending not to have seen the tenth gains nothing', () => {
    const { copy, people } = party(9);
    const stale = copy.split();
    copy.bring(ada, person(40), 1);
    const removal = stale.remove(people[4]!, people[3]!);
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
  const copy = Copy.foundUnder({ quorumAt: 3 });
  copy.bring(ada, ben, 100);
  copy.bring(ada, cleo, 101);
  const removal = copy.remove(ada, ben);
  expect(copy.roster.removals[removal.id]).toMatchObject({ state: 'proposed', needed: 2 });
});

test('a signature that fell with its signer can be made up for by another', () => {
  const { copy, people } = party(12);
  const there = copy.split();
  const removal = copy.remove(people[5]!, people[11]!);
  copy.sign(people[2]!, removal);
  const before = there.remove(people[3]!, people[2]!); // heard first: its author is more senior
  there.sign(people[4]!, before);
  copy.merge(there);
  const { state, signers, electors } = copy.roster.removals[removal.id]!;
  expect([state, signers.length]).toEqual(['proposed', 2]);
  expect(electors).toContain(people[6]!.memberId);
  copy.sign(people[6]!, removal);
  expect(copy.has(people[11]!)).toBe(false);
});

test('a proposal dies with its target or with those who signed it', () => {
  const { copy, people } = party(10);
  const one = copy.remove(people[1]!, people[9]!);
  const other = copy.remove(people[8]!, people[7]!);
  copy.leave(people[9]!);
  expect(copy.roster.removals[one.id]).toMatchObject({ state: 'void', electors: [] });
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
