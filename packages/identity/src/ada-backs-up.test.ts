import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeBackup, MAX_BACKUP_CONTENT, openBackup, type Backup } from './backup.ts';
import { concat, utf8 } from './bytes.ts';
import { lockKeys, unlockKeys } from './locked-keys.ts';
import { HEADER_BYTES, WRITTEN_COST } from './passphrase-header.ts';
import { sodium } from './sodium.ts';
import { seededRandom } from './testing/index.ts';

const CHEAP = { operations: 1, memoryBytes: 8 * 1024 };
const [FRAME, TAG] = [64 * 1024, 17];
/** What a backup holds besides its content: label, NUL, version, date, length. */
const AROUND = 29;
const createdAt = 1_700_000_000_000;
const passphrase = 'three wild chocobos';

const written = (content: Uint8Array, dice = 'dice', words = passphrase): Uint8Array =>
  encodeBackup({ createdAt, content }, words, seededRandom(dice), CHEAP);
function opened(file: Uint8Array, words = passphrase): Backup | string {
  const result = openBackup(file, words);
  return result.ok ? result.value : result.error;
}
const flip = (file: Uint8Array, at: number, bit = 0): Uint8Array => file.with(at, file[at]! ^ (1 << bit));

const small = written(utf8('the keys of the house'));
const large = written(seededRandom('content')(2 * FRAME));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('Ada opens her backup', () => {
  test.each([0, 1, 1000, FRAME - AROUND, FRAME - AROUND + 1, 2 * FRAME - AROUND, 3 * FRAME])(
    'of %i bytes',
    (length) => {
      const content = seededRandom('content')(length);
      const file = written(content);
      expect(opened(file)).toEqual({ createdAt, content });
      const frames = Math.max(1, Math.ceil((AROUND + length) / FRAME));
      expect(file).toHaveLength(HEADER_BYTES + AROUND + length + frames * TAG);
    },
  );

  test('with the passphrase in whatever way its letters were typed', () => {
    const file = written(utf8('keys'), 'dice', 'caf\u00e9');
    expect(opened(file, 'cafe\u0301')).toEqual({ createdAt, content: utf8('keys') });
    expect(opened(file, 'cafe')).toBe('wrong-passphrase');
  });

  test('P15 but nobody without it', () => {
    for (const words of ['', 'three wild chocobo', `${passphrase} `]) {
      expect(opened(small, words)).toBe('wrong-passphrase');
    }
  });

  test('and two backups of the same are nothing alike', () => {
    const [one, other] = [written(utf8('keys'), 'one'), written(utf8('keys'), 'other')];
    expect(one.subarray(HEADER_BYTES)).not.toEqual(other.subarray(HEADER_BYTES));
  });

  test('which took 3 passes over 256 MiB', () => {
    const derive = jest.spyOn(sodium, 'crypto_pwhash');
    const file = encodeBackup({ createdAt, content: utf8('keys') }, passphrase, seededRandom('dice'));
    expect(WRITTEN_COST).toEqual({ operations: 3, memoryBytes: 2 ** 28 });
    expect(derive.mock.calls.map(([, , , operations, memory]) => [operations, memory])).toEqual([
      [3, 2 ** 28],
    ]);
    expect(opened(file)).toEqual({ createdAt, content: utf8('keys') });
  });

  test('no bigger than it may be', () => {
    expect(() => written(new Uint8Array(MAX_BACKUP_CONTENT + 1))).toThrow(RangeError);
    expect(opened(concat(small, new Uint8Array(MAX_BACKUP_CONTENT + 2 ** 20)))).toBe('backup-too-large');
  });
});

describe('P15 a backup that was changed opens not at all', () => {
  /** Whether the header, so changed, asks for more than a test should spend; at most 1 GiB, so it would be spent. */
  const isDear = (file: Uint8Array): boolean => {
    const memory = new DataView(file.buffer, file.byteOffset).getBigUint64(15);
    return memory > 2n ** 24n && memory <= 2n ** 30n;
  };

  test('in any bit of the header', () => {
    let dear = 0;
    for (let bit = 0; bit < 8 * HEADER_BYTES; bit++) {
      const file = flip(small, bit >> 3, bit & 7);
      if (isDear(file)) dear++;
      else expect(typeof opened(file)).toBe('string');
    }
    expect(dear).toBe(6); // 32 MiB to 1 GiB
  });

  test('in any byte of the body', () => {
    for (let at = HEADER_BYTES; at < small.length; at++) {
      expect(opened(flip(small, at, at & 7))).toBe('backup-damaged');
    }
    for (const at of [HEADER_BYTES, HEADER_BYTES + FRAME + TAG + 5, large.length - 1]) {
      expect(opened(flip(large, at))).toBe('backup-damaged');
    }
  });

  test('by cutting off its end, wherever', () => {
    const boundaries = [1, 2].map((frames) => HEADER_BYTES + frames * (FRAME + TAG));
    for (const length of [...boundaries, boundaries[0]! + 5, boundaries[1]! + 20, large.length - 1])
      expect(opened(large.subarray(0, length))).toBe('backup-cut-short');
    for (let length = 0; length < small.length; length++) {
      const expected =
        length < 8 ? 'not-a-backup' : length <= HEADER_BYTES ? 'backup-cut-short' : 'backup-damaged';
      expect(opened(small.subarray(0, length))).toBe(expected);
    }
  });

  test('by adding to it, also where the last frame is full', () => {
    const full = written(seededRandom('content')(FRAME - AROUND));
    for (const file of [small, large, full]) {
      for (const more of [new Uint8Array(1), new Uint8Array(TAG), file.subarray(HEADER_BYTES)])
        expect(opened(concat(file, more))).toBe('backup-damaged');
    }
  });

  test('by changing the order of its frames, repeating or leaving out one', () => {
    const head = large.subarray(0, HEADER_BYTES);
    const frame = (index: number): Uint8Array =>
      large.subarray(HEADER_BYTES).subarray(index * (FRAME + TAG), (index + 1) * (FRAME + TAG));
    for (const order of [[1, 0, 2], [0, 0, 1, 2], [0, 2], [2]])
      expect(typeof opened(concat(head, ...order.map(frame)))).toBe('string');
  });

  test('by who knows the passphrase and writes all of it, but not that it ends there', () => {
    const head = small.slice(0, HEADER_BYTES);
    const [salt, stream] = [head.subarray(23, 39), head.subarray(55)];
    const key = sodium.crypto_pwhash(
      32,
      passphrase,
      salt,
      CHEAP.operations,
      CHEAP.memoryBytes,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
    );
    const start = () => sodium.crypto_secretstream_xchacha20poly1305_init_pull(stream, key);
    const read = sodium.crypto_secretstream_xchacha20poly1305_pull(start(), small.slice(HEADER_BYTES), head);
    if (read === false) throw new Error('not the key');
    const endingWith = (tag: number): Uint8Array =>
      concat(head, sodium.crypto_secretstream_xchacha20poly1305_push(start(), read.message, head, tag));
    const { crypto_secretstream_xchacha20poly1305_TAG_FINAL: FINAL } = sodium;
    expect(endingWith(FINAL)).toEqual(small);
    for (const tag of [0, 1, 2]) expect(typeof opened(endingWith(tag))).toBe('string');
  });

  test('by putting the end of another backup under the same passphrase to it', () => {
    const other = written(seededRandom('content')(2 * FRAME), 'other dice');
    const cut = HEADER_BYTES + FRAME + TAG;
    expect(opened(concat(large.subarray(0, cut), other.subarray(cut)))).toBe('backup-damaged');
    expect(opened(concat(large.subarray(0, HEADER_BYTES), other.subarray(HEADER_BYTES)))).toBe(
      'backup-damaged',
    );
  });
});

describe('P16 what asks for too much is refused before anything is spent', () => {
  const asking = (operations: number, memory: bigint, magic = 'FCBACKUP'): Uint8Array => {
    const file = concat(utf8(magic), small.subarray(8));
    const fields = new DataView(file.buffer);
    fields.setUint32(11, operations);
    fields.setBigUint64(15, memory);
    return file;
  };
  const DEMANDING: readonly (readonly [number, bigint])[] = [
    [3, 2n ** 30n + 1n],
    [3, 2n ** 63n],
    [3, 2n ** 64n - 1n],
    [11, 8192n],
    [2 ** 32 - 1, 8192n],
    [11, 2n ** 31n],
  ];

  test.each(DEMANDING)('%i passes over %i bytes', (operations, memory) => {
    // Even were it not refused, no test should spend it.
    const derive = jest.spyOn(sodium, 'crypto_pwhash').mockImplementation(() => {
      throw new Error('spent');
    });
    expect(opened(asking(operations, memory))).toBe('backup-too-demanding');
    expect(unlockKeys(asking(operations, memory, 'FCLOCKED'), passphrase)).toEqual({
      ok: false,
      error: 'locked-keys-too-demanding',
    });
    expect(derive).not.toHaveBeenCalled();
  });

  test.each([
    [0, 8192n],
    [1, 8191n],
    [1, 0n],
  ])('as is what asks for too little: %i passes over %i bytes', (operations, memory) => {
    const derive = jest.spyOn(sodium, 'crypto_pwhash');
    expect(opened(asking(operations, memory))).toBe('backup-damaged');
    expect(derive).not.toHaveBeenCalled();
  });

  test('but what asks for as much as allowed is looked at', () => {
    const derive = jest.spyOn(sodium, 'crypto_pwhash');
    expect(opened(asking(10, 8192n))).toBe('wrong-passphrase');
    expect(derive).toHaveBeenCalledTimes(1);
    derive.mockImplementation(() => {
      throw new Error('no such memory here');
    });
    expect(opened(asking(1, 2n ** 30n))).toBe('backup-too-demanding');
  });
});

describe('what is no backup', () => {
  test.each<[string, string, Uint8Array]>([
    ['nothing', 'not-a-backup', new Uint8Array()],
    ['a picture', 'not-a-backup', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, ...seededRandom('png')(500))],
    ['the locked keys', 'not-a-backup', lockKeys(new Uint8Array(32), passphrase, seededRandom('x'), CHEAP)],
    ['a backup of a later format', 'backup-newer', flip(small, 9, 1)],
    ['one of no format', 'backup-damaged', flip(small, 9, 0)],
    ['one derived by another function', 'backup-damaged', flip(small, 10, 1)],
  ])('%s: %s', (_, code, file) => {
    expect(opened(file)).toBe(code);
  });

  test('is never an exception', () => {
    fc.assert(
      fc.property(fc.nat(HEADER_BYTES + 10), fc.uint8Array({ maxLength: 300 }), (keep, junk) => {
        const file = concat(small.subarray(0, keep < 11 || keep > 22 ? keep : 11), junk);
        const asks = file.length >= 23 ? new DataView(file.buffer).getBigUint64(15) : 0n;
        fc.pre(asks < 2n ** 20n || asks > 2n ** 30n);
        expect(typeof opened(file)).toBe('string');
      }),
    );
  });
});

test('the key that was derived for a file is zeroed, whether it opened or not', () => {
  const derive = jest.spyOn(sodium, 'crypto_pwhash');
  written(utf8('keys'));
  opened(small);
  opened(small, 'wrong');
  unlockKeys(lockKeys(new Uint8Array(32), passphrase, seededRandom('x'), CHEAP), passphrase);
  const keys = derive.mock.results.map(({ value }) => value);
  expect(keys).toHaveLength(5);
  for (const key of keys) expect(key).toEqual(new Uint8Array(32));
});
