import { describe, expect, test } from '@jest/globals';
import { createKeyRing, toHex, utf8, type EpochId, type KeyRing, type ShellId } from '@fyteclub/identity';
import { joinItems } from './items.rules.ts';
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
    const message = sealMessage(adas, epoch, shell, { type: 'phonebook.ops', ops: [] });
    expect(openBook(adas, epoch, shell, message).ok).toBe(false);
    expect(openMessage(adas, epoch, shell, sealed).ok).toBe(false);
  });

  test('is never the same twice', () => {
    expect(sealBook(adas, epoch, shell, book)).not.toEqual(sealed);
  });
});

test('a message travels sealed and is read by whoever has the epoch’s key', () => {
  const message = { type: 'phonebook.records', records: [recordOf(ada, shell)] } as const;
  const body = sealMessage(adas, epoch, shell, message);
  expect(toHex(body)).not.toContain(ada.memberId);
  expect(openMessage(bens, epoch, shell, body)).toEqual({ ok: true, value: message });
  for (const junk of [undefined, null, 'text', 7, {}, new Uint8Array(), body.subarray(1)])
    expect(openMessage(bens, epoch, shell, junk).ok).toBe(false);
});
