import { describe, expect, test } from '@jest/globals';
import { CHALLENGE, CREDENTIAL, HELLO, PROOF, PURPOSES } from './handshake-frames.ts';
import { agree, createEphemeral, type HandshakeInput } from './handshake-side.ts';
import { createHandshake } from './handshake.ts';
import { answering, FakeGroup, person, reconnecting, seededRandom, shellNamed } from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben, eve] = [person('Ada'), person('Ben'), person('Eve')];
const shell = shellNamed('raid night');
const MINUTE = 60_000;
const meeting = { shell, now, view: new FakeGroup(ada, ben) };

const only = (frames: readonly Uint8Array[]): Uint8Array => {
  const [frame, ...more] = frames;
  if (frame === undefined || more.length > 0) throw new Error(`${more.length + 1} frames`);
  return frame;
};

test('P10 a signature captured on one connection opens no other, even with the same nonces and keys', () => {
  // Eve has learnt everything of the first connection but the signing keys: both ephemeral secrets, all nonces.
  const dialling = reconnecting(ben, ada, meeting);
  const bens = createHandshake(dialling);
  const adas = createHandshake(answering(ada, ben, meeting));
  const hello = only(bens.start(now));
  adas.start(now);
  const challenge = only(adas.receive(hello, now).send);
  const proof = PROOF.decode(only(bens.receive(challenge, now).send));
  const [said, asked] = [HELLO.decode(hello), CHALLENGE.decode(challenge)];
  if (!proof.ok || !said.ok || !asked.ok) throw new Error('not a handshake');
  const adasKeys = agree(
    answering(ada, ben, meeting),
    PURPOSES.reconnect,
    createEphemeral(seededRandom('Ada answers')),
    said.value,
  );
  const shown = CREDENTIAL.decode(adasKeys?.keys.handshake.open(proof.value.box) ?? new Uint8Array());
  if (!shown.ok) throw new Error('Eve should have been able to read this');

  // On a second connection, Eve's own, Ada happens to use the very same nonce and ephemeral key again.
  const hers: HandshakeInput = { ...dialling, binding: { ...dialling.binding, local: eve.fingerprint } };
  const again = createHandshake(answering(ada, eve, meeting));
  again.start(now);
  const second = CHALLENGE.decode(only(again.receive(hello, now).send));
  if (!second.ok) throw new Error('no challenge');
  expect(second.value.nonce).toEqual(asked.value.nonce);
  const evesKeys = agree(hers, PURPOSES.reconnect, createEphemeral(seededRandom('Ben dials')), second.value);
  const box = evesKeys?.keys.handshake.seal(CREDENTIAL.encode(shown.value)) ?? new Uint8Array();
  expect(again.receive(PROOF.encode({ box }), now).outcome).toEqual({
    kind: 'denied',
    code: 'bad-signature',
  });
});

describe('P12 a challenge', () => {
  const opened = (): { adas: ReturnType<typeof createHandshake>; proof: Uint8Array } => {
    const bens = createHandshake(reconnecting(ben, ada, meeting));
    const adas = createHandshake(answering(ada, ben, meeting));
    adas.start(now);
    const challenge = only(adas.receive(only(bens.start(now)), now).send);
    return { adas, proof: only(bens.receive(challenge, now).send) };
  };

  test('is accepted once', () => {
    const { adas, proof } = opened();
    expect(adas.receive(proof, now).outcome?.kind).toBe('proven');
    expect(adas.receive(proof, now)).toEqual({ send: [] });
  });

  test('is accepted for 60 seconds and never after', () => {
    const inTime = opened();
    expect(inTime.adas.receive(inTime.proof, now + MINUTE).outcome?.kind).toBe('proven');
    const late = opened();
    const step = late.adas.receive(late.proof, now + MINUTE + 1);
    expect(step.outcome).toEqual({ kind: 'denied', code: 'challenge-expired' });
    expect(late.adas.receive(late.proof, now).outcome).toBeUndefined();
  });

  test('is not kept alive by a clock that was set back', () => {
    const late = opened();
    const step = late.adas.receive(late.proof, now - MINUTE - 1);
    expect(step.outcome).toEqual({ kind: 'denied', code: 'challenge-expired' });
  });

  test('is issued once, so that one hello after another does not renew it', () => {
    const adas = createHandshake(answering(ada, ben, meeting));
    adas.start(now);
    const hello = only(createHandshake(reconnecting(ben, ada, meeting)).start(now));
    expect(adas.receive(hello, now).outcome).toBeUndefined();
    expect(adas.receive(hello, now).outcome).toEqual({ kind: 'denied', code: 'malformed-frame' });
  });

  test('is not answered by what answered another', () => {
    const { proof } = opened();
    const fresh = createHandshake({ ...answering(ada, ben, meeting), random: seededRandom('other') });
    fresh.start(now);
    fresh.receive(only(createHandshake(reconnecting(ben, ada, meeting)).start(now)), now);
    expect(fresh.receive(proof, now).outcome).toEqual({ kind: 'denied', code: 'not-authentic' });
  });
});

test('a frame sent back to its sender is no answer', () => {
  const bens = createHandshake(reconnecting(ben, ada, meeting));
  const hello = only(bens.start(now));
  expect(bens.receive(hello, now).outcome).toEqual({ kind: 'denied', code: 'malformed-frame' });
  const other = createHandshake(answering(ada, ben, meeting));
  other.start(now);
  const challenge = only(other.receive(hello, now).send);
  expect(other.receive(challenge, now).outcome).toEqual({ kind: 'denied', code: 'malformed-frame' });
});
