import { describe, expect, test } from '@jest/globals';
import { utf8 } from './bytes.ts';
import { CREDENTIAL } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput } from './handshake-side.ts';
import { hash256 } from './ids.ts';
import { emptyView } from './membership-view.ts';
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
import { readToken, TOKEN_LIFE_MS } from './token.ts';
import { tokenStanding } from './token.rules.ts';

const now = 1_700_000_000_000;
const [ada, ben, eve] = [person('Ada'), person('Ben'), person('Eve')];
const shell = shellNamed('raid night');
const heads = (name: string): Uint8Array => hash256(utf8(name));
const [seen, unseen] = [heads('seen by whoever removed Eve'), heads('not seen by whoever removed Eve')];

/** Eve was removed by people who had seen the group as it was at `seen`. */
const group = new FakeGroup(ada, ben, eve);
group.remove(eve, seen);

/** Ben dials Ada, who knows of the removal; he does not yet. */
function dial(token: Uint8Array, spare?: Uint8Array): Exchange {
  const stale = { shell, now, view: new FakeGroup(ada, ben, eve) };
  const purpose = { kind: 'reconnect', token, ...(spare && { spare }) } as const;
  return pump(
    createHandshake({ ...reconnecting(ben, ada, stale), purpose }),
    createHandshake(answering(ada, ben, { shell, now, view: group })),
    now,
  );
}
const ofEve = (headsHash: Uint8Array, issuedAt = now): Uint8Array =>
  tokenFor(eve, ben, shell, issuedAt, { headsHash });

describe('P8 Eve is removed, and has issued Ben a token', () => {
  test('before that: it stays good until it ends', () => {
    expect(dial(ofEve(seen)).responder).toMatchObject({ kind: 'proven', peer: { member: ben.id } });
  });

  test.each([0, now - TOKEN_LIFE_MS + 1, now - 1, now])(
    'outside of what her removers had seen: it is void, dated %s or otherwise',
    (issuedAt) => {
      const exchange = dial(ofEve(unseen, issuedAt));
      expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'token-removed-issuer' });
      expect(exchange.initiator).toEqual({ kind: 'denied', code: 'denied' });
    },
  );

  test('also when the removal is learnt only from the sync that follows', () => {
    const behind = new FakeGroup(ada, ben, eve);
    const { responder } = pump(
      createHandshake({
        ...reconnecting(ben, ada, { shell, now, view: new FakeGroup(ada, ben, eve) }),
        purpose: { kind: 'reconnect', token: ofEve(unseen) },
      }),
      createHandshake(answering(ada, ben, { shell, now, view: behind })),
      now,
    );
    if (responder?.kind !== 'proven') throw new Error('not proven');
    expect(responder.lease?.holds(now)).toBe(true);
    behind.remove(eve, seen);
    expect(responder.lease?.holds(now)).toBe(false);
  });

  test('and a view that cannot tell takes it for void', () => {
    const read = readToken(ofEve(seen));
    if (!read.ok) throw new Error(read.error);
    const blunt = {
      ...emptyView,
      isMember: (member: string) => member !== eve.id,
      wasRemoved: (member: string) => member === eve.id,
    };
    expect(tokenStanding(read.value, blunt, now, { shell })).toEqual({
      ok: false,
      error: 'token-removed-issuer',
    });
  });
});

describe('P8 Ben, who did nothing wrong, is not locked out with her', () => {
  const older = tokenFor(ada, ben, shell, now - TOKEN_LIFE_MS / 2);

  test('he shows what he had before, along with what is void', () => {
    const { responder } = dial(ofEve(unseen), older);
    if (responder?.kind !== 'proven') throw new Error('not proven');
    expect(responder.lease?.tokens.map(({ issuer }) => issuer)).toEqual([eve.id, ada.id]);
    expect(responder.lease?.holds(now)).toBe(true);
  });

  test('also where he is the one who is dialled', () => {
    const purpose = { kind: 'answer', token: ofEve(unseen), spare: older } as const;
    const stale = { shell, now, view: new FakeGroup(ada, ben, eve) };
    const exchange = pump(
      createHandshake(reconnecting(ada, ben, { shell, now, view: group })),
      createHandshake({ ...answering(ben, ada, stale), purpose }),
      now,
    );
    expect([exchange.initiator?.kind, exchange.responder?.kind]).toEqual(['proven', 'proven']);
  });

  test('if that has run out as well, he is where everybody is whose lease is over', () => {
    const ancient = tokenFor(ada, ben, shell, now - 2 * TOKEN_LIFE_MS);
    expect(dial(ofEve(unseen), ancient).responder).toMatchObject({ kind: 'denied' });
    const asleep = { ...answering(ada, ben, { shell, now, view: group }) };
    const purpose = { kind: 'answer', token: tokenFor(ben, ada, shell, now - 2 * TOKEN_LIFE_MS) } as const;
    const knowing = { shell, now, view: group };
    const exchange = pump(
      createHandshake({
        ...reconnecting(ben, ada, knowing),
        purpose: { kind: 'reconnect', token: ofEve(unseen), spare: ancient },
      }),
      createHandshake({ ...asleep, purpose }),
      now,
    );
    expect([exchange.initiator?.kind, exchange.responder?.kind]).toEqual(['proven', 'proven']);
  });

  test('but nobody borrows the good name of somebody else by showing a token of theirs along', () => {
    const adas = tokenFor(ben, ada, shell, now);
    const exchange = dial(ofEve(unseen), adas);
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'token-wrong-key' });
    const evesOwn = tokenFor(eve, eve, shell, now);
    const meeting = { shell, now, view: group };
    const input: HandshakeInput = {
      ...reconnecting(eve, ada, { ...meeting, view: new FakeGroup(ada, ben, eve) }),
      purpose: { kind: 'reconnect', token: evesOwn, spare: tokenFor(ada, ben, shell, now) },
    };
    const answer = answering(ada, eve, meeting);
    for (const catchUp of [false, true]) {
      const purpose = { kind: 'answer', token: tokenFor(ben, ada, shell, now), catchUp } as const;
      const { responder } = pump(createHandshake(input), createHandshake({ ...answer, purpose }), now);
      expect(responder).toMatchObject({ kind: 'denied', code: 'token-wrong-key' });
    }
  });

  test('and nobody shows a whole purse of tokens', () => {
    const shown = [older, older, older];
    const credential = { instance: ben.instance, signature: new Uint8Array(64) };
    expect(() => CREDENTIAL.encode({ ...credential, shown })).toThrow(RangeError);
  });
});
