import { describe, expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { ada, ben, cleo, idsOf, party, trio } from './testing/cast.ts';

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
