import { describe, expect, test } from '@jest/globals';
import { createHandshake } from './handshake.ts';
import { CHALLENGE, HELLO } from './handshake-frames.ts';
import { createEphemeral, type HandshakeInput } from './handshake-side.ts';
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
} from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben, eve] = [person('Ada'), person('Ben'), person('Eve')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);

/** Eve has one DTLS connection to Ben and another to Ada, each with a certificate of hers. */
const throughEve = (input: HandshakeInput): HandshakeInput => ({
  ...input,
  binding: { local: input.binding.local, remote: eve.fingerprint },
});

// Eve may even be a member: what she lacks is Ada's and Ben's keys.
const group = new FakeGroup(ada, ben, eve);
publishInvite(group, ada, seed, now);
const meeting = { shell, now, view: group };

describe.each([
  ['reconnects', reconnecting(ben, ada, meeting)],
  ['joins', joining(ben, ada, seed, meeting)],
] as const)('P11 while Ben %s', (_, dialling) => {
  test('a relay that forwards every byte authenticates to neither side', () => {
    const exchange = pump(
      createHandshake(throughEve(dialling)),
      createHandshake(throughEve(answering(ada, ben, meeting))),
      now,
    );
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'not-authentic' });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'denied' });
  });

  test('nor does one that puts her own ephemeral keys in', () => {
    const hers = createEphemeral(seededRandom('eve'));
    const exchange = pump(
      createHandshake(throughEve(dialling)),
      createHandshake(throughEve(answering(ada, ben, meeting))),
      now,
      (frame) => {
        const hello = HELLO.decode(frame);
        if (hello.ok) return HELLO.encode({ ...hello.value, ephemeral: hers.publicKey });
        const challenge = CHALLENGE.decode(frame);
        return challenge.ok ? CHALLENGE.encode({ ...challenge.value, ephemeral: hers.publicKey }) : frame;
      },
    );
    expect(exchange.initiator).toMatchObject({ kind: 'denied' });
    expect(exchange.responder).toMatchObject({ kind: 'denied' });
  });

  test('nor one that answers for Ada with Eve’s own name', () => {
    const exchange = pump(
      createHandshake(throughEve(dialling)),
      createHandshake({
        ...answering(ada, ben, meeting),
        ring: eve.ring,
        binding: { local: eve.fingerprint, remote: ben.fingerprint },
      }),
      now,
    );
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'bad-signature' });
  });

  test.each(['initiator', 'responder'] as const)('nor one of which only the %s sees a trace', (side) => {
    const ends = { initiator: dialling, responder: answering(ada, ben, meeting) };
    const seen = { ...ends, [side]: throughEve(ends[side]) };
    const exchange = pump(createHandshake(seen.initiator), createHandshake(seen.responder), now);
    expect(exchange.initiator).toEqual({ kind: 'denied', code: 'not-authentic' });
    expect(exchange.responder).toMatchObject({ kind: 'denied', code: 'denied' });
  });

  test('and Ben has not shown who he is when he notices', () => {
    const exchange = pump(
      createHandshake(throughEve(dialling)),
      createHandshake(throughEve(answering(ada, ben, meeting))),
      now,
    );
    const fromBen = exchange.frames.filter(({ from }) => from === 'initiator');
    expect(fromBen.map(({ frame }) => HELLO.decode(frame).ok)).toEqual([true, false]);
    expect(fromBen.at(-1)?.frame.length).toBeLessThan(30); // the denial, which is the same from everybody
  });
});
