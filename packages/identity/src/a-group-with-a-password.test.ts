import { describe, expect, test } from '@jest/globals';
import { utf8 } from './bytes.ts';
import { DENIED } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import type { Handshake, HandshakeInput, HandshakeOutcome } from './handshake-side.ts';
import { hash256 } from './ids.ts';
import { inviteKeys } from './invite-keys.ts';
import { passwordVerifier, type GroupPassword } from './password.ts';
import { countWrongPassword, forgetWrongPasswords, type WrongPasswords } from './password.rules.ts';
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
const [ada, ben, eve] = [person('Ada'), person('Ben'), person('Eve')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const invite = inviteKeys(seed).id;
/** Stands for a stretched password where its stretching is not what the story is about. */
const verifierOf = (password: string): Uint8Array => hash256(utf8(password));
const GROUPS: GroupPassword = { version: 3, verifier: verifierOf('chocobo') };

function openGroup(): FakeGroup {
  const group = new FakeGroup(ada);
  publishInvite(group, ada, seed, now);
  return group;
}
const bens = (group: FakeGroup, password?: string, dice = 'Ben dials'): HandshakeInput => {
  const { purpose, ...rest } = joining(ben, ada, seed, { shell, now, view: group });
  if (purpose.kind !== 'join') throw new Error('unreachable');
  const given = password === undefined ? {} : { password: verifierOf(password) };
  return { ...rest, random: seededRandom(dice), purpose: { ...purpose, ...given } };
};
const adas = (group: FakeGroup, password?: GroupPassword, dice = 'Ada answers'): HandshakeInput => {
  const { purpose, ...rest } = answering(ada, ben, { shell, now, view: group });
  if (purpose.kind !== 'answer') throw new Error('unreachable');
  const given = password === undefined ? {} : { password };
  return { ...rest, random: seededRandom(dice), purpose: { ...purpose, ...given } };
};
const join = (group: FakeGroup, given: string | undefined, asked: GroupPassword | undefined): Exchange =>
  pump(createHandshake(bens(group, given)), createHandshake(adas(group, asked)), now);

describe('P13 Ben joins a group with a password', () => {
  test('and knows it: both show that they do, before the verdict', () => {
    const exchange = join(openGroup(), 'chocobo', GROUPS);
    expect(exchange.frames).toHaveLength(6);
    expect(exchange.initiator).toMatchObject({ kind: 'proven', purpose: 'join', passwordVersion: 3 });
    expect(exchange.responder).toMatchObject({ kind: 'proven', join: { invite }, passwordVersion: 3 });
    const { initiator, responder } = exchange;
    if (initiator?.kind !== 'proven' || responder?.kind !== 'proven') throw new Error('not proven');
    expect(responder.session.open(initiator.session.seal(utf8('hello')))).toEqual(utf8('hello'));
  });

  test('and was not told: he hears that there is one, which is not held against the invite', () => {
    const exchange = join(openGroup(), undefined, GROUPS);
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'password-needed' });
    expect(exchange.responder).toEqual({ kind: 'denied', code: 'password-needed', member: ben.id, invite });
    expect(exchange.frames).toHaveLength(4);
  });

  test('and has it wrong: no session, hence no token, and Ada knows which invite to count', () => {
    const exchange = join(openGroup(), 'moogle', GROUPS);
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'password-wrong' });
    expect(exchange.responder).toEqual({ kind: 'denied', code: 'password-wrong', member: ben.id, invite });
  });

  test('but somebody without an invite is not even told that there is a password', () => {
    for (const given of [undefined, 'moogle', 'chocobo']) {
      const exchange = join(new FakeGroup(ada), given, GROUPS);
      expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'invite-unknown' });
      expect(exchange.frames.at(-1)?.frame).toEqual(DENIED);
      expect(exchange.frames).toHaveLength(4);
    }
  });

  test('that was taken away: he joins without, and knows that he does', () => {
    const exchange = join(openGroup(), 'chocobo', undefined);
    expect([exchange.initiator, exchange.responder]).toMatchObject([
      { code: 'password-unneeded' },
      { code: 'password-unneeded' },
    ]);
    expect(join(openGroup(), undefined, undefined).initiator).toMatchObject({ kind: 'proven' });
  });

  test('and is never asked again when he comes back', () => {
    const group = new FakeGroup(ada, ben);
    const meeting = { shell, now, view: group };
    const exchange = pump(
      createHandshake(reconnecting(ben, ada, meeting)),
      createHandshake(adas(group, GROUPS)),
      now,
    );
    expect(exchange.responder).toMatchObject({ kind: 'proven', purpose: 'reconnect' });
    expect(exchange.frames).toHaveLength(4);
  });
});

describe('P13 three wrong passwords burn the invite', () => {
  /** What Ada's program does with an outcome. */
  function counting(group: FakeGroup) {
    let wrong: WrongPasswords = {};
    return (outcome: HandshakeOutcome | undefined): void => {
      if (outcome?.kind !== 'denied' || outcome.code !== 'password-wrong' || outcome.invite === undefined)
        return;
      const counted = countWrongPassword(wrong, outcome.invite);
      wrong = counted.wrong;
      if (counted.burnt) publishInvite(group, ada, seed, now, { state: 'revoked' });
    };
  }

  test('one after another; then not even the right one opens it', () => {
    const group = openGroup();
    const count = counting(group);
    const codes = ['moogle', 'cactuar', 'tonberry', 'chocobo'].map((guess) => {
      const { initiator, responder } = join(group, guess, GROUPS);
      count(responder);
      return initiator?.kind === 'denied' ? initiator.code : initiator?.kind;
    });
    expect(codes).toEqual(['password-wrong', 'password-wrong', 'password-wrong', 'invite-revoked']);
  });

  test('or at once, on connections opened beforehand', () => {
    const group = openGroup();
    const count = counting(group);
    const guesses = ['moogle', 'cactuar', 'tonberry', 'chocobo', 'malboro'];
    /** Each gets as far as the frame with which the guess is made. */
    const waiting = guesses.map((guess): readonly [Handshake, Uint8Array] => {
      const dialling = createHandshake(bens(group, guess, `dice for ${guess}`));
      const door = createHandshake(adas(group, GROUPS, `door for ${guess}`));
      door.start(now);
      let [frame] = dialling.start(now);
      for (let turn = 0; turn < 2; turn++) {
        const [answer] = door.receive(frame!, now).send;
        [frame] = dialling.receive(answer!, now).send;
      }
      return [door, frame!];
    });
    const codes = waiting.map(([door, frame]) => {
      const { outcome } = door.receive(frame, now);
      count(outcome);
      return outcome?.kind === 'denied' ? outcome.code : outcome?.kind;
    });
    const [wrong, revoked] = ['password-wrong', 'invite-revoked'];
    expect(codes).toEqual([wrong, wrong, wrong, revoked, revoked]);
  });

  test('each invite for itself, and a new one begins anew', () => {
    const other = inviteKeys(seededRandom('another invite')(16)).id;
    const once = countWrongPassword({}, invite);
    const twice = countWrongPassword(once.wrong, invite);
    expect([once.burnt, twice.burnt]).toEqual([false, false]);
    const elsewhere = countWrongPassword(twice.wrong, other);
    expect(elsewhere.burnt).toBe(false);
    expect(countWrongPassword(elsewhere.wrong, invite).burnt).toBe(true);
    expect(forgetWrongPasswords(twice.wrong, (id) => id === other)).toEqual({});
    expect(forgetWrongPasswords(twice.wrong, () => true)).toEqual(twice.wrong);
  });

  test('nor does a guess count whose maker was removed in between', () => {
    const group = openGroup();
    const dialling = createHandshake(bens(group, 'chocobo'));
    const door = createHandshake(adas(group, GROUPS));
    door.start(now);
    const [hello] = dialling.start(now);
    const [challenge] = door.receive(hello!, now).send;
    const [proof] = dialling.receive(challenge!, now).send;
    const [share] = door.receive(proof!, now).send;
    group.remove(ben);
    const [confirm] = dialling.receive(share!, now).send;
    expect(door.receive(confirm!, now)).toMatchObject({ send: [DENIED], outcome: { kind: 'denied' } });
  });
});

describe('a password is stretched', () => {
  test('to the same in whatever way its letters were typed, and to another in another group', () => {
    const verifier = passwordVerifier('caf\u00e9', shell);
    expect(verifier).toHaveLength(32);
    expect(passwordVerifier('cafe\u0301', shell)).toEqual(verifier);
    expect(passwordVerifier('cafe', shell)).not.toEqual(verifier);
    expect(passwordVerifier('caf\u00e9', shellNamed('x'))).not.toEqual(verifier);
  });
});

test('P11 a relay between Ben and Ada gets no share to guess with, though both know the password', () => {
  const group = openGroup();
  const through = (input: HandshakeInput): HandshakeInput => ({
    ...input,
    binding: { ...input.binding, remote: eve.fingerprint },
  });
  const exchange = pump(
    createHandshake(through(bens(group, 'chocobo'))),
    createHandshake(through(adas(group, GROUPS))),
    now,
  );
  expect(exchange.initiator).toEqual({ kind: 'denied', code: 'not-authentic' });
  expect(exchange.frames).toHaveLength(3);
});
