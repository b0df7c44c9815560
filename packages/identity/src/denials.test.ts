import { describe, expect, test } from '@jest/globals';
import { CLOCK_TOLERANCE_MS } from './token.rules.ts';
import { createHandshake } from './handshake.ts';
import { DENIED } from './handshake-frames.ts';
import type { DenialCode, HandshakeInput } from './handshake-side.ts';
import { IDENTITY_ERRORS } from './errors.ts';
import type { KnownInvite } from './membership-view.ts';
import { TOKEN_LIFE_MS } from './token.ts';
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
  type Exchange,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben, cleo, eve] = [person('Ada'), person('Ben'), person('Cleo'), person('Eve')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);

function meet(group: FakeGroup, token: Uint8Array): Exchange {
  const meeting = { shell, now, view: group };
  const knows = { ...meeting, view: new FakeGroup(ada, ben, cleo) };
  const dialling: HandshakeInput = {
    ...reconnecting(ben, ada, knows),
    purpose: { kind: 'reconnect', token },
  };
  return pump(createHandshake(dialling), createHandshake(answering(ada, ben, meeting)), now);
}

const removed = (): FakeGroup => {
  const group = new FakeGroup(ada, ben);
  group.remove(ben);
  return group;
};
const past = (age: number): Uint8Array => tokenFor(ada, ben, shell, now - age);

describe('P67 the other side is told the same, whatever the reason', () => {
  const cases: readonly (readonly [string, DenialCode, FakeGroup, Uint8Array])[] = [
    ['a stranger', 'not-a-member', new FakeGroup(ada), past(0)],
    ['a removed member', 'removed', removed(), past(0)],
    [
      'an expired lease',
      'token-expired',
      new FakeGroup(ada, ben),
      past(TOKEN_LIFE_MS + CLOCK_TOLERANCE_MS + 1),
    ],
    [
      'a token by a stranger',
      'token-unknown-issuer',
      new FakeGroup(ada, ben),
      tokenFor(eve, ben, shell, now),
    ],
    [
      'a foreign group',
      'token-wrong-shell',
      new FakeGroup(ada, ben),
      tokenFor(ada, ben, shellNamed('x'), now),
    ],
    ['rubbish for a token', 'token-malformed', new FakeGroup(ada, ben), new Uint8Array(100)],
  ];

  test.each(cases)('%s', (_, code, group, token) => {
    const exchange = meet(group, token);
    expect(exchange.responder).toMatchObject({ kind: 'denied', code });
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'denied' });
    expect(exchange.frames.at(-1)?.frame).toEqual(DENIED);
    expect(IDENTITY_ERRORS[code].toPeer).toBe(IDENTITY_ERRORS['not-a-member'].toPeer);
  });
});

test("P9 a token is no use without its member's key", () => {
  const exchange = meet(new FakeGroup(ada, ben, cleo), tokenFor(ada, cleo, shell, now));
  expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'bad-signature' });
  expect(exchange.initiator).toEqual({ kind: 'denied', code: 'denied' });
});

describe('whoever proves to hold an invite is told what became of it', () => {
  const joinWith = (change: Partial<KnownInvite>): Exchange => {
    const group = new FakeGroup(ada, cleo);
    publishInvite(group, ada, seed, now, change);
    const meeting = { shell, now, view: group };
    return pump(
      createHandshake(joining(ben, ada, seed, meeting)),
      createHandshake(answering(ada, ben, meeting)),
      now,
    );
  };

  test.each([
    ['invite-used', { state: 'used', usedBy: [cleo.id] }],
    ['invite-used', { state: 'used-twice', usedBy: [cleo.id, eve.id] }],
    ['invite-expired', { expiresAt: now - 1 }],
    ['invite-revoked', { state: 'revoked' }],
    ['invite-void', { state: 'void' }],
  ] as const)('P39 %s', (code, change) => {
    const exchange = joinWith(change);
    expect(exchange.initiator).toEqual({ kind: 'denied', code });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code });
  });

  test('P38 a used invite lets nobody in but whom it let in, not even another member', () => {
    const group = new FakeGroup(ada, ben, cleo);
    publishInvite(group, ada, seed, now, { state: 'used', usedBy: [cleo.id] });
    const meeting = { shell, now, view: group };
    const exchange = pump(
      createHandshake(joining(ben, ada, seed, meeting)),
      createHandshake(answering(ada, ben, meeting)),
      now,
    );
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'invite-used' });
  });

  test('P40 but a holder of it cannot bring the keys of somebody else in', () => {
    const group = new FakeGroup(ada);
    publishInvite(group, ada, seed, now);
    const meeting = { shell, now, view: group };
    const asBen = { ...eve.ring, memberId: ben.id, kxPublic: ben.ring.kxPublic };
    const exchange = pump(
      createHandshake({ ...joining(ben, ada, seed, meeting), ring: asBen }),
      createHandshake(answering(ada, ben, meeting)),
      now,
    );
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'bad-signature' });
  });

  test('P38 one who left again cannot come back with the key and the invite of the first time', () => {
    const exchange = joinWith({ state: 'used', usedBy: [ben.id] });
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'invite-used' });
  });

  test.each([
    ['an invite nobody issued', 'invite-unknown', (): FakeGroup => new FakeGroup(ada)],
    [
      'an invite wrapped anew by Eve',
      'invite-wrong-issuer',
      (): FakeGroup => {
        const group = new FakeGroup(ada, eve);
        publishInvite(group, eve, seed, now);
        return group;
      },
    ],
    [
      'a joiner who was removed before',
      'removed',
      (): FakeGroup => {
        const group = removed();
        publishInvite(group, ada, seed, now);
        return group;
      },
    ],
    [
      'an invite whose published key is not the one proven',
      'invite-bad-proof',
      (): FakeGroup => {
        const group = new FakeGroup(ada);
        publishInvite(group, ada, seed, now, { proofKey: cleo.ring.kxPublic });
        return group;
      },
    ],
  ] as const)('P67 but nobody else is: %s', (_, code, group) => {
    const meeting = { shell, now, view: group() };
    const exchange = pump(
      createHandshake(joining(ben, ada, seed, meeting)),
      createHandshake(answering(ada, ben, meeting)),
      now,
    );
    expect(exchange.responder).toMatchObject({ kind: 'denied', code });
    expect(exchange.frames.at(-1)?.frame).toEqual(DENIED);
  });
});
