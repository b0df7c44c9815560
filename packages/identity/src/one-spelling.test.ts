import { describe, expect, test } from '@jest/globals';
import { concat, equalBytes } from './bytes.ts';
import {
  CHALLENGE,
  CONFIRM,
  CREDENTIAL,
  decodeVerdict,
  encodeVerdict,
  HELLO,
  JOIN_REQUEST,
  PASSWORD,
  PROOF,
  SHARE,
  VERDICT,
} from './handshake-frames.ts';
import type { HandshakeInput } from './handshake-side.ts';
import type { Layout } from './layout.ts';
import {
  answering,
  FakeGroup,
  joining,
  overhear,
  person,
  publishInvite,
  seededRandom,
  shellNamed,
  tokenFor,
} from './testing/index.ts';

const now = 1_700_000_000_000;
const shell = shellNamed('raid night');
const seed = seededRandom('invite')(16);
const password = { version: 1, verifier: seededRandom('password')(32) };
const [ada, ben] = [person('Ada'), person('Ben')];
const group = new FakeGroup(ada);
publishInvite(group, ada, seed, now);
const meeting = { shell, now, view: group };

/** What bytes are written as once they have been read; undefined if they are not read. */
type Spelling = (bytes: Uint8Array) => Uint8Array | undefined;
const of =
  <T>(layout: Layout<T>): Spelling =>
  (bytes) => {
    const read = layout.decode(bytes);
    return read.ok ? layout.encode(read.value) : undefined;
  };
const SPELLINGS: Readonly<Record<string, Spelling>> = {
  hello: of(HELLO),
  challenge: of(CHALLENGE),
  proof: of(PROOF),
  password: of(PASSWORD),
  confirm: of(CONFIRM),
  verdict: of(VERDICT),
  credential: of(CREDENTIAL),
  'join request': of(JOIN_REQUEST),
  share: of(SHARE),
  outcome: (bytes) => {
    const read = decodeVerdict(bytes);
    return read && encodeVerdict(read.verdict, read.confirmation);
  },
};

/** A join into a group with a password says everything that a handshake can say. */
const dialling = (): HandshakeInput => ({
  ...joining(ben, ada, seed, meeting),
  purpose: { kind: 'join', inviteSeed: seed, issuer: ada.id, password: password.verifier },
});
const answerer = (): HandshakeInput => ({
  ...answering(ada, ben, meeting),
  purpose: { kind: 'answer', token: tokenFor(ada, ada, shell, now), password },
});
const { frames, contents } = overhear(dialling, answerer, now);
const credential = CREDENTIAL.decode(contents[1]!);
const shown = credential.ok ? credential.value.shown : [];
const said = [...frames.map(({ frame }) => frame), ...contents, ...shown];
const bit = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.with(at >> 3, (bytes[at >> 3] ?? 0) ^ (1 << (at & 7)));

describe.each(Object.entries(SPELLINGS))('P3 %s', (_, spelt) => {
  const sample = said.find((bytes) => spelt(bytes) !== undefined)!;

  test('is written as it was read', () => {
    expect(spelt(sample)).toEqual(sample);
  });

  test('has one spelling: with any bit flipped, with more or with less it is read as it stands or not at all', () => {
    for (let at = 0; at < 8 * sample.length; at++) {
      const flipped = bit(sample, at);
      const again = spelt(flipped);
      if (again !== undefined) expect(equalBytes(again, flipped)).toBe(true);
    }
    expect(spelt(concat(sample, new Uint8Array(1)))).toBeUndefined();
    for (let length = 0; length < sample.length; length++)
      expect(spelt(sample.subarray(0, length))).toBeUndefined();
  });
});
