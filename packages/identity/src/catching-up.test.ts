import { describe, expect, test } from '@jest/globals';
import { createHandshake } from './handshake.ts';
import { checkLease, readTokens } from './handshake-lease.ts';
import type { HandshakeOutcome } from './handshake-side.ts';
import { person, shellNamed, tokenFor } from './testing/cast.ts';
import { FakeGroup } from './testing/group.ts';
import { answering, reconnecting } from './testing/meeting.ts';
import { pump } from './testing/pump.ts';
import { readToken, TOKEN_LIFE_MS } from './token.ts';
import { mayCatchUp } from './token.rules.ts';

const [ada, ben, cleo] = [person('Ada'), person('Ben'), person('Cleo')];
const shell = shellNamed('raid night');
const now = 1_800_000_000_000;

/** Cleo, whom Ben admitted while Ada was away, dials Ada through the group's own door. */
function meet(
  group: FakeGroup,
  token: Uint8Array,
  catchUp: boolean,
  adas = tokenFor(ada, ada, shell, now),
): HandshakeOutcome | undefined {
  const all = { shell, now, view: new FakeGroup(ada, ben, cleo) };
  const dialling = { ...reconnecting(cleo, ada, all), purpose: { kind: 'reconnect', token } as const };
  const answer = answering(ada, cleo, { shell, now, view: group });
  const purpose = { kind: 'answer', token: adas, catchUp } as const;
  return pump(createHandshake(dialling), createHandshake({ ...answer, purpose }), now).responder;
}

describe('Cleo was admitted while Ada was away', () => {
  const lease = tokenFor(ben, cleo, shell, now);

  test('she is heard, so that the sync can show her admission', () => {
    expect(meet(new FakeGroup(ada, ben), lease, true)).toMatchObject({
      kind: 'proven',
      peer: { member: cleo.id, kx: cleo.ring.kxPublic },
    });
  });

  test('nor must Ada know who admitted her: Ben may be as new', () => {
    expect(meet(new FakeGroup(ada), lease, true)).toMatchObject({ kind: 'proven' });
  });

  test('at any other door she is a stranger', () => {
    expect(meet(new FakeGroup(ada, ben), lease, false)).toMatchObject({
      kind: 'denied',
      code: 'not-a-member',
    });
  });

  test('who was removed, or leased by somebody removed, or whose lease ran out, is not heard there either', () => {
    const withoutCleo = new FakeGroup(ada, ben, cleo);
    withoutCleo.remove(cleo);
    expect(meet(withoutCleo, lease, true)).toMatchObject({ kind: 'denied', code: 'removed' });
    const gone = new FakeGroup(ada, ben, cleo);
    gone.letGo(cleo);
    expect(meet(gone, lease, true)).toMatchObject({ kind: 'denied', code: 'not-a-member' });
    const withoutBen = new FakeGroup(ada, ben);
    withoutBen.remove(ben);
    expect(meet(withoutBen, lease, true)).toMatchObject({ kind: 'denied' });
    const old = tokenFor(ben, cleo, shell, now - 2 * TOKEN_LIFE_MS);
    expect(meet(new FakeGroup(ada, ben), old, true)).toMatchObject({ kind: 'denied' });
  });

  test('P4 nor whose lease is for another group', () => {
    const elsewhere = tokenFor(ben, cleo, shellNamed('static'), now);
    expect(meet(new FakeGroup(ada, ben), elsewhere, true)).toMatchObject({
      kind: 'denied',
      code: 'token-wrong-shell',
    });
  });

  test('nor whose lease is from the future, though Ada’s own has run out', () => {
    const early = tokenFor(ben, cleo, shell, now + TOKEN_LIFE_MS);
    const adas = tokenFor(ben, ada, shell, now - 2 * TOKEN_LIFE_MS);
    expect(meet(new FakeGroup(ada, ben), early, true, adas)).toMatchObject({ kind: 'denied' });
  });

  test('nor who was removed, whoever leased it', () => {
    const withoutCleo = new FakeGroup(ada, cleo);
    withoutCleo.remove(cleo);
    expect(meet(withoutCleo, lease, true)).toMatchObject({ kind: 'denied', code: 'removed' });
  });

  test('P5 nor does who is known need to be caught up with: what is wrong with its lease is wrong', () => {
    const group = new FakeGroup(ada, ben, cleo);
    group.hasCompany(now - TOKEN_LIFE_MS);
    const purpose = { kind: 'answer', token: tokenFor(ben, ada, shell, now), catchUp: true } as const;
    const input = { ...answering(ada, cleo, { shell, now, view: group }), purpose };
    const tokens = readTokens([
      tokenFor(cleo, cleo, shell, now),
      tokenFor(person('Eve'), cleo, shell, now - 2 * TOKEN_LIFE_MS),
    ]);
    const checked = tokens.ok ? checkLease(input, tokens.value, now) : tokens;
    expect(checked).toEqual({ ok: false, error: 'token-unknown-issuer' });
  });

  test('P93 but if Ada has slept for as long as Cleo, neither needs a lease', () => {
    const old = now - 2 * TOKEN_LIFE_MS;
    const outcome = meet(
      new FakeGroup(ada, ben),
      tokenFor(ben, cleo, shell, old),
      true,
      tokenFor(ben, ada, shell, old),
    );
    expect(outcome).toMatchObject({ kind: 'proven', peer: { member: cleo.id } });
  });

  test('a lease from the future is none, however long Ada has slept', () => {
    const early = readToken(tokenFor(ben, cleo, shell, now + TOKEN_LIFE_MS));
    const asleep = { shell, asleep: true };
    expect(early.ok && mayCatchUp(early.value, new FakeGroup(ada, ben), now, asleep)).toBe(false);
  });
});

describe('Ben was leased by Cleo, whom Ada does not know yet', () => {
  const lease = tokenFor(cleo, ben, shell, now);
  const dial = (view: FakeGroup, catchUp: boolean): HandshakeOutcome | undefined => {
    const token = tokenFor(ben, ada, shell, now);
    const dialling = {
      ...reconnecting(ada, ben, { shell, now, view }),
      purpose: { kind: 'reconnect', token, catchUp } as const,
    };
    const answer = answering(ben, ada, { shell, now, view: new FakeGroup(ada, ben, cleo) });
    const purpose = { kind: 'answer', token: lease } as const;
    return pump(createHandshake(dialling), createHandshake({ ...answer, purpose }), now).initiator;
  };

  test('Ada hears him, and her second look after the sync finds that all is well', () => {
    const view = new FakeGroup(ada, ben);
    const outcome = dial(view, true);
    if (outcome?.kind !== 'proven') throw new Error('not proven');
    expect(outcome.lease?.holds(now)).toBe(false);
    view.add(cleo);
    expect(outcome.lease?.holds(now)).toBe(true);
  });

  test('P5 or that nobody knows of any Cleo', () => {
    const outcome = dial(new FakeGroup(ada, ben), true);
    expect(outcome?.kind === 'proven' && outcome.lease?.holds(now)).toBe(false);
  });

  test('P5 and who does not look a second time does not hear him at all', () => {
    expect(dial(new FakeGroup(ada, ben), false)).toEqual({ kind: 'denied', code: 'token-unknown-issuer' });
  });

  test('P8 nor does who knows that Cleo was removed', () => {
    const view = new FakeGroup(ada, ben, cleo);
    view.remove(cleo);
    expect(dial(view, true)).toEqual({ kind: 'denied', code: 'token-removed-issuer' });
  });
});
