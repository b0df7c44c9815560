import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { HELLO } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput } from './handshake-side.ts';
import { hash256, type EpochId } from './ids.ts';
import { inviteKeys } from './invite-keys.ts';
import { LABELS } from './labels.ts';
import { domain } from './layout.ts';
import { pairSeal } from './pair-seal.ts';
import { sodium } from './sodium.ts';
import {
  answering,
  FakeGroup,
  joining,
  person,
  publishInvite,
  pump,
  reconnecting,
  seededRandom,
  shellNamed,
  tokenFor,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben] = [person('Ada'), person('Ben')];
const shell = shellNamed('raid night');
const inviteSeed = seededRandom('invite')(16);
const group = new FakeGroup(ada, ben);
publishInvite(group, ada, inviteSeed, now);
const meeting = { shell, now, view: group };
const epochKey = seededRandom('epoch')(32);

/** Every secret that the story's people hold, derived here a second time, apart from the code under test. */
function secrets(): readonly Uint8Array[] {
  const seeds = ['Ada', 'Ben'].map((name) => hash256(utf8(`seed of ${name}`)));
  const own = seeds.flatMap((seed) => [
    seed,
    sodium.crypto_kdf_derive_from_key(32, 1, 'syncsign', seed),
    sodium.crypto_kdf_derive_from_key(32, 2, 'syncxkey', seed),
    sodium.crypto_box_seed_keypair(sodium.crypto_kdf_derive_from_key(32, 2, 'syncxkey', seed)).privateKey,
  ]);
  const master = sodium.crypto_generichash(32, domain(LABELS.inviteKeys, 1), inviteSeed);
  const ofInvite = [1, 2, 3].map((i) => sodium.crypto_kdf_derive_from_key(32, i, 'syncinvt', master));
  const pair = ada.ring.pairSecret(ben.ring.kxPublic, shell);
  const ephemeral = ['Ada answers', 'Ben dials'].map((name) => seededRandom(name)(32));
  const draws = ['Ada answers', 'Ben dials'].map((name) => seededRandom(name));
  const scalars = draws.map((draw) => [draw(32), draw(32), draw(64)].at(-1)!);
  const ofPassword = [
    password.verifier,
    ...scalars.map((scalar) => sodium.crypto_core_ristretto255_scalar_reduce(scalar)),
  ];
  return [
    ...own,
    inviteSeed,
    ...ofInvite,
    ...ephemeral,
    ...ofPassword,
    epochKey,
    pair.ok ? pair.value : new Uint8Array(),
  ];
}

/** Whether any 12 bytes in a row of the secret stand in one of the frames. */
function leaks(frames: readonly Uint8Array[], secret: Uint8Array): boolean {
  const texts = frames.map(toHex);
  const windows = Array.from({ length: secret.length - 11 }, (_, i) => toHex(secret.subarray(i, i + 12)));
  return windows.some((window) => texts.some((text) => text.includes(window)));
}

const password = { version: 1, verifier: seededRandom('password')(32) };
const answer = answering(ada, ben, meeting);
const knowing: HandshakeInput = {
  ...joining(ben, ada, inviteSeed, meeting),
  purpose: { kind: 'join', inviteSeed, issuer: ada.id, password: password.verifier },
};
const asking: HandshakeInput = {
  ...answer,
  purpose: { kind: 'answer', token: tokenFor(ada, ada, shell, now), password },
};

describe.each<[string, number, HandshakeInput, HandshakeInput]>([
  ['reconnect', 4, reconnecting(ben, ada, meeting), answer],
  ['join', 4, joining(ben, ada, inviteSeed, meeting), answer],
  ['join with a password', 6, knowing, asking],
])('P18 in a %s', (_, count, dialling, answerer) => {
  const exchange = pump(createHandshake(dialling), createHandshake(answerer), now);
  const frames = exchange.frames.map(({ frame }) => frame);

  test('no frame holds a secret', () => {
    expect(frames).toHaveLength(count);
    for (const secret of secrets()) expect(leaks(frames, secret)).toBe(false);
  });

  test('and the search would find one', () => {
    const hello = HELLO.decode(frames[0]!);
    expect(leaks(frames, hello.ok ? hello.value.nonce : new Uint8Array(32))).toBe(true);
  });

  test('nor does what the session seals and exports', () => {
    if (exchange.initiator?.kind !== 'proven') throw new Error('not proven');
    const { session } = exchange.initiator;
    const sealed = secrets().map((secret) => session.seal(secret));
    for (const secret of secrets()) expect(leaks(sealed, secret)).toBe(false);
    expect(leaks(sealed, session.export(LABELS.transferKey, new Uint8Array()))).toBe(false);
  });

  test('and nobody who listens reads who they are', () => {
    for (const public_ of [ada.id, ben.id, shell])
      expect(leaks(frames, fromHex(public_) ?? new Uint8Array(32))).toBe(false);
  });
});

test('P18 tokens, sealed states and sealed notes hold no secret', () => {
  const epoch = shell as string as EpochId;
  ada.ring.addEpoch(epoch, epochKey);
  const note = pairSeal(
    { ring: ada.ring, shell, peer: { member: ben.id, kx: ben.ring.kxPublic } },
    utf8('x'),
    epochKey,
  );
  const written = [
    tokenFor(ada, ben, shell, now),
    ada.ring.seal(epoch, utf8('book'), epochKey),
    note.ok ? note.value : new Uint8Array(),
  ];
  for (const secret of secrets()) expect(leaks(written, secret)).toBe(false);
});

test('a handshake that failed before any agreement leaves no ephemeral secret behind', () => {
  const drawn: Uint8Array[] = [];
  const random = (length: number): Uint8Array => {
    drawn.push(seededRandom(`draw ${drawn.length}`)(length));
    return drawn.at(-1)!;
  };
  const handshake = createHandshake({ ...answering(ada, ben, meeting), random });
  handshake.start(now);
  expect(handshake.receive(utf8('no hello'), now).outcome).toEqual({
    kind: 'denied',
    code: 'malformed-frame',
  });
  expect(drawn[0]).toEqual(new Uint8Array(32)); // the secret; the nonce may be known
});

test('keys that stray into a log or a snapshot show nothing', () => {
  const holders = { ring: ada.ring, keys: inviteKeys(inviteSeed) };
  const plain = JSON.stringify(holders, (_, value: unknown) =>
    value instanceof Uint8Array ? Array.from(value) : value,
  );
  const logged = inspect(holders, { depth: 9, showHidden: true, maxArrayLength: null });
  const numbers = [plain, logged].map((text) => text.replace(/\D+/g, ' '));
  const shows = (secret: Uint8Array): boolean =>
    numbers.some((text) => text.includes(secret.subarray(0, 6).join(' ')));
  expect(shows(holders.keys.proofKey)).toBe(true); // the public part is there, so the search works
  for (const secret of secrets()) expect(shows(secret)).toBe(false);
});
