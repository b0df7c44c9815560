import { expect, test } from '@jest/globals';
import { consentToJoin, proveJoin, type InviteKeys, type KeyRing } from '@fyteclub/identity';
import type { AdmitBody } from './op.ts';
import { ada, ben, Copy, dan, eve, filled, trio } from './testing/cast.ts';

/** What Eve can make up about Dan: she holds the invite, and signs the consent with whatever key she has. */
function madeUp(copy: Copy, keys: InviteKeys, joinerKx: Uint8Array, by: KeyRing): AdmitBody {
  const { shell } = copy.graph;
  const claim = { shell, invite: keys.id, joiner: dan.memberId, joinerKx, transcript: filled(32, 9) };
  return { type: 'admit', ...claim, proof: proveJoin(keys, claim), consent: consentToJoin(by, claim) };
}

test('P40 Eve pretends not to know Dan and admits his key with an agreement key of her own', () => {
  const here = Copy.found();
  here.bring(ada, eve, 1);
  const stale = here.split();
  const honest = here.bring(ada, dan, 2);
  const keys = stale.invite(eve, 3);
  const forged = stale.author(eve, madeUp(stale, keys, eve.kxPublic, eve));
  expect(stale.take(forged).refused).toEqual([{ id: forged.id, code: 'bad-consent' }]);
  here.merge(stale);
  expect(here.take(forged).refused).toEqual([{ id: forged.id, code: 'bad-consent' }]);
  expect(here.roster.members[dan.memberId]).toMatchObject({ kx: dan.kxPublic, admit: honest.id });
  expect(here.roster.flags).toEqual([]);
});

test('P40 nor does she bring in somebody who never asked, even with the right key', () => {
  const copy = trio();
  const keys = copy.invite(ben, 1);
  expect(copy.refusal(ben, madeUp(copy, keys, dan.kxPublic, eve))).toBe('bad-consent');
  expect(copy.refusal(ben, madeUp(copy, keys, dan.kxPublic, dan))).toBeUndefined();
});

test('P40 what Dan consented to once counts for no other invite, connection or key', () => {
  const copy = trio();
  const [first, second] = [copy.invite(ada, 1), copy.invite(ben, 2)];
  const { consent, ...claim } = madeUp(copy, first, dan.kxPublic, dan);
  const proven = (keys: InviteKeys, change: Partial<AdmitBody>): AdmitBody => {
    const changed = { shell: copy.graph.shell, ...claim, invite: keys.id, ...change };
    return { ...changed, proof: proveJoin(keys, changed), consent };
  };
  expect(copy.refusal(ben, proven(second, {}))).toBe('bad-consent');
  expect(copy.refusal(ben, proven(first, { transcript: filled(32, 8) }))).toBe('bad-consent');
  expect(copy.refusal(ben, proven(first, { joinerKx: eve.kxPublic }))).toBe('bad-consent');
  expect(copy.refusal(ben, proven(first, { joiner: eve.memberId }))).toBe('bad-consent');
  expect(copy.refusal(ben, proven(first, {}))).toBeUndefined();
});
