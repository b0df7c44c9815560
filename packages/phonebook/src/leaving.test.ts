import { expect, test } from '@jest/globals';
import { ada, ben, cleo, Copy, dan, eve, idsOf, person, trio } from './testing/cast.ts';

test('whoever leaves is gone, and whom they brought stays', () => {
  const copy = trio();
  copy.bring(ben, dan, 1);
  copy.leave(ben);
  const { members, former } = copy.roster;
  expect(former).toEqual({ [ben.memberId]: 'left' });
  expect(Object.keys(members)).toHaveLength(3);
  expect(members[dan.memberId]).toMatchObject({ invitedBy: ben.memberId });
});

test('P34 a key that left is never admitted again', () => {
  const copy = trio();
  copy.leave(ben);
  const keys = copy.invite(ada, 1);
  expect(copy.refusal(ada, copy.claim(keys, ben))).toBe('key-left');
});

test('P34 nor by somebody who had not heard that it left', () => {
  const here = trio();
  const there = here.split();
  here.leave(ben);
  const keys = there.invite(ada, 1);
  expect(there.refusal(ada, there.claim(keys, ben))).toBe('already-a-member');
  // Eve says she has not seen Ben's first admission either: his leaving still counts.
  const old = Copy.found();
  old.bring(ada, eve, 3);
  const before = old.split();
  old.bring(ada, ben, 4);
  before.bring(eve, ben, 5);
  old.leave(ben);
  old.merge(before);
  expect(old.has(ben)).toBe(false);
  expect(old.roster.former).toEqual({ [ben.memberId]: 'left' });
});

test('P33 what Ben does after leaving, hiding that he left, has no effect', () => {
  const copy = trio();
  const hidden = copy.split();
  copy.leave(ben);
  hidden.bring(ben, eve, 1);
  expect(hidden.has(eve)).toBe(true);
  copy.merge(hidden);
  hidden.merge(copy);
  expect(copy.has(eve)).toBe(false);
  expect(hidden.has(eve)).toBe(false);
  expect(hidden.roster).toEqual(copy.roster);
  expect(copy.roster.former).toEqual({ [ben.memberId]: 'left' });
});

test('P33 nor do the people whom those people brought', () => {
  const copy = trio();
  const hidden = copy.split();
  copy.leave(ben);
  hidden.bring(ben, eve, 1);
  hidden.bring(eve, dan, 2);
  hidden.bring(dan, person(9), 3);
  copy.merge(hidden);
  expect(idsOf(copy.roster)).toEqual([ada.memberId, cleo.memberId].sort());
});

test('P33 an invite that Ben issued behind his own back admits nobody, whoever opens the door', () => {
  const copy = trio();
  const hidden = copy.split();
  copy.leave(ben);
  const keys = hidden.invite(ben, 1);
  hidden.admit(cleo, keys, dan);
  copy.merge(hidden);
  expect(copy.has(dan)).toBe(false);
  expect(copy.roster.invites[keys.id]).toMatchObject({ state: 'void', usedBy: [] });
});

test('P33 nor is an invite closed or used that he closed or used behind his back', () => {
  const copy = trio();
  const [closed, used] = [copy.invite(ada, 1), copy.invite(ada, 2)];
  const hidden = copy.split();
  copy.leave(ben);
  hidden.revoke(ben, closed.id);
  hidden.admit(ben, used, eve);
  copy.merge(hidden);
  copy.admit(cleo, closed, dan);
  copy.admit(cleo, used, person(9));
  expect(idsOf(copy.roster)).toEqual([ada, cleo, dan, person(9)].map(({ memberId }) => memberId).sort());
});

test('an admission that its admitter had seen when leaving stands', () => {
  const copy = trio();
  copy.bring(ben, dan, 1);
  const elsewhere = copy.split();
  copy.leave(ben);
  elsewhere.bring(dan, eve, 2);
  copy.merge(elsewhere);
  expect(copy.has(dan)).toBe(true);
  expect(copy.has(eve)).toBe(true);
});

test('who left can do nothing that shows it', () => {
  const copy = trio();
  copy.leave(ben);
  expect(copy.refusal(ben, { type: 'leave' })).toBe('not-a-member');
  const keys = copy.invite(ada, 1);
  expect(copy.refusal(ben, { type: 'revoke', invite: keys.id })).toBe('not-a-member');
});

test('two leavings of one key in two places are one leaving', () => {
  const here = trio();
  const there = here.split();
  here.leave(ben);
  there.bring(ada, dan, 1);
  there.leave(ben);
  here.merge(there);
  expect(here.roster.former).toEqual({ [ben.memberId]: 'left' });
  expect(here.has(dan)).toBe(true);
});

test('the founder may leave; the group goes on', () => {
  const copy = trio();
  copy.leave(ada);
  copy.bring(ben, dan, 1);
  expect(copy.roster).toMatchObject({ founder: ada.memberId, name: 'Free Company' });
  expect(idsOf(copy.roster)).toEqual([ben.memberId, cleo.memberId, dan.memberId].sort());
});
