import { expect, test } from '@jest/globals';
import { ada, ben, cleo, Copy, dan, eve, trio } from './testing/cast.ts';
import { encodeOp } from './op-codec.ts';
import { checkWelcome } from './welcome.ts';

const packed = (copy: Copy): readonly Uint8Array[] => copy.ops.map(({ signed }) => encodeOp(signed));
const shellOf = (copy: Copy) => copy.graph.shell;

test('the welcome of an honest host is taken', () => {
  const copy = trio();
  const welcome = checkWelcome(shellOf(copy), ada.memberId, ben.memberId, packed(copy), ben.kxPublic);
  expect(welcome.ok && welcome.value.roster).toEqual(copy.roster);
});

test('P94 nothing is taken from a host whose genesis is not the one in the code', () => {
  const copy = trio();
  const hers = Copy.found(eve);
  hers.bring(eve, ben, 1);
  const attempt = (ops: readonly Uint8Array[]) =>
    checkWelcome(shellOf(copy), ada.memberId, ben.memberId, ops);
  const refused = { ok: false, error: 'welcome-wrong-genesis' };
  expect(attempt(packed(hers))).toEqual(refused);
  expect(attempt([...packed(copy), ...packed(hers)])).toEqual(refused);
  expect(attempt([])).toEqual(refused);
});

test('P30 nothing is taken of a group whose founder laid down another quorum, or any other rule', () => {
  for (const rules of [
    { quorumAt: 65_535 },
    { quorumAt: 0 },
    { tokenDays: 1 },
    { recordHours: 1 },
    { inviteMinutes: 1 },
  ]) {
    const copy = Copy.foundUnder(rules);
    copy.bring(ada, ben, 1);
    const answer = checkWelcome(shellOf(copy), ada.memberId, ben.memberId, packed(copy));
    expect(answer).toEqual({ ok: false, error: 'welcome-other-rules' });
  }
});

test('P94 nor if the issuer of the code is not a member now', () => {
  const copy = trio();
  copy.bring(cleo, dan, 1);
  copy.leave(cleo);
  const refused = { ok: false, error: 'welcome-issuer-not-a-member' };
  expect(checkWelcome(shellOf(copy), cleo.memberId, dan.memberId, packed(copy))).toEqual(refused);
  expect(checkWelcome(shellOf(copy), eve.memberId, dan.memberId, packed(copy))).toEqual(refused);
});

test('P94 nor if it does not enter me, under my own keys', () => {
  const copy = trio();
  const refused = { ok: false, error: 'welcome-without-me' };
  expect(checkWelcome(shellOf(copy), ada.memberId, dan.memberId, packed(copy))).toEqual(refused);
  expect(checkWelcome(shellOf(copy), ada.memberId, ben.memberId, packed(copy), eve.kxPublic)).toEqual(
    refused,
  );
});

test('a history with holes, with junk or with what does not count is not taken', () => {
  const copy = trio();
  const refused = { ok: false, error: 'welcome-malformed' };
  const attempt = (ops: readonly Uint8Array[]) =>
    checkWelcome(shellOf(copy), ada.memberId, ben.memberId, ops);
  expect(attempt(packed(copy).filter((_, i) => i !== 1))).toEqual(refused);
  expect(attempt([...packed(copy), Uint8Array.of(1, 2, 3)])).toEqual(refused);
  const void_ = copy.author(eve, { type: 'leave' });
  expect(attempt([...packed(copy), encodeOp(void_.signed)])).toEqual(refused);
  expect(attempt(Array.from({ length: 20_001 }, () => new Uint8Array()))).toEqual(refused);
});
