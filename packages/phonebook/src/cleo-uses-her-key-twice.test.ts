import { expect, test } from '@jest/globals';
import { ada, cleo, Copy, dan, eve, person, trio } from './testing/cast.ts';

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

test('one key admitted twice with different agreement keys is flagged, and the same one counts everywhere', () => {
  const here = Copy.found();
  here.bring(ada, eve, 1);
  const stale = here.split();
  here.bring(ada, dan, 2);
  // Eve pretends not to know Dan, and admits his key with an agreement key of her own.
  const keys = stale.invite(eve, 3);
  const forged = { memberId: dan.memberId, kxPublic: person(66).kxPublic } as typeof dan;
  stale.admit(eve, keys, forged);
  const there = here.split();
  here.merge(stale);
  there.merge(stale);
  expect(here.roster).toEqual(there.roster);
  expect(here.roster.flags).toMatchObject([{ kind: 'conflicting-keys', member: dan.memberId }]);
});
