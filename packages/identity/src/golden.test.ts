import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { encodeBackup, openBackup } from './backup.ts';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { DENIED, HELLO } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput } from './handshake-side.ts';
import { hash256, memberHash } from './ids.ts';
import { decodeInvite, encodeInvite, wholeMinutes } from './invite-code.ts';
import { inviteKeys } from './invite-keys.ts';
import { createDataKey, lockKeys } from './locked-keys.ts';
import { LABELS } from './labels.ts';
import { passwordVerifier } from './password.ts';
import { decodeReply, encodeReply } from './reply-code.ts';
import { readToken } from './token.ts';
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

type Golden = Readonly<Record<string, string>>;
const read = (file: string): Golden =>
  JSON.parse(readFileSync(new URL(`golden/${file}.json`, import.meta.url), 'utf8')) as Golden;

/**
 * What every layout and derivation gives for one fixed story. A change here breaks members who have not updated: it
 * needs a new version number, and the old bytes stay. Handshakes are at version 2.
 */
const [first, second] = [read('version-1'), read('version-2')];

const now = 1_700_000_000_000;
const [ada, ben] = [person('Ada'), person('Ben')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const keys = inviteKeys(seed);
const endpoint = {
  addresses: [
    { host: '192.0.2.1', port: 40_000 },
    { host: '2001:db8::1', port: 40_001 },
  ],
  fingerprint: ada.fingerprint,
};
const group = new FakeGroup(ada, ben);
publishInvite(group, ada, seed, now);
const meeting = { shell, now, view: group };

const password = { version: 1, verifier: passwordVerifier('chocobo', shell) };
const answerer = answering(ada, ben, meeting);
const asking = {
  ...answerer,
  purpose: { kind: 'answer', token: tokenFor(ada, ada, shell, now), password },
} as const;
const knowing = {
  ...joining(ben, ada, seed, meeting),
  purpose: { kind: 'join', inviteSeed: seed, issuer: ada.id, password: password.verifier },
} as const;

/** All randomness of the story is seeded, so even what passes encrypted is the same in every run. */
function talk(name: string, dialling: HandshakeInput, answer: HandshakeInput = answerer): Golden {
  const exchange = pump(createHandshake(dialling), createHandshake(answer), now);
  if (exchange.initiator?.kind !== 'proven') throw new Error('not proven');
  const { session } = exchange.initiator;
  return {
    ...Object.fromEntries(exchange.frames.map(({ frame }, i) => [`${name} frame ${i + 1}`, toHex(frame)])),
    [`${name} first sealed message`]: toHex(session.seal(utf8('hello'))),
    [`${name} exported secret`]: toHex(session.export(LABELS.transferKey, utf8('context'))),
  };
}

const CHEAP = { operations: 1, memoryBytes: 8 * 1024 };
const pair = ada.ring.pairSecret(ben.ring.kxPublic, shell);
const codesAndTokens: Golden = {
  'member id': ada.id,
  'key agreement key': toHex(ada.ring.kxPublic),
  'member hash': memberHash(ada.id),
  'pair secret': pair.ok ? toHex(pair.value) : '',
  'invite id': keys.id,
  'invite proof key': toHex(keys.proofKey),
  'invite ICE secret': toHex(keys.iceSecret),
  'invite code': encodeInvite(
    { shell, seed, expiresAt: wholeMinutes(now), issuer: ada.id, endpoint, needsPassword: true },
    ada.ring,
  ),
  'reply code': encodeReply({ invite: keys.id, endpoint }, keys),
  token: toHex(tokenFor(ada, ben, shell, now)),
  'password verifier': toHex(password.verifier),
  backup: toHex(
    encodeBackup({ createdAt: now, content: utf8('everything') }, 'passphrase', seededRandom('dice'), CHEAP),
  ),
  'locked keys': toHex(lockKeys(seed.slice(), 'passphrase', seededRandom('dice'), CHEAP)),
  'sealed value': toHex(createDataKey(hash256(seed), seededRandom('dice')).seal(utf8('row'), utf8('value'))),
};
const handshakes: Golden = {
  ...talk('reconnect', reconnecting(ben, ada, meeting)),
  ...talk('join', joining(ben, ada, seed, meeting)),
  ...talk('join with a password', knowing, asking),
};

describe.each([
  ['1', codesAndTokens, first],
  ['2', handshakes, second],
] as const)('golden bytes of version %s', (_, produced, golden) => {
  test.each(Object.keys(produced))('%s', (name) => {
    expect(produced[name]).toBe(golden[name]);
  });
});

test('none of version 2 is left out', () => {
  expect(Object.keys(second).sort()).toEqual(Object.keys(handshakes).sort());
});

test('and they can still be read', () => {
  expect(decodeInvite(first['invite code'] ?? '').ok).toBe(true);
  expect(decodeReply(first['reply code'] ?? '', () => keys).ok).toBe(true);
  expect(openBackup(fromHex(first['backup'] ?? '') ?? new Uint8Array(), 'passphrase')).toEqual({
    ok: true,
    value: { createdAt: now, content: utf8('everything') },
  });
  expect(readToken(fromHex(first['token'] ?? '') ?? new Uint8Array()).ok).toBe(true);
});

test.each(['reconnect', 'join'])('a %s of version 1 is told apart from an attack, by both sides', (name) => {
  const frame = (number: number): Uint8Array =>
    fromHex(first[`${name} frame ${number}`] ?? '') ?? new Uint8Array();
  const adas = createHandshake(answering(ada, ben, meeting));
  adas.start(now);
  const outdated = { kind: 'denied', code: 'foreign-version' };
  expect(adas.receive(frame(1), now)).toEqual({ send: [DENIED], outcome: outdated });
  const bens = createHandshake(reconnecting(ben, ada, meeting));
  bens.start(now);
  expect(bens.receive(frame(2), now).outcome).toEqual(outdated);
  expect(HELLO.decode(frame(1))).toEqual({ ok: false, error: 'foreign-version' });
});
