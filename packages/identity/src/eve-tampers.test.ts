import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHALLENGE, HELLO } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput } from './handshake-side.ts';
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
const [ada, ben] = [person('Ada'), person('Ben')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const group = new FakeGroup(ada, ben);
publishInvite(group, ada, seed, now);
const meeting = { shell, now, view: group };

const password = seededRandom('password')(32);
const answer = answering(ada, ben, meeting);
const knowing: HandshakeInput = {
  ...joining(ben, ada, seed, meeting),
  purpose: { kind: 'join', inviteSeed: seed, issuer: ada.id, password },
};
const asking: HandshakeInput = {
  ...answer,
  purpose: {
    kind: 'answer',
    token: tokenFor(ada, ada, shell, now),
    password: { version: 1, verifier: password },
  },
};

describe.each<[string, number, HandshakeInput, HandshakeInput]>([
  ['reconnect', 4, reconnecting(ben, ada, meeting), answer],
  ['join', 4, joining(ben, ada, seed, meeting), answer],
  ['join with a password', 6, knowing, asking],
])('in a %s', (_, count, dialling, answerer) => {
  const run = (tamper: (frame: Uint8Array, index: number) => Uint8Array): Exchange => {
    let index = 0;
    return pump(createHandshake(dialling), createHandshake(answerer), now, (frame) => tamper(frame, index++));
  };
  const lengths = run((frame) => frame).frames.map(({ frame }) => frame.length);

  test('a frame with one flipped bit ends the attempt of whoever receives it', () => {
    expect(lengths).toHaveLength(count);
    const place = fc
      .nat(lengths.length - 1)
      .chain((frame) => fc.tuple(fc.constant(frame), fc.nat(8 * (lengths[frame] ?? 1) - 1)));
    fc.assert(
      fc.property(place, ([target, bit]) => {
        const exchange = run((frame, index) =>
          index === target
            ? frame.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
            : frame,
        );
        const [victim, other] =
          target % 2 === 0
            ? [exchange.responder, exchange.initiator]
            : [exchange.initiator, exchange.responder];
        expect(victim?.kind).toBe('denied');
        // Only the last frame finds the other side satisfied already.
        if (target < count - 1) expect(other?.kind).toBe('denied');
      }),
      { numRuns: 150 },
    );
  });

  test('a hello that asks for something unheard of is refused', () => {
    const exchange = run((frame, index) => {
      const hello = index === 0 ? HELLO.decode(frame) : undefined;
      return hello?.ok === true ? HELLO.encode({ ...hello.value, purpose: 7 }) : frame;
    });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'malformed-frame' });
  });

  test('a key of small order is not agreed on, by either side', () => {
    const weak = { ephemeral: new Uint8Array(32) };
    const atAda = run((frame, index) => {
      const hello = index === 0 ? HELLO.decode(frame) : undefined;
      return hello?.ok === true ? HELLO.encode({ ...hello.value, ...weak }) : frame;
    });
    expect(atAda.responder).toEqual({ kind: 'denied', code: 'bad-key' });
    const atBen = run((frame, index) => {
      const challenge = index === 1 ? CHALLENGE.decode(frame) : undefined;
      return challenge?.ok === true ? CHALLENGE.encode({ ...challenge.value, ...weak }) : frame;
    });
    expect(atBen.initiator).toEqual({ kind: 'denied', code: 'bad-key' });
  });

  test('frames of any content get an outcome or nothing, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(count - 1), (junk, at) => {
        const exchange = run((frame, index) => (index === at ? junk : frame));
        expect([exchange.initiator?.kind, exchange.responder?.kind]).toContain('denied');
      }),
      { numRuns: 100 },
    );
  });
});
