import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  checkKnock,
  dialCredentials,
  isIceCredentials,
  KNOCK_LIFE_MS,
  knockTag,
  lookupTag,
  meetCredentials,
} from './credentials.ts';
import type { Knock } from './network.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const from = { host: '127.0.0.1', port: 4_242 };
const secret32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

const knockOf = (dial: ReturnType<typeof dialCredentials>): Knock => ({
  localUfrag: dial.remote.ufrag,
  remoteUfrag: dial.local.ufrag,
  from,
});

describe('Ben dials Ada with nothing but a secret they share', () => {
  test('both compute the same names and passwords, each seen from its own side', () => {
    fc.assert(
      fc.property(secret32, fc.integer({ min: 0, max: 2 ** 47 }), (secret, now) => {
        const dial = dialCredentials(secret, now, randomBytes);
        const answer = checkKnock(secret, knockOf(dial), now);
        expect(answer).toEqual({ ok: true, value: { local: dial.remote, remote: dial.local } });
        expect(isIceCredentials(dial.local) && isIceCredentials(dial.remote)).toBe(true);
        expect(knockTag(knockOf(dial))).toBe(lookupTag(secret));
      }),
    );
  });

  test('every dial has names of its own', () => {
    const secret = randomBytes(32);
    const names = Array.from({ length: 100 }, () => dialCredentials(secret, NOON, randomBytes).remote.ufrag);
    expect(new Set(names).size).toBe(100);
  });

  test('a knock older than a minute, or as far ahead, opens nothing', () => {
    const secret = randomBytes(32);
    const knock = knockOf(dialCredentials(secret, NOON, randomBytes));
    for (const skew of [-KNOCK_LIFE_MS, 0, KNOCK_LIFE_MS])
      expect(checkKnock(secret, knock, NOON + skew).ok).toBe(true);
    for (const skew of [-KNOCK_LIFE_MS - 1, KNOCK_LIFE_MS + 1])
      expect(checkKnock(secret, knock, NOON + skew)).toEqual({ ok: false, error: 'stale' });
  });
});

describe('Eve knocks', () => {
  const secret = randomBytes(32);
  const genuine = knockOf(dialCredentials(secret, NOON, randomBytes));

  test('without the secret', () => {
    const knock = knockOf(dialCredentials(randomBytes(32), NOON, randomBytes));
    expect(checkKnock(secret, knock, NOON)).toEqual({ ok: false, error: 'forged' });
    const withTag = { ...knock, localUfrag: genuine.localUfrag };
    expect(checkKnock(secret, withTag, NOON)).toEqual({ ok: false, error: 'forged' });
  });

  test('with a genuine knock of which she changed any one character', () => {
    for (const side of ['localUfrag', 'remoteUfrag'] as const) {
      for (let at = 0; at < genuine[side].length; at++) {
        const name = genuine[side];
        const changed = name.slice(0, at) + (name[at] === 'A' ? 'B' : 'A') + name.slice(at + 1);
        expect(checkKnock(secret, { ...genuine, [side]: changed }, NOON)).toEqual({
          ok: false,
          error: 'forged',
        });
      }
    }
  });

  test('with anything at all, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (localUfrag, remoteUfrag) => {
        expect(checkKnock(secret, { localUfrag, remoteUfrag, from }, NOON).ok).toBe(false);
      }),
    );
  });
});

test('two who meet know both halves, and another meeting has other names', () => {
  const secret = randomBytes(32);
  const offer = meetCredentials(secret, 'offer', Uint8Array.of(1));
  expect(meetCredentials(secret, 'answer', Uint8Array.of(1))).toEqual({
    local: offer.remote,
    remote: offer.local,
  });
  expect(isIceCredentials(offer.local) && isIceCredentials(offer.remote)).toBe(true);
  expect(offer.local).not.toEqual(offer.remote);
  expect(meetCredentials(secret, 'offer', Uint8Array.of(2)).local.ufrag).not.toBe(offer.local.ufrag);
});
