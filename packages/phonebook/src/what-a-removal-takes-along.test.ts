import { expect, test } from '@jest/globals';
import { broughtBy } from './removal.rules.ts';
import { ada, ben, cleo, dan, eve, idsOf, party, person, trio } from './testing/cast.ts';

test('P33 whatever the removed did unseen is void, with the people it brought', () => {
  const copy = trio();
  const hidden = copy.split();
  copy.remove(ada, ben);
  hidden.bring(ben, eve, 1);
  hidden.bring(eve, dan, 2);
  hidden.remove(eve, cleo);
  copy.merge(hidden);
  expect(idsOf(copy.roster)).toEqual([ada.memberId, cleo.memberId].sort());
});

test('what had been seen stays: whom it brought before is still in, and is known by whom it came', () => {
  const copy = trio();
  copy.bring(ben, dan, 1);
  copy.bring(dan, eve, 2);
  copy.remove(ada, ben);
  expect(copy.has(dan)).toBe(true);
  expect(broughtBy(copy.roster.members, ben.memberId)).toEqual([dan.memberId, eve.memberId]);
  expect(broughtBy(copy.roster.members, ada.memberId)).toEqual([cleo.memberId]);
});

test('P34 a removed key is never a member again, whoever admits it and whatever they had seen', () => {
  const copy = trio();
  const hidden = copy.split();
  copy.remove(ada, ben);
  const keys = copy.invite(ada, 1);
  copy.take(copy.author(ada, copy.claim(keys, ben)));
  hidden.leave(ben);
  copy.merge(hidden);
  expect(copy.has(ben)).toBe(false);
  expect(copy.roster.former).toEqual({ [ben.memberId]: 'removed' });
});

test('P33 the removed goes on acting, having seen it: nothing of that counts', () => {
  const copy = trio();
  copy.remove(ada, ben);
  copy.take(copy.author(ben, { type: 'remove', target: ada.memberId, reason: '' }));
  expect(copy.has(ada)).toBe(true);
  expect(copy.has(ben)).toBe(false);
});

test('P39 an open invite of the removed is void, and admits nobody though it was issued before', () => {
  const copy = trio();
  const keys = copy.invite(ben, 1);
  copy.remove(ada, ben);
  expect(copy.roster.invites[keys.id]?.state).toBe('void');
  copy.take(copy.author(ada, copy.claim(keys, eve)));
  expect(copy.has(eve)).toBe(false);
});

test('P39 whoever was let in by it before anybody there knew of the removal stays', () => {
  const copy = trio();
  const keys = copy.invite(ben, 1);
  const there = copy.split();
  copy.remove(ada, ben);
  there.admit(cleo, keys, eve);
  copy.merge(there);
  expect(copy.has(eve)).toBe(true);
});

test('an invite that the removed had used or closed unseen is open again', () => {
  const copy = trio();
  const [used, closed] = [copy.invite(ada, 1), copy.invite(ada, 2)];
  const hidden = copy.split();
  copy.remove(ada, ben);
  hidden.admit(ben, used, eve);
  hidden.revoke(ben, closed.id);
  copy.merge(hidden);
  copy.admit(cleo, used, dan);
  copy.admit(cleo, closed, person(40));
  expect(copy.has(dan)).toBe(true);
  expect(copy.has(person(40))).toBe(true);
  expect(copy.has(eve)).toBe(false);
});

test('P38 but one invite still lets in one person, also after somebody was removed', () => {
  const copy = trio();
  copy.remove(ada, ben);
  const keys = copy.invite(ada, 1);
  copy.admit(ada, keys, dan);
  copy.take(copy.author(cleo, copy.claim(keys, eve)));
  expect(copy.has(dan)).toBe(true);
  expect(copy.has(eve)).toBe(false);
  copy.revoke(ada, copy.invite(ada, 2).id);
});

test('P38 P39 nor does it, or one that was closed, while another removal is on its way', () => {
  const { copy, people } = party(4);
  const elsewhere = copy.split();
  elsewhere.remove(ada, people[3]!);
  copy.remove(ada, people[2]!);
  const [used, closed] = [copy.invite(ada, 1), copy.invite(ada, 2)];
  copy.admit(ada, used, person(42));
  copy.revoke(ada, closed.id);
  copy.take(copy.author(people[1]!, copy.claim(used, person(40))));
  copy.take(copy.author(people[1]!, copy.claim(closed, person(41))));
  copy.merge(elsewhere);
  expect(idsOf(copy.roster)).toEqual([ada, people[1]!, person(42)].map(({ memberId }) => memberId).sort());
});

test('P39 an invite that two issued apart stands while one of them is in', () => {
  const copy = trio();
  const there = copy.split();
  const keys = copy.invite(ada, 1);
  there.invite(ben, 1);
  copy.merge(there);
  copy.remove(ada, ben);
  copy.admit(ada, keys, dan);
  expect(copy.has(dan)).toBe(true);
});
