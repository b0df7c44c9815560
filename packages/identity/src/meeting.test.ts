import { describe, expect, test } from '@jest/globals';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput } from './handshake-side.ts';
import { LABELS } from './labels.ts';
import { utf8 } from './bytes.ts';
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
  type Exchange,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben, cleo] = [person('Ada'), person('Ben'), person('Cleo')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const run = (initiator: HandshakeInput, responder: HandshakeInput): Exchange =>
  pump(createHandshake(initiator), createHandshake(responder), now);

describe('Ben comes back', () => {
  const meeting = { shell, now, view: new FakeGroup(ada, ben) };

  test('both sides learn who the other is, which run of it, and how', () => {
    const exchange = run(reconnecting(ben, ada, meeting), answering(ada, ben, meeting));
    expect(exchange.initiator).toMatchObject({
      kind: 'proven',
      purpose: 'reconnect',
      peer: { member: ada.id, kx: ada.ring.kxPublic, instance: ada.instance },
    });
    expect(exchange.responder).toMatchObject({
      kind: 'proven',
      purpose: 'reconnect',
      peer: { member: ben.id, kx: ben.ring.kxPublic, instance: ben.instance },
    });
    expect(exchange.responder).not.toHaveProperty('join');
  });

  test('and the two sessions fit each other', () => {
    const { initiator, responder } = run(reconnecting(ben, ada, meeting), answering(ada, ben, meeting));
    if (initiator?.kind !== 'proven' || responder?.kind !== 'proven') throw new Error('not proven');
    expect(responder.session.open(initiator.session.seal(utf8('hello')))).toEqual(utf8('hello'));
    expect(initiator.session.open(responder.session.seal(utf8('hi')))).toEqual(utf8('hi'));
    const secrets = [initiator, responder].map(({ session }) =>
      session.export(LABELS.bulkTicket, utf8('mod')),
    );
    expect(secrets[0]).toEqual(secrets[1]);
  });

  test('P7 with a token that Cleo renewed while the issuer of the first one is away', () => {
    const group = new FakeGroup(ada, ben, cleo);
    const at = { shell, now, view: group };
    const renewed = reconnecting(ben, cleo, at);
    const exchange = run(
      { ...reconnecting(ben, ada, at), purpose: renewed.purpose },
      answering(ada, ben, at),
    );
    expect(exchange.responder).toMatchObject({ kind: 'proven', peer: { member: ben.id } });
  });

  test('but not when another member answers than the one Ben meant', () => {
    const { purpose, ...rest } = reconnecting(ben, ada, meeting);
    if (purpose.kind !== 'reconnect') throw new Error('unreachable');
    const wantsCleo = { ...rest, purpose: { ...purpose, expected: cleo.id } };
    const exchange = run(wantsCleo, answering(ada, ben, meeting));
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'unexpected-peer' });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'denied' });
  });

  test('and finds his own identity answering: a second copy of his keys', () => {
    const other = { ...ben, fingerprint: cleo.fingerprint };
    const exchange = run(reconnecting(ben, other, meeting), answering(other, ben, meeting));
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'own-key' });
    // A copy that does not look at who answers is found out by the other one.
    const careless = { ...reconnecting(ben, other, meeting), ring: { ...ben.ring, memberId: cleo.id } };
    expect(run(careless, answering(other, ben, meeting)).responder).toMatchObject({
      kind: 'denied',
      code: 'own-key',
    });
  });
});

describe('Ben joins', () => {
  const group = new FakeGroup(ada, cleo);
  const meeting = { shell, now, view: group };

  test('with an open invite; Ada is told what the admission has to quote', () => {
    const keys = publishInvite(group, ada, seed, now);
    const exchange = run(joining(ben, ada, seed, meeting), answering(ada, ben, meeting));
    expect(exchange.initiator).toMatchObject({ kind: 'proven', purpose: 'join', peer: { member: ada.id } });
    expect(exchange.responder).toMatchObject({
      kind: 'proven',
      purpose: 'join',
      peer: { member: ben.id, kx: ben.ring.kxPublic },
      join: { invite: keys.id },
    });
  });

  test('through Cleo, who did not issue the invite and never saw the code', () => {
    publishInvite(group, ada, seed, now);
    const { purpose } = joining(ben, ada, seed, meeting);
    const exchange = run({ ...joining(ben, cleo, seed, meeting), purpose }, answering(cleo, ben, meeting));
    expect(exchange.responder).toMatchObject({ kind: 'proven', peer: { member: ben.id } });
  });

  test('a second time with the same key, because the first welcome was lost', () => {
    const view = new FakeGroup(ada, ben);
    publishInvite(view, ada, seed, now, { state: 'used', usedBy: [ben.id], expiresAt: now - 1 });
    const at = { ...meeting, view };
    const exchange = run(joining(ben, ada, seed, at), answering(ada, ben, at));
    expect(exchange.responder).toMatchObject({ kind: 'proven', purpose: 'join' });
  });

  test('P94 but goes no further with a host of another group', () => {
    publishInvite(group, ada, seed, now);
    const elsewhere = { ...meeting, shell: shellNamed('another group') };
    const { purpose } = answering(ada, ben, elsewhere);
    const exchange = run(joining(ben, ada, seed, meeting), { ...answering(ada, ben, meeting), purpose });
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'token-wrong-shell' });
    expect(exchange.frames).toHaveLength(3); // hello, challenge, denial: nothing of Ben was shown
  });

  test('P94 nor with a host that does not know the group of the code at all', () => {
    const elsewhere = { ...meeting, shell: shellNamed('another group') };
    const exchange = run(joining(ben, ada, seed, meeting), answering(ada, ben, elsewhere));
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'wrong-shell' });
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'denied' });
  });
});

test('a handshake object is good for one attempt', () => {
  const meeting = { shell, now, view: new FakeGroup(ada, ben) };
  const handshake = createHandshake(reconnecting(ben, ada, meeting));
  expect(() => handshake.receive(new Uint8Array(), now)).toThrow('after its start');
  handshake.start(now);
  expect(() => handshake.start(now)).toThrow('starts once');
  expect(() => createHandshake({ ...reconnecting(ben, ada, meeting), role: 'responder' })).toThrow();
  expect(() => createHandshake({ ...answering(ada, ben, meeting), role: 'initiator' })).toThrow();
});
