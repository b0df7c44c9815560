import { describe, expect, test } from '@jest/globals';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput } from './handshake-side.ts';
import { inviteKeys } from './invite-keys.ts';
import { emptyView } from './membership-view.ts';
import { FakeGroup, person, pump, seededRandom, shellNamed, tokenFor } from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben] = [person('Ada'), person('Ben')];
const shell = shellNamed('raid night');
const binding = { local: ada.fingerprint, remote: ben.fingerprint };
const seed = seededRandom('invite')(16);

const answering = (view: HandshakeInput['view']): HandshakeInput => ({
  role: 'responder',
  shell,
  ring: ada.ring,
  instance: ada.instance,
  binding,
  random: seededRandom('ada'),
  view,
  purpose: { kind: 'answer', token: tokenFor(ada, ada, shell, now) },
});
const asking = (view: HandshakeInput['view'], purpose: HandshakeInput['purpose']): HandshakeInput => ({
  role: 'initiator',
  shell,
  ring: ben.ring,
  instance: ben.instance,
  binding: { local: binding.remote, remote: binding.local },
  random: seededRandom('ben'),
  view,
  purpose,
});

describe('a handshake', () => {
  test('Ben comes back', () => {
    const group = new FakeGroup(ada, ben);
    const purpose = { kind: 'reconnect', token: tokenFor(ada, ben, shell, now) } as const;
    const exchange = pump(createHandshake(asking(group, purpose)), createHandshake(answering(group)), now);
    expect(exchange.initiator).toMatchObject({ kind: 'proven', peer: { member: ada.id } });
    expect(exchange.responder).toMatchObject({ kind: 'proven', peer: { member: ben.id } });
  });

  test('Ben joins', () => {
    const group = new FakeGroup(ada);
    const keys = inviteKeys(seed);
    group.setInvite(keys.id, {
      by: ada.id,
      proofKey: keys.proofKey,
      state: 'open',
      expiresAt: now,
      usedBy: [],
    });
    const purpose = { kind: 'join', inviteSeed: seed, issuer: ada.id } as const;
    const exchange = pump(
      createHandshake(asking(emptyView, purpose)),
      createHandshake(answering(group)),
      now,
    );
    expect(exchange.initiator).toMatchObject({ kind: 'proven', purpose: 'join', peer: { member: ada.id } });
    expect(exchange.responder).toMatchObject({ kind: 'proven', join: { invite: keys.id } });
  });
});
