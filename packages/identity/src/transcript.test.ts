import { expect, test } from '@jest/globals';
import { toHex } from './bytes.ts';
import { groupHint, transcriptHash } from './handshake-frames.ts';
import { seededRandom, shellNamed } from './testing/index.ts';

const random = seededRandom('transcript');
const seen = {
  shell: shellNamed('raid night'),
  purpose: 1,
  initiatorFingerprint: random(32),
  responderFingerprint: random(32),
  initiatorNonce: random(32),
  responderNonce: random(32),
  initiatorEphemeral: random(32),
  responderEphemeral: random(32),
};

test.each(Object.keys(seen))('P4 P10 the transcript hash is another as soon as %s is', (field) => {
  const other = { shell: shellNamed('x'), purpose: 2 }[field] ?? random(32);
  expect(transcriptHash({ ...seen, [field]: other })).not.toEqual(transcriptHash(seen));
});

test('P11 nor is it the same with the two sides exchanged', () => {
  const turned = {
    ...seen,
    initiatorFingerprint: seen.responderFingerprint,
    responderFingerprint: seen.initiatorFingerprint,
  };
  expect(transcriptHash(turned)).not.toEqual(transcriptHash(seen));
});

test('the hint of a group is another for every nonce, so that two meetings are not linked by it', () => {
  const hints = [seen.initiatorNonce, seen.responderNonce].map((nonce) =>
    toHex(groupHint(seen.shell, nonce)),
  );
  expect(hints[0]).not.toBe(hints[1]);
  expect(hints[0]).toHaveLength(16);
});
