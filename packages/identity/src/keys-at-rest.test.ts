import { describe, expect, test } from '@jest/globals';
import { encodeBackup } from './backup.ts';
import { concat, utf8 } from './bytes.ts';
import { createDataKey, lockKeys, unlockKeys } from './locked-keys.ts';
import { HEADER_BYTES } from './passphrase-header.ts';
import { seededRandom } from './testing/index.ts';

const CHEAP = { operations: 1, memoryBytes: 8 * 1024 };
const passphrase = 'three wild chocobos';
const flip = (bytes: Uint8Array, at: number, bit = 0): Uint8Array => bytes.with(at, bytes[at]! ^ (1 << bit));

describe('keys at rest', () => {
  const secret = seededRandom('data key')(32);
  const backup = encodeBackup({ createdAt: 0, content: secret }, passphrase, seededRandom('dice'), CHEAP);
  const locked = lockKeys(secret, passphrase, seededRandom('dice'), CHEAP);

  test('are unlocked by the passphrase and by nothing else', () => {
    expect(unlockKeys(locked, passphrase)).toEqual({ ok: true, value: secret });
    expect(unlockKeys(locked, 'three wild chocobo')).toEqual({ ok: false, error: 'wrong-passphrase' });
    const again = lockKeys(secret, 'another passphrase', seededRandom('dice'), CHEAP);
    expect(unlockKeys(again, 'another passphrase')).toEqual({ ok: true, value: secret });
  });

  test('and not at all if a byte was changed, left out or added', () => {
    for (let at = HEADER_BYTES; at < locked.length; at++) {
      expect(unlockKeys(flip(locked, at), passphrase)).toEqual({ ok: false, error: 'locked-keys-damaged' });
      expect(unlockKeys(locked.subarray(0, at), passphrase)).toEqual({
        ok: false,
        error: 'locked-keys-damaged',
      });
    }
    expect(unlockKeys(concat(locked, new Uint8Array(1)), passphrase).ok).toBe(false);
    expect(unlockKeys(backup, passphrase)).toEqual({ ok: false, error: 'not-locked-keys' });
    expect(unlockKeys(flip(locked, 9, 1), passphrase)).toEqual({ ok: false, error: 'locked-keys-newer' });
  });

  test('seal values of the state, each in its place', () => {
    const key = createDataKey(secret, seededRandom('nonces'));
    const [row, value] = [utf8('shell/seed'), utf8('the seed')];
    const sealed = key.seal(row, value);
    expect(key.open(row, sealed)).toEqual({ ok: true, value });
    expect(key.seal(row, value)).not.toEqual(sealed);
    const forged = { ok: false, error: 'not-authentic' };
    expect(key.open(utf8('shell/token'), sealed)).toEqual(forged);
    for (let at = 0; at < sealed.length; at++) expect(key.open(row, flip(sealed, at))).toEqual(forged);
    for (const length of [0, 10, 24, 39, sealed.length - 1])
      expect(key.open(row, sealed.subarray(0, length))).toEqual(forged);
    const other = createDataKey(seededRandom('other')(32), seededRandom('nonces'));
    expect(other.open(row, sealed)).toEqual(forged);
  });

  test('are gone once they are wiped, and are not those that were handed in', () => {
    const handed = Uint8Array.from(secret);
    const key = createDataKey(handed, seededRandom('nonces'));
    handed.fill(0);
    const sealed = key.seal(utf8('row'), utf8('value'));
    expect(createDataKey(secret, seededRandom('x')).open(utf8('row'), sealed).ok).toBe(true);
    key.wipe();
    expect(key.open(utf8('row'), sealed).ok).toBe(false);
    const underZeros = createDataKey(new Uint8Array(32), seededRandom('x')).seal(utf8('row'), utf8('value'));
    expect(key.open(utf8('row'), underZeros).ok).toBe(false);
    expect(() => key.seal(utf8('row'), utf8('value'))).toThrow('wiped');
    expect(() => createDataKey(new Uint8Array(31), seededRandom('x'))).toThrow(RangeError);
    expect(JSON.stringify(key)).toBe('{}');
  });
});
