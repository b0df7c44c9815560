import { describe, expect, test } from '@jest/globals';
import {
  concat,
  createKeyRing,
  toHex,
  utf8,
  type EpochId,
  type KeyRing,
  type ShellId,
} from '@fyteclub/identity';
import { joinItems } from './items.rules.ts';
import { packMessage } from './messages.ts';
import { encodeOp } from './op-codec.ts';
import { openBook, openMessage, sealBook, sealMessage } from './seal.ts';
import { ada, ben, cleo, Copy, eve, filled, recordOf, trio } from './testing/cast.ts';

const history = trio();
const { shell } = history.graph;
const epoch = shell as string as EpochId;

const withEpoch = (seed: number, secret: number): KeyRing => {
  const ring = createKeyRing(filled(32, seed));
  ring.addEpoch(epoch, filled(32, secret));
  return ring;
};
const adas = withEpoch(1, 9);
const bens = withEpoch(2, 9);

const book = joinItems([
  ...history.ops.map(({ signed }) => encodeOp(signed)),
  recordOf(ada, shell, { name: 'Ada Lovelace' }),
]);
const sealed = sealBook(adas, epoch, shell, book);

describe('P26 what lies on the disk', () => {
  test('shows no name, no key and no address', () => {
    const seen = toHex(sealed);
    for (const { memberId, kxPublic } of [ada, ben, cleo]) {
      expect(toHex(book)).toContain(memberId);
      expect(seen).not.toContain(memberId);
      expect(seen).not.toContain(toHex(kxPublic));
    }
    const words = ['Ada Lovelace', 'Free Company', 'fyteclub'].map((word) => toHex(utf8(word)));
    for (const word of [...words, shell, 'c0000207']) {
      expect(toHex(book)).toContain(word);
      expect(seen).not.toContain(word);
    }
  });

  test('opens with the epoch’s key and with no other', () => {
    expect(openBook(bens, epoch, shell, sealed)).toEqual({ ok: true, value: book });
    expect(openBook(withEpoch(1, 8), epoch, shell, sealed)).toEqual({ ok: false, error: 'not-authentic' });
    expect(openBook(eve, epoch, shell, sealed)).toEqual({ ok: false, error: 'unknown-epoch' });
  });

  test('does not open in another group’s place, changed, or from the wire', () => {
    const other: ShellId = Copy.found(eve).graph.shell;
    expect(openBook(adas, epoch, other, sealed).ok).toBe(false);
    const changed = sealed.slice();
    changed[40]! ^= 1;
    expect(openBook(adas, epoch, shell, changed).ok).toBe(false);
    const message = sealMessage(adas, epoch, shell, { type: 'phonebook.records', records: [] })!;
    expect(openBook(adas, epoch, shell, message.subarray(32)).ok).toBe(false);
    const name = message.subarray(0, 32);
    expect(openMessage(adas, shell, message).ok).toBe(true);
    expect(openMessage(adas, shell, concat(name, sealed)).ok).toBe(false);
  });

  test('is never the same twice', () => {
    expect(sealBook(adas, epoch, shell, book)).not.toEqual(sealed);
  });
});

describe('on the wire', () => {
  const records = { type: 'phonebook.records', records: [recordOf(ada, shell)] } as const;
  const ops = { type: 'phonebook.ops', ops: [recordOf(ada, shell)] } as const;

  test('presence is sealed under the epoch, and read by whoever has its key', () => {
    const body = sealMessage(adas, epoch, shell, records)!;
    expect(toHex(body)).not.toContain(ada.memberId);
    expect(openMessage(bens, shell, body)).toEqual({ ok: true, value: records });
    expect(openMessage(eve, shell, body)).toEqual({ ok: false, error: 'unknown-epoch' });
    for (const junk of [undefined, null, 'text', 7, {}, new Uint8Array(), body.subarray(1)])
      expect(openMessage(bens, shell, junk).ok).toBe(false);
  });

  test('P35 while there is no epoch, or we lack its key, presence stays here', () => {
    expect(sealMessage(adas, null, shell, records)).toBeUndefined();
    expect(sealMessage(eve, epoch, shell, records)).toBeUndefined();
  });

  test('operations pass without one, to whoever was away when it began; presence never does', () => {
    const body = sealMessage(eve, null, shell, ops)!;
    expect(openMessage(ben, shell, body)).toEqual({ ok: true, value: ops });
    const bare = concat(new Uint8Array(32), packMessage(records));
    expect(openMessage(bens, shell, bare)).toEqual({ ok: false, error: 'malformed' });
  });
});
