import { expect, test } from '@jest/globals';
import { equalBytes } from './bytes.ts';
import { DENIED } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import { verifyJoinConsent } from './join-proof.ts';
import type { KeyRing } from './key-ring.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import {
  answering,
  FakeGroup,
  joining,
  person,
  publishInvite,
  pump,
  seededRandom,
  shellNamed,
  type Exchange,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben, eve] = [person('Ada'), person('Ben'), person('Eve')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const group = new FakeGroup(ada);
const keys = publishInvite(group, ada, seed, now);
const meeting = { shell, now, view: group };

/** Ben joins as he should, but for what he signs as his consent. */
function joinConsenting(sign: KeyRing['sign']): Exchange {
  const prefix = domain(LABELS.joinConsent, 1);
  const ring: KeyRing = {
    ...ben.ring,
    sign: (payload) =>
      equalBytes(payload.subarray(0, prefix.length), prefix) ? sign(payload) : ben.ring.sign(payload),
  };
  return pump(
    createHandshake({ ...joining(ben, ada, seed, meeting), ring }),
    createHandshake(answering(ada, ben, meeting)),
    now,
  );
}

/** A consent ends with the key-agreement key and the transcript hash, 32 bytes each. */
const withOther =
  (fromEnd: number): KeyRing['sign'] =>
  (payload) =>
    ben.ring.sign(payload.map((byte, i) => (i === payload.length - fromEnd ? byte ^ 1 : byte)));

test('what the admission quotes of Ben shows that the keys are his own', () => {
  const { responder } = joinConsenting((payload) => ben.ring.sign(payload));
  if (responder?.kind !== 'proven' || responder.join === undefined) throw new Error('not proven');
  const { invite, transcript, consent } = responder.join;
  const claim = { shell, invite, joiner: ben.id, joinerKx: ben.ring.kxPublic, transcript };
  expect(invite).toBe(keys.id);
  expect(verifyJoinConsent(claim, consent)).toBe(true);
});

test.each<[string, KeyRing['sign']]>([
  ['another key-agreement key', withOther(33)],
  ['another connection', withOther(1)],
  ['the same, but by the key of somebody else', (payload) => eve.ring.sign(payload)],
])('P40 a consent to %s lets nobody in', (_, sign) => {
  const exchange = joinConsenting(sign);
  expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'bad-signature' });
  expect(exchange.initiator).toEqual({ kind: 'denied', code: 'denied' });
  expect(exchange.frames.at(-1)?.frame).toEqual(DENIED);
});
