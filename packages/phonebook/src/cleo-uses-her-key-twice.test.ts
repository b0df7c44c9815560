import { expect, test } from '@jest/globals';
import { ada, ben, cleo, Copy, dan, person, trio } from './testing/cast.ts';

test('P41 two operations after one of their author are flagged on every copy that has both', () => {
  const here = trio();
  here.invite(cleo, 1);
  const there = here.split();
  const one = here.invite(cleo, 2);
  const other = there.invite(cleo, 3);
  expect(here.roster.flags).toEqual([]);
  here.merge(there);
  there.merge(here);
  const flag = { kind: 'equivocation', author: cleo.memberId };
  expect(here.roster.flags).toMatchObject([flag]);
  expect(there.roster.flags).toEqual(here.roster.flags);
  // It evicts nobody, and both operations stand.
  expect(here.has(cleo)).toBe(true);
  expect(here.roster.invites[one.id]?.state).toBe('open');
  expect(here.roster.invites[other.id]?.state).toBe('open');
});

test('P41 so are two first operations, and two after the genesis', () => {
  for (const who of [cleo, ada]) {
    const here = who === ada ? Copy.found() : trio();
    const there = here.split();
    here.invite(who, 1);
    there.invite(who, 2);
    here.merge(there);
    expect(here.roster.flags).toMatchObject([{ kind: 'equivocation', author: who.memberId }]);
  }
});

test('the key that was used twice goes on after one of the two', () => {
  const here = trio();
  const there = here.split();
  here.invite(cleo, 1);
  there.invite(cleo, 2);
  here.merge(there);
  here.invite(cleo, 3);
  expect(here.roster.flags).toHaveLength(1);
});

test('one key that consents to two agreement keys is flagged, and the same one counts everywhere', () => {
  const here = trio();
  const there = here.split();
  // Dan joins in two partitions at once and brings another key-agreement key to each: nobody else can do that to him.
  const twice = [dan.kxPublic, person(66).kxPublic].map((kxPublic) => ({ ...dan, kxPublic }));
  const first = here.bring(ada, twice[0]!, 1);
  const second = there.bring(ben, twice[1]!, 2);
  here.merge(there);
  there.merge(here);
  expect(here.roster).toEqual(there.roster);
  const [flag] = here.roster.flags;
  if (flag?.kind !== 'conflicting-keys') throw new Error('not flagged');
  expect(flag.member).toBe(dan.memberId);
  expect([...flag.admits].sort()).toEqual([first.id, second.id].sort());
  expect(here.roster.members[dan.memberId]?.admit).toBe(flag.admits[0]);
});
