import { describe, expect, test } from '@jest/globals';
import { DENIED } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import { checkLease } from './handshake-lease.ts';
import { emptyView } from './membership-view.ts';
import { renewsItself } from './lease.rules.ts';
import { checkRenewal } from './renewal.ts';
import {
  answering,
  FakeGroup,
  person,
  pump,
  reconnecting,
  shellNamed,
  tokenFor,
  type Exchange,
} from './testing/index.ts';
import { readToken, TOKEN_LIFE_MS, type Token } from './token.ts';

const DAY = 24 * 3_600_000;
const now = 1_700_000_000_000;
const [ada, ben, cleo, eve] = [person('Ada'), person('Ben'), person('Cleo'), person('Eve')];
const shell = shellNamed('raid night');

/** Ben, who knows nothing new, dials Ada, each with a token by the other, issued so many days ago. */
function meet(group: FakeGroup, ages: { readonly ben: number; readonly ada: number }): Exchange {
  const meeting = { shell, now, view: group };
  const his = { shell, now, view: new FakeGroup(ada, ben) };
  const [bens, adas] = [
    tokenFor(ada, ben, shell, now - ages.ben * DAY),
    tokenFor(ben, ada, shell, now - ages.ada * DAY),
  ];
  return pump(
    createHandshake({ ...reconnecting(ben, ada, his), purpose: { kind: 'reconnect', token: bens } }),
    createHandshake({ ...answering(ada, ben, meeting), purpose: { kind: 'answer', token: adas } }),
    now,
  );
}

const kinds = ({ initiator, responder }: Exchange): readonly unknown[] => [initiator?.kind, responder?.kind];
const token = (bytes: Uint8Array): Token => {
  const read = readToken(bytes);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};

describe('Ben has been away', () => {
  test('P71 for 29 days: nobody asks for a code', () => {
    expect(kinds(meet(new FakeGroup(ada, ben), { ben: 29, ada: 1 }))).toEqual(['proven', 'proven']);
  });

  test('P71 P93 for 31 days, in a group that stayed awake: his lease is over and he learns no more', () => {
    const exchange = meet(new FakeGroup(ada, ben), { ben: 31, ada: 1 });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'token-expired' });
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'denied' });
    expect(exchange.frames.at(-1)?.frame).toEqual(DENIED);
  });

  test('P93 for 1 day, and whom he dials for 31: he refuses her just so', () => {
    const exchange = meet(new FakeGroup(ada, ben), { ben: 1, ada: 31 });
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'token-expired' });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'denied' });
    expect(exchange.frames).toHaveLength(3); // hello, challenge, denial: Ben has not said who he is
  });
});

describe('P93 everybody has been away for longer than a lease', () => {
  test('P71 whoever meets first, they take each other back', () => {
    const exchange = meet(new FakeGroup(ada, ben), { ben: 40, ada: 31 });
    expect(kinds(exchange)).toEqual(['proven', 'proven']);
    for (const side of [exchange.initiator, exchange.responder]) {
      if (side?.kind !== 'proven') throw new Error('not proven');
      expect(side.lease?.holds(now)).toBe(true);
    }
  });

  test('and the tokens that they issue each other are good for everybody', () => {
    const group = new FakeGroup(ada, ben, cleo);
    for (const [issuer, member] of [
      [ada, ben],
      [ben, ada],
    ] as const) {
      const expect_ = { shell, member: member.id, kx: member.ring.kxPublic, issuer: issuer.id };
      const renewed = checkRenewal(tokenFor(issuer, member, shell, now), expect_, group, now);
      expect(renewed).toMatchObject({ ok: true, value: { expiresAt: now + TOKEN_LIFE_MS } });
    }
  });

  test('but not somebody whom the group removed meanwhile, or who left', () => {
    const removed = new FakeGroup(ada, ben);
    removed.remove(ben);
    expect(meet(removed, { ben: 40, ada: 40 }).responder).toMatchObject({ kind: 'denied', code: 'removed' });
    const gone = new FakeGroup(ada, ben);
    gone.letGo(ben);
    expect(meet(gone, { ben: 40, ada: 40 }).responder).toMatchObject({
      kind: 'denied',
      code: 'not-a-member',
    });
  });

  test('nor somebody who shows the token of another person', () => {
    // A program of Ben's own making, which takes everybody for a member.
    const his = { shell, now, view: { ...emptyView, isMember: () => true } };
    const cleos = { kind: 'reconnect', token: tokenFor(ada, cleo, shell, now - 40 * DAY) } as const;
    const adas = { kind: 'answer', token: tokenFor(ben, ada, shell, now - 40 * DAY) } as const;
    const exchange = pump(
      createHandshake({ ...reconnecting(ben, ada, his), purpose: cleos }),
      createHandshake({
        ...answering(ada, ben, { shell, now, view: new FakeGroup(ada, ben, cleo) }),
        purpose: adas,
      }),
      now,
    );
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'bad-signature' });
  });

  const old = now - 40 * DAY;
  test.each<[string, string, Uint8Array]>([
    ['is as old as ours', 'ok', tokenFor(ada, ben, shell, old)],
    ['a stranger issued', 'token-unknown-issuer', tokenFor(eve, ben, shell, old)],
    ['names another key', 'token-wrong-key', tokenFor(ada, ben, shell, old, { kx: eve.ring.kxPublic })],
    ['is from the future', 'token-not-yet-valid', tokenFor(ada, ben, shell, now + DAY)],
    ['is for another group', 'token-wrong-shell', tokenFor(ada, ben, shellNamed('x'), old)],
  ])('a token that %s: %s', (_, code, bens) => {
    const purpose = { kind: 'answer', token: tokenFor(ben, ada, shell, old) } as const;
    const input = { ...answering(ada, ben, { shell, now, view: new FakeGroup(ada, ben) }), purpose };
    const checked = checkLease(input, [token(bens)], now);
    expect(checked.ok ? 'ok' : checked.error).toBe(code);
  });

  test('and somebody who is out of the group does not take others for sleepers', () => {
    const group = new FakeGroup(ada, ben);
    group.remove(ada);
    expect(meet(group, { ben: 40, ada: 40 }).responder).toMatchObject({ kind: 'denied' });
  });
});

describe('whoever is alone', () => {
  const adas = (age: number): Token => token(tokenFor(ada, ada, shell, now - age * DAY));

  test('P93 renews itself, once half of the lease is used or long after it', () => {
    expect(renewsItself(adas(14), [ada.id], now)).toBe(false);
    expect(renewsItself(adas(15), [ada.id], now)).toBe(true);
    expect(renewsItself(adas(400), [ada.id], now)).toBe(true);
  });

  test('but not in company', () => {
    expect(renewsItself(adas(400), [ada.id, ben.id], now)).toBe(false);
    expect(renewsItself(adas(400), [ben.id], now)).toBe(false);
    expect(renewsItself(adas(400), [], now)).toBe(false);
  });

  test('and P93 others take that from the time when it was alone, but not what it gave itself in company', () => {
    const withAdas = (issuedAt: number, company: number): unknown => {
      const group = new FakeGroup(ada, ben);
      group.hasCompany(company);
      const meeting = { shell, now, view: group };
      const purpose = { kind: 'answer', token: tokenFor(ada, ada, shell, issuedAt) } as const;
      const { initiator } = pump(
        createHandshake(reconnecting(ben, ada, meeting)),
        createHandshake({ ...answering(ada, ben, meeting), purpose }),
        now,
      );
      return initiator?.kind === 'denied' ? initiator.code : initiator?.kind;
    };
    expect(withAdas(now - 2 * DAY, now - DAY)).toBe('proven');
    expect(withAdas(now - DAY, now - 2 * DAY)).toBe('token-self-issued');
  });
});
