import { describe, expect, test } from '@jest/globals';
import { ada, ben, eve, party, person, trio } from './testing/cast.ts';

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
