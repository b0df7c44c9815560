import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { concat, equalBytes, toHex, utf8 } from './bytes.ts';
import { generatorOf, intermediateKey, lvCat, scalarMultVerified } from './cpace.ts';
import {
  CHALLENGE,
  CONFIRM,
  CREDENTIAL,
  encodeVerdict,
  HELLO,
  initiatorClaim,
  JOIN_REQUEST,
  PASSWORD,
  PROOF,
  PURPOSES,
  SHARE,
  VERDICT,
} from './handshake-frames.ts';
import { createHandshake } from './handshake.ts';
import { agree, createEphemeral, type HandshakeInput, type HandshakeStep } from './handshake-side.ts';
import { hash256 } from './ids.ts';
import { inviteKeys } from './invite-keys.ts';
import { inviteId, memberId, u32, type Layout } from './layout.ts';
import { sodium } from './sodium.ts';
import {
  answering,
  FakeGroup,
  joining,
  person,
  publishInvite,
  seededRandom,
  shellNamed,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const [ada, ben] = [person('Ada'), person('Ben')];
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const invite = inviteKeys(seed).id;
const verifierOf = (password: string): Uint8Array => hash256(utf8(password));
const DICTIONARY = ['moogle', 'cactuar', 'chocobo', 'tonberry', 'malboro'];
const group = new FakeGroup(ada);
publishInvite(group, ada, seed, now);
const meeting = { shell, now, view: group };
const VERSION = 1;

/** The same connection in every attempt, nonces and all; only what CPace draws is fresh. */
function sameConnection(who: string, attempt: string): HandshakeInput['random'] {
  const [first, later] = [seededRandom(who), seededRandom(`${who} ${attempt}`)];
  let draws = 0;
  return (length) => (draws++ < 2 ? first(length) : later(length));
}
const bens = (password: string, attempt = ''): HandshakeInput => ({
  ...joining(ben, ada, seed, meeting),
  random: sameConnection('Ben', attempt),
  purpose: { kind: 'join', inviteSeed: seed, issuer: ada.id, password: verifierOf(password) },
});
const hosts = (password: string, attempt = ''): HandshakeInput => {
  const { purpose, ...rest } = answering(ada, ben, meeting);
  if (purpose.kind !== 'answer') throw new Error('unreachable');
  const given = { version: VERSION, verifier: verifierOf(password) };
  return { ...rest, random: sameConnection('Host', attempt), purpose: { ...purpose, password: given } };
};

const only = ({ send }: Pick<HandshakeStep, 'send'>): Uint8Array => send[0] ?? new Uint8Array();
function decoded<T>(layout: Layout<T>, frame: Uint8Array): T {
  const read = layout.decode(frame);
  if (!read.ok) throw new Error(`not that frame: ${toHex(frame).slice(0, 60)}`);
  return read.value;
}

/** Everything that passes in the clear between Ben and whoever answers as the host, and the keys it passes under. */
function recording(joiner: string, host: string, attempt = '') {
  const [dialling, door] = [createHandshake(bens(joiner, attempt)), createHandshake(hosts(host, attempt))];
  door.start(now);
  const hello = only({ send: dialling.start(now) });
  const challenge = only(door.receive(hello, now));
  const proof = only(dialling.receive(challenge, now));
  const share = only(door.receive(proof, now));
  const confirm = only(dialling.receive(share, now));
  const last = door.receive(confirm, now);
  const read = (side: 'initiator' | 'responder') => {
    const [input, who, theirs] =
      side === 'responder'
        ? [hosts(host), 'Host', decoded(HELLO, hello)]
        : [bens(joiner), 'Ben', decoded(CHALLENGE, challenge)];
    const agreement = agree(input, PURPOSES.join, createEphemeral(seededRandom(who)), theirs);
    if (agreement === undefined) throw new Error('no agreement');
    return agreement;
  };
  const [atHost, atBen] = [read('responder'), read('initiator')];
  const opened = (at: typeof atHost, box: Uint8Array): Uint8Array =>
    at.keys.handshake.open(box) ?? new Uint8Array();
  const credential = decoded(CREDENTIAL, opened(atHost, decoded(PROOF, proof).box));
  const tagOfBen = opened(atHost, decoded(CONFIRM, confirm).box);
  opened(atBen, decoded(CHALLENGE, challenge).box);
  const { share: hostShare } = decoded(SHARE, opened(atBen, decoded(PASSWORD, share).box));
  const { share: benShare } = decoded(JOIN_REQUEST, credential.shown[0]!);
  const { transcript, nonces } = atHost;
  return { benShare, hostShare, tagOfBen, transcript, nonces, outcome: last.outcome };
}

describe('P14 Eve holds the invite and plays the host, though she does not know the password', () => {
  const guess = 'moogle';
  const heard = recording('chocobo', guess);
  const sid = concat(inviteId.write(invite), heard.nonces);
  const input = (word: string) => ({ prs: verifierOf(word), ci: heard.transcript, sid });
  const messages = {
    a: { share: heard.benShare, ad: memberId.write(ben.id) },
    b: { share: heard.hostShare, ad: concat(memberId.write(ada.id), u32.write(VERSION)) },
  };
  const tagFrom = (k: Uint8Array): Uint8Array => {
    const isk = intermediateKey(sid, k, messages.a, messages.b);
    const macKey = sodium.crypto_hash_sha512(concat(utf8('CPaceMac'), sid, isk));
    return createHmac('sha512', macKey).update(lvCat(messages.a.share, messages.a.ad)).digest();
  };
  /** The scalar that the host of the recording drew, which is Eve herself. */
  const scalar = sodium.crypto_core_ristretto255_scalar_reduce(seededRandom('Host ')(64));

  test('her own part of it she can compute: the recording is understood', () => {
    const own = sodium.crypto_scalarmult_ristretto255(scalar, generatorOf(input(guess)));
    expect(own).toEqual(heard.hostShare);
  });

  test('but with all the words of the dictionary, the right one among them, none of what Ben sent', () => {
    const secrets = [scalarMultVerified(scalar, heard.benShare)!];
    for (const word of DICTIONARY) {
      const generator = generatorOf(input(word));
      expect(equalBytes(generator, heard.benShare)).toBe(false);
      secrets.push(generator, scalarMultVerified(scalar, generator)!, verifierOf(word));
    }
    for (const secret of secrets) expect(equalBytes(tagFrom(secret), heard.tagOfBen)).toBe(false);
  });

  test('unless her one guess was right, which is what one run is worth', () => {
    const lucky = recording('chocobo', 'chocobo');
    const theirs = { ...messages, b: { ...messages.b, share: lucky.hostShare } };
    const isk = intermediateKey(sid, scalarMultVerified(scalar, lucky.benShare)!, theirs.a, theirs.b);
    const macKey = sodium.crypto_hash_sha512(concat(utf8('CPaceMac'), sid, isk));
    const tag = createHmac('sha512', macKey).update(lvCat(lucky.benShare, messages.a.ad)).digest();
    expect(equalBytes(tag, lucky.tagOfBen)).toBe(true);
    expect(lucky.outcome?.kind).toBe('proven');
  });

  test('where a mere MAC under the password would fall to the same dictionary', () => {
    const mac = (word: string): string =>
      createHmac('sha256', verifierOf(word)).update(heard.transcript).digest('hex');
    const sent = mac('chocobo');
    expect(DICTIONARY.filter((word) => mac(word) === sent)).toEqual(['chocobo']);
  });

  test('and nothing of it is the same in a second attempt on the very same connection', () => {
    const again = recording('chocobo', guess, 'second attempt');
    expect(again.transcript).toEqual(heard.transcript);
    for (const part of ['benShare', 'hostShare', 'tagOfBen'] as const)
      expect(again[part]).not.toEqual(heard[part]);
  });
});

describe('P13 a host that does not know the password cannot let Ben in', () => {
  /** Eve answers as Ada's program would, up to a point; from there on she writes the frames herself. */
  function eveAnswers(write: (seal: (plain: Uint8Array) => Uint8Array, share: Uint8Array) => Uint8Array[]) {
    const [dialling, door] = [createHandshake(bens('chocobo')), createHandshake(hosts('moogle'))];
    door.start(now);
    const hello = only({ send: dialling.start(now) });
    const proof = dialling.receive(only(door.receive(hello, now)), now);
    const share = only(door.receive(only(proof), now));
    const ours = createEphemeral(seededRandom('Host'));
    const keys = agree(hosts('moogle'), PURPOSES.join, ours, decoded(HELLO, hello))?.keys.handshake;
    keys?.seal(new Uint8Array()); // the challenge
    const seal = (plain: Uint8Array): Uint8Array => keys?.seal(plain) ?? new Uint8Array();
    let outcome: HandshakeStep['outcome'];
    for (const frame of write(seal, share)) outcome ??= dialling.receive(frame, now).outcome;
    return outcome;
  }
  const accepted = (confirmation?: Uint8Array): Uint8Array => encodeVerdict('accepted', confirmation);

  test.each<[string, Parameters<typeof eveAnswers>[0]]>([
    ['by leaving it out', (seal) => [VERDICT.encode({ box: seal(accepted()) })]],
    [
      'by making up her own confirmation',
      (seal, share) => {
        seal(new Uint8Array()); // the share
        return [share, VERDICT.encode({ box: seal(accepted(new Uint8Array(64))) })];
      },
    ],
    [
      'by sending none after the shares',
      (seal, share) => {
        seal(new Uint8Array());
        return [share, VERDICT.encode({ box: seal(accepted()) })];
      },
    ],
  ])('%s', (_, write) => {
    expect(eveAnswers(write)).toEqual({ kind: 'denied', code: 'password-unconfirmed' });
  });

  test('nor have him make a second guess for her in one run', () => {
    const outcome = eveAnswers((seal, share) => {
      seal(new Uint8Array());
      const second = SHARE.encode({ version: 2, share: generatorOf({ ...NOTHING }) });
      return [share, PASSWORD.encode({ box: seal(second) })];
    });
    expect(outcome).toEqual({ kind: 'denied', code: 'malformed-frame' });
  });

  test.each([
    ['the neutral element', new Uint8Array(32)],
    ['no element at all', new Uint8Array(32).fill(255)],
  ])('nor be served by %s as her share', (_, share) => {
    const outcome = eveAnswers((seal) => [
      PASSWORD.encode({ box: seal(SHARE.encode({ version: 1, share })) }),
    ]);
    expect(outcome).toEqual({ kind: 'denied', code: 'bad-key' });
  });
});

const NOTHING = { prs: new Uint8Array(), ci: new Uint8Array(), sid: new Uint8Array() };

describe('P13 a joiner with a share of her own making', () => {
  test.each([
    ['the neutral element', new Uint8Array(32)],
    ['no element at all', new Uint8Array(32).fill(255)],
    ['half of one', new Uint8Array(16).fill(1)],
  ])('%s, is turned away without a word', (_, share) => {
    const door = createHandshake(hosts('chocobo'));
    door.start(now);
    const hello = only({ send: createHandshake(bens('moogle')).start(now) });
    const challenge = only(door.receive(hello, now));
    const agreement = agree(
      bens('moogle'),
      PURPOSES.join,
      createEphemeral(seededRandom('Ben')),
      decoded(CHALLENGE, challenge),
    );
    if (agreement === undefined) throw new Error('no agreement');
    const { transcript, keys } = agreement;
    const dialling = createHandshake(bens('moogle'));
    dialling.start(now);
    const proof = only(dialling.receive(challenge, now));
    const atHost = agree(
      hosts('chocobo'),
      PURPOSES.join,
      createEphemeral(seededRandom('Host')),
      decoded(HELLO, hello),
    );
    const real = decoded(
      CREDENTIAL,
      atHost?.keys.handshake.open(decoded(PROOF, proof).box) ?? new Uint8Array(),
    );
    const shown = [JOIN_REQUEST.encode({ ...decoded(JOIN_REQUEST, real.shown[0]!), share })];
    const signature = ben.ring.sign(initiatorClaim(transcript, shown, ben.instance, challenge));
    const box = keys.handshake.seal(CREDENTIAL.encode({ ...real, shown, signature }));
    const { outcome } = door.receive(PROOF.encode({ box }), now);
    expect(outcome).toEqual({ kind: 'denied', code: 'bad-key', member: ben.id, invite });
  });
});
