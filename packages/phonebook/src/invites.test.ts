import { expect, test } from '@jest/globals';
import { inviteKeys } from '@fyteclub/identity';
import { ada, ben, cleo, Copy, dan, eve, filled, HOUR, NOON, seedOf, trio } from './testing/cast.ts';

test('Ada invites, Ben joins', () => {
  const copy = Copy.found();
  const keys = copy.invite(ada, 1);
  expect(copy.roster.invites[keys.id]).toEqual({
    id: keys.id,
    by: ada.memberId,
    proofKey: keys.proofKey,
    expiresAt: NOON + HOUR,
    needsPassword: false,
    state: 'open',
    usedBy: [],
  });
  const admit = copy.admit(ada, keys, ben);
  expect(copy.roster.invites[keys.id]).toMatchObject({ state: 'used', usedBy: [ben.memberId] });
  expect(copy.roster.members[ben.memberId]).toEqual({
    id: ben.memberId,
    kx: ben.kxPublic,
    invitedBy: ada.memberId,
    via: keys.id,
    admit: admit.id,
    seniority: 1,
  });
  expect(copy.roster.members[ada.memberId]).toMatchObject({ invitedBy: null, via: null, seniority: 0 });
});

test('any member can open the door for an invite of another', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  copy.admit(cleo, keys, dan);
  expect(copy.roster.members[dan.memberId]).toMatchObject({ invitedBy: ada.memberId });
});

test('P38 a member who knows that an invite was used refuses the second use', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  copy.admit(ada, keys, dan);
  expect(copy.refusal(ben, copy.claim(keys, eve))).toBe('invite-used');
});

test('P38 two uses in two partitions both stand, flagged to everybody', () => {
  const here = trio();
  const keys = here.invite(ada, 1);
  const there = here.split();
  const first = here.admit(ada, keys, dan);
  const second = there.admit(ben, keys, eve);
  here.merge(there);
  there.merge(here);
  expect(here.roster).toEqual(there.roster);
  expect(here.has(dan) && here.has(eve)).toBe(true);
  const joiners = [dan.memberId, eve.memberId].sort();
  expect(here.roster.invites[keys.id]).toMatchObject({ state: 'used-twice', usedBy: joiners });
  expect(here.roster.flags).toEqual([
    { kind: 'used-twice', invite: keys.id, joiners, admits: [first.id, second.id].sort() },
  ]);
});

test('one person let in through two doors at once is one use', () => {
  const here = trio();
  const keys = here.invite(ada, 1);
  const there = here.split();
  here.admit(ada, keys, dan);
  there.admit(ben, keys, dan);
  here.merge(there);
  expect(here.roster.invites[keys.id]).toMatchObject({ state: 'used', usedBy: [dan.memberId] });
  expect(here.roster.flags).toEqual([]);
  expect(here.has(dan)).toBe(true);
});

test('P39 a revoked invite admits nobody, whoever revoked it', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  copy.revoke(ben, keys.id);
  expect(copy.roster.invites[keys.id]?.state).toBe('revoked');
  expect(copy.refusal(cleo, copy.claim(keys, dan))).toBe('invite-revoked');
});

test('an admission stands though the invite was revoked elsewhere at the same time', () => {
  const here = trio();
  const keys = here.invite(ada, 1);
  const there = here.split();
  here.revoke(ada, keys.id);
  there.admit(ben, keys, dan);
  here.merge(there);
  expect(here.has(dan)).toBe(true);
  expect(here.roster.invites[keys.id]?.state).toBe('used');
});

test('P39 when its issuer leaves, an open invite is void', () => {
  const copy = trio();
  const keys = copy.invite(ben, 1);
  copy.leave(ben);
  expect(copy.roster.invites[keys.id]?.state).toBe('void');
  expect(copy.refusal(ada, copy.claim(keys, dan))).toBe('invite-void');
});

test('an invite that nobody issued admits nobody', () => {
  const copy = trio();
  expect(copy.refusal(ada, copy.claim(inviteKeys(seedOf(1)), dan))).toBe('unknown-invite');
});

test('only a member invites, admits or revokes', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  const hers = inviteKeys(seedOf(2));
  const invite = { type: 'invite', expiresAt: NOON, needsPassword: false } as const;
  expect(copy.refusal(eve, { ...invite, invite: hers.id, proofKey: hers.proofKey })).toBe('not-a-member');
  expect(copy.refusal(eve, copy.claim(keys, eve))).toBe('not-a-member');
  expect(copy.refusal(eve, { type: 'revoke', invite: keys.id })).toBe('not-a-member');
});

test('P40 a join proof shown with other keys is rejected', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  const honest = copy.claim(keys, dan);
  expect(copy.refusal(ben, { ...honest, joiner: eve.memberId })).toBe('bad-proof');
  expect(copy.refusal(ben, { ...honest, joinerKx: eve.kxPublic })).toBe('bad-proof');
  expect(copy.refusal(ben, { ...honest, transcript: filled(32, 8) })).toBe('bad-proof');
  expect(copy.refusal(ben, { ...honest, proof: filled(64, 0) })).toBe('bad-proof');
  expect(copy.refusal(ben, honest)).toBeUndefined();
});

test('P40 nor does the proof count for another invite', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  const other = copy.invite(ada, 2);
  expect(copy.refusal(ben, { ...copy.claim(keys, dan), invite: other.id })).toBe('bad-proof');
});

test('an invite is named after its own proof key, and issued once', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  const other = inviteKeys(seedOf(2));
  const invite = { type: 'invite', invite: keys.id, expiresAt: NOON, needsPassword: false } as const;
  expect(copy.refusal(ben, { ...invite, proofKey: other.proofKey })).toBe('wrong-invite-id');
  expect(copy.refusal(ben, { ...invite, proofKey: keys.proofKey })).toBe('duplicate-invite');
});

test('an invite issued twice in two partitions is one invite and admits once', () => {
  const here = trio();
  const there = here.split();
  const keys = here.invite(ada, 1);
  there.invite(ben, 1);
  here.merge(there);
  there.merge(here);
  expect(here.roster).toEqual(there.roster);
  there.admit(ben, keys, dan);
  expect(there.refusal(ada, there.claim(keys, eve))).toBe('invite-used');
  expect(Object.keys(there.roster.invites)).toHaveLength(3);
});

test('revoking an invite that nobody issued is refused', () => {
  expect(trio().refusal(ada, { type: 'revoke', invite: inviteKeys(seedOf(1)).id })).toBe('unknown-invite');
});

test('a member is not admitted a second time', () => {
  const copy = trio();
  const keys = copy.invite(ada, 1);
  expect(copy.refusal(ada, copy.claim(keys, ben))).toBe('already-a-member');
  copy.admit(ada, keys, dan);
  expect(copy.refusal(ben, copy.claim(keys, dan))).toBe('already-a-member');
});
