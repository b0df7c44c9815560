import { describe, expect, test } from '@jest/globals';
import { hash256 } from './ids.ts';
import { inviteIdOf, inviteKeys } from './invite-keys.ts';
import { consentToJoin, proveJoin, verifyJoinConsent, verifyJoinProof } from './join-proof.ts';
import { person, seededRandom, shellNamed } from './testing/index.ts';

const [ben, eve] = [person('Ben'), person('Eve')];
const keys = inviteKeys(seededRandom('invite')(16));
const claim = {
  shell: shellNamed('raid night'),
  invite: keys.id,
  joiner: ben.id,
  joinerKx: ben.ring.kxPublic,
  transcript: hash256(new Uint8Array()),
};
const proof = proveJoin(keys, claim);

test('a holder of the invite proves it, and anybody can check that with what is published', () => {
  expect(verifyJoinProof(claim, keys.proofKey, proof)).toBe(true);
  expect(inviteIdOf(keys.proofKey)).toBe(keys.id);
});

test.each([
  ['joiner', { joiner: eve.id }],
  ['key agreement key', { joinerKx: eve.ring.kxPublic }],
  ['connection', { transcript: hash256(Uint8Array.of(1)) }],
  ['invite', { invite: inviteKeys(seededRandom('other')(16)).id }],
])('P40 replayed with another %s it is rejected', (_, change) => {
  expect(verifyJoinProof({ ...claim, ...change }, keys.proofKey, proof)).toBe(false);
});

test('P40 a key of her own proves nothing about the invite of others', () => {
  const hers = inviteKeys(seededRandom('hers')(16));
  expect(verifyJoinProof(claim, hers.proofKey, proveJoin(hers, claim))).toBe(false);
});

test('P4 a proof for one group is none for another', () => {
  expect(verifyJoinProof({ ...claim, shell: shellNamed('x') }, keys.proofKey, proof)).toBe(false);
});

test('P2 any flipped bit, and any odd length, is rejected without an exception', () => {
  for (let bit = 0; bit < 8 * proof.length; bit++) {
    const flipped = proof.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(verifyJoinProof(claim, keys.proofKey, flipped)).toBe(false);
  }
  const short = new Uint8Array(31);
  expect(verifyJoinProof(claim, keys.proofKey, short)).toBe(false);
  expect(verifyJoinProof(claim, short, proof)).toBe(false);
  expect(verifyJoinProof({ ...claim, joinerKx: short }, keys.proofKey, proof)).toBe(false);
  expect(verifyJoinProof({ ...claim, transcript: short }, keys.proofKey, proof)).toBe(false);
});

test('an invite seed has 16 bytes', () => {
  expect(() => inviteKeys(new Uint8Array(15))).toThrow(RangeError);
});

describe('Ben, who joins, consents with his own key', () => {
  const consent = consentToJoin(ben.ring, claim);

  test('and anybody can check that', () => {
    expect(verifyJoinConsent(claim, consent)).toBe(true);
  });

  test.each([
    ['key agreement key', { joinerKx: eve.ring.kxPublic }],
    ['connection', { transcript: hash256(Uint8Array.of(1)) }],
    ['invite', { invite: inviteKeys(seededRandom('other')(16)).id }],
    ['group', { shell: shellNamed('x') }],
    ['joiner', { joiner: eve.id }],
  ])('P40 to nothing with another %s', (_, change) => {
    expect(verifyJoinConsent({ ...claim, ...change }, consent)).toBe(false);
  });

  test('P40 and nobody does so for him, not even with the key of the invite', () => {
    expect(verifyJoinConsent(claim, consentToJoin(eve.ring, claim))).toBe(false);
    expect(verifyJoinConsent(claim, proof)).toBe(false);
  });

  test('P2 any flipped bit, and any odd length, is rejected without an exception', () => {
    for (let bit = 0; bit < 8 * consent.length; bit++) {
      const flipped = consent.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(verifyJoinConsent(claim, flipped)).toBe(false);
    }
    const short = new Uint8Array(31);
    expect(verifyJoinConsent(claim, short)).toBe(false);
    expect(verifyJoinConsent({ ...claim, joinerKx: short }, consent)).toBe(false);
    expect(verifyJoinConsent({ ...claim, transcript: short }, consent)).toBe(false);
  });
});
