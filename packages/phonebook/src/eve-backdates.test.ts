import { expect, test } from '@jest/globals';
import { aloneUntil, saidBeforeRemoval } from './acknowledged.rules.ts';
import { inviteKeys } from '@fyteclub/identity';
import { authorOp } from './author.ts';
import { ada, ben, cleo, Copy, dan, HOUR, NOON, seedOf, trio } from './testing/cast.ts';

const said = (copy: Copy, issuedAt = NOON) => ({
  issuer: ben.memberId,
  headsHash: copy.roster.headsHash,
  issuedAt,
});
const stands = (copy: Copy, word: ReturnType<typeof said>): boolean =>
  saidBeforeRemoval(copy.graph, copy.roster, word);

test('P8 what the removed said with a history that the remover had seen stands, for every step of it', () => {
  const copy = trio();
  const words = [said(copy)];
  copy.invite(ada, 1);
  words.push(said(copy));
  const there = copy.split();
  copy.invite(cleo, 2);
  there.invite(ben, 3);
  copy.merge(there); // two heads
  words.push(said(copy));
  copy.remove(ada, ben);
  expect(words.map((word) => stands(copy, word))).toEqual([true, true, true]);
});

test('P8 what it said with anything later in sight, or unseen by the remover, is void whatever date it carries', () => {
  const copy = trio();
  const hidden = copy.split();
  copy.remove(ada, ben);
  const after = said(copy, 0);
  hidden.bring(ben, dan, 1);
  const unseen = said(hidden, 0);
  copy.merge(hidden);
  expect(stands(copy, after)).toBe(false);
  expect(stands(copy, unseen)).toBe(false);
  expect(stands(copy, said(copy, 0))).toBe(false);
});

test('P8 nor what it dates after the removal, though it names an old history', () => {
  const copy = trio();
  const old = said(copy, NOON + 1);
  copy.remove(ada, ben);
  expect(stands(copy, old)).toBe(false);
});

test('a member is alone until the first of those who are in now was admitted', () => {
  const copy = Copy.found();
  expect(aloneUntil(copy.graph, copy.roster, ada.memberId)).toBe(Infinity);
  copy.bring(ada, ben, 1);
  expect(aloneUntil(copy.graph, copy.roster, ada.memberId)).toBe(NOON);
  expect(aloneUntil(copy.graph, copy.roster, ben.memberId)).toBe(NOON);
  const later = Copy.found();
  later.take(authorOp(ada, later.graph, later.inviteBody(7), NOON - HOUR));
  later.take(authorOp(ada, later.graph, later.claim(inviteKeys(seedOf(7)), dan), NOON - HOUR));
  expect(later.has(dan)).toBe(true);
  expect(aloneUntil(later.graph, later.roster, ada.memberId)).toBe(NOON);
  expect(aloneUntil(later.graph, later.roster, dan.memberId)).toBe(NOON);
  const ahead = Copy.found();
  ahead.take(authorOp(ada, ahead.graph, ahead.inviteBody(7), NOON - 400 * 24 * HOUR));
  ahead.take(authorOp(ada, ahead.graph, ahead.claim(inviteKeys(seedOf(7)), dan), NOON - 400 * 24 * HOUR));
  expect(aloneUntil(ahead.graph, ahead.roster, ada.memberId)).toBe(NOON - 399 * 24 * HOUR);
  copy.leave(ben);
  expect(aloneUntil(copy.graph, copy.roster, ada.memberId)).toBe(Infinity);
});
