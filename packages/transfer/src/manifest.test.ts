import { describe, expect, test } from '@jest/globals';
import { equalBytes, type ShellId } from '@fyteclub/identity';
import fc from 'fast-check';
import { openManifest, readManifest, signManifest } from './manifest.ts';
import { sha256 } from './sha256.ts';
import { ada, ben, eve, noise, shareOf, shell, treeOf, type Files } from './testing/mods.ts';

const robe: Files = { 'a.tex': noise(70_000), 'b/c.mdl': noise(100, 2), 'z.json': new Uint8Array() };
const shared = shareOf(robe);
const expected = { shell, owner: ada.memberId, mod: shared.mod };

describe('a signed manifest', () => {
  test('says what its owner shares', () => {
    const opened = openManifest(shared.signed, expected);
    expect(opened.ok && opened.value.manifest).toEqual(shared.manifest);
    expect(opened.ok && opened.value.bytes).toBe(70_100);
  });

  test('the same folder gives the same mod hash, whenever it is shared', () => {
    const again = signManifest(ada, shell, 'Silk Robe', treeOf(robe));
    expect(again.ok && equalBytes(again.value.mod, shared.mod)).toBe(true);
    expect(equalBytes(shareOf({ ...robe, 'a.tex': noise(70_000, 8) }).mod, shared.mod)).toBe(false);
  });

  test('P2 with any bit flipped is refused', () => {
    fc.assert(
      fc.property(fc.nat(8 * shared.signed.length - 1), (bit) => {
        const bent = shared.signed.slice();
        bent[bit >> 3]! ^= 1 << (bit & 7);
        expect(openManifest(bent, expected).ok).toBe(false);
        // Nor does naming it by its own hash help: the signature or the form no longer fits.
        const renamed = { ...expected, mod: sha256(bent.subarray(0, -64)) };
        expect(openManifest(bent, renamed).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('P3 encodes to the bytes it was decoded from, and no second spelling is accepted', () => {
    const read = readManifest(shared.signed, shared.mod);
    if (!read.ok) throw new Error(read.error.code);
    const { name, folders, entries } = read.value.manifest;
    const again = signManifest(ada, shell, name, { folders, entries });
    expect(again.ok && equalBytes(again.value.signed, shared.signed)).toBe(true);
    const longer = Buffer.concat([shared.signed.subarray(0, -64), Buffer.from([0])]);
    const spelt = Buffer.concat([longer, ada.sign(longer)]);
    expect(readManifest(spelt, sha256(longer))).toEqual({ ok: false, error: { code: 'manifest-malformed' } });
  });

  test('P4 of another group, another owner or another mod is refused, each with its reason', () => {
    const other = 'cd'.repeat(32) as ShellId;
    const problem = (change: object): unknown => {
      const opened = openManifest(shared.signed, { ...expected, ...change });
      return opened.ok ? undefined : opened.error.code;
    };
    expect(problem({ shell: other })).toBe('manifest-wrong-shell');
    expect(problem({ owner: ben.memberId })).toBe('manifest-forged');
    expect(problem({ mod: new Uint8Array(32) })).toBe('manifest-wrong-mod');
    const payload = shared.signed.subarray(0, -64);
    const forged = Buffer.concat([payload, eve.sign(payload)]);
    expect(openManifest(forged, expected)).toEqual({ ok: false, error: { code: 'manifest-forged' } });
  });

  test.each(['', '.', 'a/b', 'nul', 'x'.repeat(121), 'Robe ', 'cafe\u0301'])(
    'the name %j is refused',
    (name) => {
      const signed = signManifest(ada, shell, name, treeOf(robe));
      expect(signed.ok ? undefined : signed.error.code).toBe('name-invalid');
    },
  );

  test('any bytes give a manifest or a reason, never a throw', () => {
    const noiseBytes = fc.uint8Array({ maxLength: 300 });
    const bent = fc
      .tuple(fc.nat(shared.signed.length), fc.uint8Array({ minLength: 1, maxLength: 40 }))
      .map(([at, patch]) => {
        const bytes = shared.signed.slice();
        bytes.set(patch.subarray(0, bytes.length - at), at);
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(noiseBytes, bent), (bytes) => {
        const read = readManifest(bytes, sha256(bytes.subarray(0, -64)));
        expect(typeof read.ok).toBe('boolean');
      }),
      { numRuns: 1500 },
    );
  });
});
