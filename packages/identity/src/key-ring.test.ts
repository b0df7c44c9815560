import { describe, expect, test } from '@jest/globals';
import { utf8 } from './bytes.ts';
import { byMemberHash, hash256, memberHash, type EpochId, type MemberId } from './ids.ts';
import { createKeyRing, verify } from './key-ring.ts';
import { person, seededRandom, shellNamed } from './testing/index.ts';

const [ada, ben, cleo] = [person('Ada'), person('Ben'), person('Cleo')];
const shell = shellNamed('raid night');
const epoch = shell as string as EpochId;

test('the same seed gives the same member, another seed another', () => {
  expect(createKeyRing(hash256(utf8('seed of Ada'))).memberId).toBe(ada.id);
  expect(new Set([ada.id, ben.id, cleo.id]).size).toBe(3);
});

describe('a signature', () => {
  const payload = utf8('payload');
  const signature = ada.ring.sign(payload);

  test('is good for its signer and payload alone', () => {
    expect(verify(ada.id, payload, signature)).toBe(true);
    expect(verify(ben.id, payload, signature)).toBe(false);
    expect(verify(ada.id, utf8('other'), signature)).toBe(false);
  });

  test('of any odd shape is false, not an exception', () => {
    expect(verify(ada.id, payload, signature.subarray(1))).toBe(false);
    expect(verify('zz' as MemberId, payload, signature)).toBe(false);
    expect(verify(ada.id.slice(2) as MemberId, payload, signature)).toBe(false);
    // The all-zero and the identity point accept crafted signatures in careless implementations.
    for (const key of ['00'.repeat(32), `01${'00'.repeat(31)}`])
      expect(verify(key as MemberId, payload, new Uint8Array(64))).toBe(false);
  });
});

describe('a pair secret', () => {
  const of = (a: typeof ada, b: typeof ada, where = shell): Uint8Array => {
    const secret = a.ring.pairSecret(b.ring.kxPublic, where);
    return secret.ok ? secret.value : new Uint8Array();
  };

  test('is the same for both and different for every other pair and group', () => {
    expect(of(ada, ben)).toEqual(of(ben, ada));
    expect(of(ada, ben)).not.toEqual(of(ada, cleo));
    expect(of(ada, ben)).not.toEqual(of(ada, ben, shellNamed('x')));
  });

  test('is not made with a key of small order or the wrong length', () => {
    expect(ada.ring.pairSecret(new Uint8Array(32), shell)).toEqual({ ok: false, error: 'bad-key' });
    expect(ada.ring.pairSecret(new Uint8Array(31), shell)).toEqual({ ok: false, error: 'bad-key' });
  });
});

describe('what is sealed under an epoch', () => {
  const key = seededRandom('epoch')(32);
  ada.ring.addEpoch(epoch, key);
  ben.ring.addEpoch(epoch, key);
  const box = ada.ring.seal(epoch, utf8('book'), utf8('plain'));

  test('opens for whoever has the key, in its context, unchanged', () => {
    expect(ben.ring.open(epoch, utf8('book'), box)).toEqual({ ok: true, value: utf8('plain') });
    const forged = { ok: false, error: 'not-authentic' };
    expect(ben.ring.open(epoch, utf8('other'), box)).toEqual(forged);
    expect(ben.ring.open(epoch, utf8('book'), box.subarray(0, 10))).toEqual(forged);
    expect(cleo.ring.open(epoch, utf8('book'), box)).toEqual({ ok: false, error: 'unknown-epoch' });
  });

  test('needs the key to be there; the ring keeps and hands out copies', () => {
    expect(() => cleo.ring.seal(epoch, utf8('book'), utf8('plain'))).toThrow('epoch');
    expect([ada.ring.hasEpoch(epoch), cleo.ring.hasEpoch(epoch)]).toEqual([true, false]);
    ada.ring.epochSecret(epoch)?.fill(0);
    expect(ada.ring.epochSecret(epoch)).toEqual(key);
    expect(cleo.ring.epochSecret(epoch)).toBeUndefined();
  });
});

test('members are ordered by the hash of their key', () => {
  const sorted = [ada.id, ben.id, cleo.id].sort(byMemberHash);
  expect(sorted.map(memberHash)).toEqual([ada.id, ben.id, cleo.id].map(memberHash).sort());
  expect(byMemberHash(ada.id, ada.id)).toBe(0);
});

test('an epoch key that came in a Buffer survives that what was handed out is wiped', () => {
  const ring = createKeyRing(new Uint8Array(32));
  const epoch = '0'.repeat(64) as EpochId;
  ring.addEpoch(epoch, Buffer.from('0123456789abcdef0123456789abcdef'));
  const sealed = ring.seal(epoch, utf8('here'), utf8('news'));
  ring.epochSecret(epoch)?.fill(0);
  expect(ring.open(epoch, utf8('here'), sealed)).toEqual({ ok: true, value: utf8('news') });
});
