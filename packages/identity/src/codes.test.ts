import { describe, expect, test } from '@jest/globals';
import type { Endpoint } from './endpoint.ts';
import { concat, utf8 } from './bytes.ts';
import { encodeBase58, decodeBase58 } from './base58.ts';
import { frame } from './code-frame.ts';
import { hash256 } from './ids.ts';
import { decodeInvite, encodeInvite, wholeMinutes, type Invite } from './invite-code.ts';
import { inviteKeys } from './invite-keys.ts';
import { decodeReply, encodeReply } from './reply-code.ts';
import { person, seededRandom, shellNamed } from './testing/index.ts';

const ada = person('Ada');
const keys = inviteKeys(seededRandom('invite')(16));
const v4 = (n: number): Endpoint => ({
  addresses: Array.from({ length: n }, (_, i) => ({ host: `192.0.2.${i}`, port: 40_000 + i })),
  fingerprint: ada.fingerprint,
});
const v6: Endpoint = {
  addresses: Array.from({ length: 8 }, (_, i) => ({
    host: `2001:db8:ffff:ffff:ffff:ffff:ffff:${i + 1}`,
    port: 1,
  })),
  fingerprint: ada.fingerprint,
};
const invite = (endpoint: Endpoint): Invite => ({
  shell: shellNamed('raid night'),
  seed: seededRandom('invite')(16),
  expiresAt: wholeMinutes(1_700_000_000_000),
  issuer: ada.id,
  endpoint,
  needsPassword: true,
});
const find = (id: string): typeof keys | undefined => (id === keys.id ? keys : undefined);

describe('an invite', () => {
  test('says what went in', () => {
    expect(decodeInvite(encodeInvite(invite(v4(2)), ada.ring))).toEqual({ ok: true, value: invite(v4(2)) });
    const open = { ...invite(v6), needsPassword: false };
    expect(decodeInvite(encodeInvite(open, ada.ring))).toEqual({ ok: true, value: open });
  });

  test('P59 has 300 characters with two IPv4 addresses (at most 350), 498 with eight IPv6 ones (at most 2000)', () => {
    expect(encodeInvite(invite(v4(2)), ada.ring)).toHaveLength(300);
    expect(encodeInvite(invite(v6), ada.ring)).toHaveLength(498);
  });

  test('can only be signed by the member it names, and for whole minutes', () => {
    expect(() => encodeInvite(invite(v4(1)), person('Eve').ring)).toThrow('issuer');
    expect(() => encodeInvite({ ...invite(v4(1)), expiresAt: 1 }, ada.ring)).toThrow(RangeError);
  });

  test('P2 changed by Eve and framed anew is not signed by the member it names', () => {
    const code = encodeInvite(invite(v4(1)), ada.ring);
    const content = decodeBase58(code.slice(3)) ?? new Uint8Array();
    const length = (content[2] ?? 0) * 256 + (content[3] ?? 0);
    const body = content.slice(8, 8 + length);
    expect(frame('invite', body)).toBe(code);
    for (let bit = 0; bit < 8 * body.length; bit++) {
      const forged = body.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(decodeInvite(frame('invite', forged))).toMatchObject({
        ok: false,
        error: { code: 'code-garbage' },
      });
    }
  });

  test('P3 has one spelling: a padding of anything but zeros, or another count of blocks, is refused', () => {
    const code = encodeInvite(invite(v4(2)), ada.ring);
    const content = decodeBase58(code.slice(3)) ?? new Uint8Array();
    const spelt = (byte: number, trailer = content.slice(-8, -4)): string => {
      const changed = content.slice(0, -8);
      changed[changed.length - 1] = byte;
      const sum = hash256(
        concat(utf8('fyteclub/code.frame'), Uint8Array.of(0, 1), utf8('code FC1'), changed),
      );
      return `FC1${encodeBase58(concat(changed, trailer, sum.slice(0, 4)))}`;
    };
    expect(((content[2] ?? 0) * 256 + (content[3] ?? 0)) % 8).not.toBe(0);
    expect(spelt(0)).toBe(code);
    const typo = { ok: false, error: { code: 'code-typo' } };
    expect(decodeInvite(spelt(1))).toEqual(typo);
    expect(decodeInvite(spelt(0, new Uint8Array(4)))).toEqual(typo);
  });
});

describe('a reply', () => {
  const reply = { invite: keys.id, endpoint: v4(2) };

  test('says what went in, to whoever made the invite', () => {
    expect(decodeReply(encodeReply(reply, keys), find)).toEqual({ ok: true, value: reply });
  });

  test('is nothing to anybody else, and to nobody if it was tampered with', () => {
    const others = inviteKeys(seededRandom('other')(16));
    const notOurs = { ok: false, error: { code: 'reply-not-ours' } };
    expect(decodeReply(encodeReply(reply, keys), () => undefined)).toEqual(notOurs);
    expect(decodeReply(encodeReply(reply, keys), () => others)).toEqual(notOurs);
    expect(() => encodeReply(reply, others)).toThrow('own invite');
    expect(decodeReply(frame('reply', new Uint8Array(7)), find)).toMatchObject({
      error: { code: 'code-garbage' },
    });
  });
});

test('each kind of code says so when the other was asked for', () => {
  const [one, other] = [
    encodeInvite(invite(v4(1)), ada.ring),
    encodeReply({ invite: keys.id, endpoint: v4(1) }, keys),
  ];
  expect(decodeInvite(other)).toEqual({ ok: false, error: { code: 'code-is-a-reply' } });
  expect(decodeReply(one, find)).toEqual({ ok: false, error: { code: 'code-is-an-invite' } });
});
