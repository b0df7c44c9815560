import { describe, expect, test } from '@jest/globals';
import { equalBytes } from './bytes.ts';
import { CHALLENGE, CREDENTIAL, initiatorClaim, PROOF } from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import type { HandshakeInput, HandshakeOutcome } from './handshake-side.ts';
import { encodeInvite, wholeMinutes } from './invite-code.ts';
import { inviteKeys } from './invite-keys.ts';
import { proveJoin } from './join-proof.ts';
import { verify, type KeyRing } from './key-ring.ts';
import { LABELS, type Label } from './labels.ts';
import { domain } from './layout.ts';
import {
  answering,
  FakeGroup,
  joining,
  overhear,
  person,
  publishInvite,
  reconnecting,
  seededRandom,
  shellNamed,
  tokenFor,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const keys = inviteKeys(seed);
const password = { version: 1, verifier: seededRandom('password')(32) };

/** What each label was signed for, in a story in which everything is signed that this package signs. */
const signed = new Map<Label, { readonly payload: Uint8Array; readonly signature: Uint8Array }>();
function recording(ring: KeyRing): KeyRing {
  return {
    ...ring,
    sign: (payload) => {
      const signature = ring.sign(payload);
      const label = Object.values(LABELS).find((each) =>
        [1, 2].some((version) => {
          const prefix = domain(each, version);
          return equalBytes(payload.subarray(0, prefix.length), prefix);
        }),
      );
      if (label === undefined) throw new Error('signed without a label');
      signed.set(label, { payload, signature });
      return signature;
    },
  };
}

const me = person('Ada');
const ada = { ...me, ring: recording(me.ring) };
const ben = person('Ben');
const group = new FakeGroup(ada, ben);
publishInvite(group, ben, seed, now);
const meeting = { shell, now, view: group };
const inviting = {
  shell,
  seed,
  expiresAt: wholeMinutes(now),
  issuer: ada.id,
  endpoint: { addresses: [], fingerprint: ada.fingerprint },
  needsPassword: false,
};
const asking = (): HandshakeInput => ({
  ...answering(ben, ada, meeting),
  purpose: { kind: 'answer', token: tokenFor(ben, ben, shell, now), password },
});
const knowing = (): HandshakeInput => ({
  ...joining(ada, ben, seed, meeting),
  purpose: { kind: 'join', inviteSeed: seed, issuer: ben.id, password: password.verifier },
});
const stories: readonly (readonly [string, () => HandshakeInput, () => HandshakeInput])[] = [
  ['reconnect', () => reconnecting(ada, ben, meeting), () => answering(ben, ada, meeting)],
  ['call', () => reconnecting(ben, ada, meeting), () => answering(ada, ben, meeting)],
  ['join', knowing, asking],
];
const overheard = stories.map(([, dialling, answer]) => overhear(dialling, answer, now));
encodeInvite(inviting, ada.ring);

const KINDS: readonly Label[] = [
  LABELS.token,
  LABELS.inviteCode,
  LABELS.joinConsent,
  LABELS.initiator,
  LABELS.responder,
];
const bit = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.with(at >> 3, (bytes[at >> 3] ?? 0) ^ (1 << (at & 7)));

test('P1 everything that a member signs here begins with a label of its own', () => {
  expect([...signed.keys()].sort()).toEqual([...KINDS].sort());
});

test('P1 and what was signed as one kind is accepted as no other, in any pair of kinds', () => {
  for (const a of KINDS)
    for (const b of KINDS)
      expect(verify(ada.id, signed.get(b)!.payload, signed.get(a)!.signature)).toBe(a === b);
});

describe('P2 with any single bit of payload or signature flipped', () => {
  test.each(KINDS)('%s is rejected', (kind) => {
    const { payload, signature } = signed.get(kind)!;
    for (let at = 0; at < 8 * payload.length; at++)
      expect(verify(ada.id, bit(payload, at), signature)).toBe(false);
    for (let at = 0; at < 8 * signature.length; at++)
      expect(verify(ada.id, payload, bit(signature, at))).toBe(false);
  });
});

/** How the handshake ends for whoever receives, as the given frame, what has this content. */
function receiving(
  story: number,
  side: 'initiator' | 'responder',
  content: Uint8Array,
): HandshakeOutcome['kind'] {
  const [, dialling, answer] = stories[story]!;
  const { frames, agreement } = overheard[story]!;
  const { handshake } = agreement(side === 'initiator' ? 'responder' : 'initiator').keys;
  const victim = createHandshake(side === 'initiator' ? dialling() : answer());
  victim.start(now);
  const box = handshake.seal(content);
  if (side === 'initiator') {
    const challenge = CHALLENGE.decode(frames[1]!.frame);
    if (!challenge.ok) throw new Error('no challenge');
    return victim.receive(CHALLENGE.encode({ ...challenge.value, box }), now).outcome?.kind ?? 'proven';
  }
  victim.receive(frames[0]!.frame, now);
  return victim.receive(PROOF.encode({ box }), now).outcome?.kind ?? 'proven';
}

/** Where each side shows itself: in the first content the responder, in the second the initiator. */
const showing = ['initiator', 'responder'] as const;

describe.each([
  ['reconnect', 0],
  ['join', 2],
] as const)('P2 in a %s, whoever holds the very keys of the connection', (_, story) => {
  test.each(showing.map((side, i) => [side, i] as const))(
    'has the %s take no credential with a flipped bit',
    (side, i) => {
      const content = overheard[story]!.contents[i]!;
      expect(receiving(story, side, content)).toBe('proven');
      // Every seventh bit, which is one or two of each byte; the signatures are tried bit by bit above.
      for (let at = 0; at < 8 * content.length; at += 7)
        expect(receiving(story, side, bit(content, at))).toBe('denied');
    },
  );
});

describe('P4 Ben, with the same keys in another group', () => {
  const other = shellNamed('static');
  const elsewhere = { shell: other, now, view: group };

  test('is not let in by what he signed here, token and all', () => {
    const there = overhear(
      () => reconnecting(ben, ada, elsewhere),
      () => answering(ada, ben, elsewhere),
      now,
    );
    const here = overheard[1]!;
    const credentials = [here, there].map(({ contents }) => {
      const read = CREDENTIAL.decode(contents[1]!);
      if (!read.ok) throw new Error('no credential');
      return read.value;
    });
    const replayed = (content: Uint8Array): HandshakeOutcome | undefined => {
      const victim = createHandshake(answering(ada, ben, elsewhere));
      victim.start(now);
      victim.receive(there.frames[0]!.frame, now);
      const box = there.agreement('initiator').keys.handshake.seal(content);
      return victim.receive(PROOF.encode({ box }), now).outcome;
    };
    const [signedHere, signedThere] = credentials;
    expect(replayed(CREDENTIAL.encode(signedThere!))?.kind).toBe('proven');
    const mixed = { ...signedThere!, signature: signedHere!.signature };
    expect(replayed(CREDENTIAL.encode(mixed))).toEqual({ kind: 'denied', code: 'bad-signature' });
    expect(replayed(CREDENTIAL.encode(signedHere!))).toEqual({ kind: 'denied', code: 'bad-signature' });

    // All but the transcript alike, and all but the challenge: each is signed for itself.
    const [shown, instance] = [signedThere!.shown, ben.instance];
    const signing = (transcript: Uint8Array, challenge: Uint8Array): Uint8Array => {
      const signature = ben.ring.sign(initiatorClaim(transcript, shown, instance, challenge));
      return CREDENTIAL.encode({ shown, instance, signature });
    };
    const [transcripts, challenges] = [
      [there, here].map(({ agreement }) => agreement('initiator').transcript),
      [there, here].map(({ frames }) => frames[1]!.frame),
    ];
    expect(replayed(signing(transcripts[0]!, challenges[0]!))?.kind).toBe('proven');
    expect(replayed(signing(transcripts[1]!, challenges[0]!))?.kind).toBe('denied');
    expect(replayed(signing(transcripts[0]!, challenges[1]!))?.kind).toBe('denied');
  });

  test('gets another proof, consent and invite code for each', () => {
    const claim = {
      shell,
      invite: keys.id,
      joiner: ben.id,
      joinerKx: ben.ring.kxPublic,
      transcript: new Uint8Array(32),
    };
    expect(proveJoin(keys, claim)).not.toEqual(proveJoin(keys, { ...claim, shell: other }));
    expect(encodeInvite(inviting, ada.ring)).not.toBe(encodeInvite({ ...inviting, shell: other }, ada.ring));
  });
});
