import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { treeProblem } from './manifest.rules.ts';
import { readManifest, signManifest } from './manifest.ts';
import { sha256 } from './sha256.ts';
import { pathProblem } from './path.rules.ts';
import { ada, shell, tableOf, treeOf } from './testing/mods.ts';

const NASTY: readonly [path: string, code: string][] = [
  ['', 'path-empty'],
  ['a//b', 'path-empty'],
  ['a/', 'path-empty'],
  ['/etc/passwd', 'path-absolute'],
  ['\\\\server\\share', 'path-absolute'],
  ['../up', 'path-parent'],
  ['a/../../up', 'path-parent'],
  ['./a', 'path-parent'],
  ['C:/Windows/x.dll', 'path-drive'],
  ['c:x', 'path-drive'],
  ['a/b:stream', 'path-reserved'],
  ['a\\..\\b', 'path-reserved'],
  ['what?.tex', 'path-reserved'],
  ['CON', 'path-device'],
  ['chara/nul.tex', 'path-device'],
  ['com1', 'path-device'],
  ['LPT\u00b9.mdl', 'path-device'],
  ['aux .tex', 'path-device'],
  ['CONIN$', 'path-device'],
  ['robe.', 'path-trailing'],
  ['robe /x', 'path-trailing'],
  ['a\u0000b', 'path-control'],
  ['a\u007f', 'path-control'],
  ['gpj.\u202eexe', 'path-control'],
  ['bad\ufffdname', 'path-not-text'],
  ['lone\ud800', 'path-not-text'],
  ['x'.repeat(241), 'path-too-long'],
  ['\u00e9'.repeat(121), 'path-too-long'],
];

/** A manifest that its owner signed without asking anybody, as Eve's node would. */
function signBlindly(path: string): { signed: Uint8Array; mod: Uint8Array } | undefined {
  const good = signManifest(ada, shell, 'Robe', treeOf({ placeholder: new Uint8Array(9) }));
  if (!good.ok) throw new Error(good.error.code);
  const payload = Buffer.from(good.value.signed.subarray(0, -64));
  const at = payload.indexOf('placeholder');
  const bytes = Buffer.from(path);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  const forged = Buffer.concat([payload.subarray(0, at - 2), length, bytes, payload.subarray(at + 11)]);
  // The table of files is one block whose length stands before it; it grows or shrinks with the path.
  const block = at - 2 - 4 - 4;
  forged.writeUInt32BE(payload.readUInt32BE(block) + bytes.length - 11, block);
  return { signed: Buffer.concat([forged, ada.sign(forged)]), mod: sha256(forged) };
}

describe('paths that would leave the folder or break on somebody’s system', () => {
  test.each(NASTY)('P54 %j is refused as %s', (path, code) => {
    expect(pathProblem(path)).toBe(code);
    expect(treeProblem(treeOf({ [path]: new Uint8Array(3) }))).toEqual({ code, path });
    expect(signManifest(ada, shell, 'Robe', treeOf({ [path]: new Uint8Array(3) }))).toEqual({
      ok: false,
      error: { code, path },
    });
  });

  test.each(NASTY.filter(([path]) => !path.includes('\ud800')))(
    'P54 %j is refused by the receiver as well, though its owner signed it',
    (path, code) => {
      const { signed, mod } = signBlindly(path)!;
      const read = readManifest(signed, mod);
      expect(read.ok).toBe(false);
      // A path longer than the format allows is not even readable.
      if (!read.ok) expect([code, 'manifest-malformed']).toContain(read.error.code);
    },
  );

  test('P54 a path that is no UTF-8 is refused', () => {
    const { signed } = signBlindly('chara/abc.tex')!;
    const payload = Buffer.from(signed.subarray(0, -64));
    payload[payload.indexOf('abc')] = 0xff;
    const again = Buffer.concat([payload, ada.sign(payload)]);
    expect(readManifest(again, sha256(payload))).toMatchObject({ error: { code: 'manifest-malformed' } });
  });

  test('the same forgery with a harmless path is accepted: it is the path that is refused', () => {
    const { signed, mod } = signBlindly('chara/equipment/robe.tex')!;
    expect(readManifest(signed, mod).ok).toBe(true);
  });

  test.each([
    [['Robe.tex', 'robe.TEX']],
    [['caf\u00e9', 'cafe\u0301']],
    [['a', 'a/b']],
    [['A/x', 'a/y']],
    [['x/\u212a', 'x/k']],
  ])('P54 %j collide', (paths) => {
    const tree = treeOf(Object.fromEntries(paths.map((path) => [path, new Uint8Array(1)])));
    expect(treeProblem(tree)?.code).toBe('path-collision');
  });

  test('P54 an empty folder may not hide a file, nor repeat in other letters', () => {
    expect(treeProblem(treeOf({ a: new Uint8Array(1) }, ['a']))?.code).toBe('path-collision');
    expect(treeProblem(treeOf({ 'a/b': new Uint8Array(1) }, ['A']))?.code).toBe('path-collision');
    expect(treeProblem(treeOf({}, ['../x']))?.code).toBe('path-parent');
    expect(treeProblem(treeOf({ 'a/b': new Uint8Array(1) }, ['a/c', 'd']))).toBeUndefined();
  });

  test('P54 too many, too large and contradicting tables are refused', () => {
    const many = {
      folders: [],
      entries: Array.from({ length: 100_001 }, () => ({ path: 'a', size: 0, chunks: new Uint8Array() })),
    };
    expect(treeProblem(many)?.code).toBe('too-many-files');
    const large = { path: 'a', size: 64 * 1024 ** 3 + 1, chunks: new Uint8Array() };
    expect(treeProblem({ folders: [], entries: [large] })?.code).toBe('too-large');
    const lying = { path: 'a', size: 10, chunks: tableOf(new Uint8Array(11)) };
    expect(treeProblem({ folders: [], entries: [lying] })?.code).toBe('chunks-invalid');
    const tiny = new Uint8Array(68);
    expect(treeProblem({ folders: [], entries: [{ path: 'a', size: 2, chunks: tiny }] })?.code).toBe(
      'chunks-invalid',
    );
    const shuffled = [
      { path: 'b', size: 0, chunks: new Uint8Array() },
      { path: 'a', size: 0, chunks: new Uint8Array() },
    ];
    expect(treeProblem({ folders: [], entries: shuffled })?.code).toBe('not-sorted');
  });

  test('P54 a path that passes stays below the folder it is written to', () => {
    const segment = fc.oneof(
      fc.string({ maxLength: 12, unit: 'binary' }),
      fc.constantFrom('..', '.', 'C:', 'con', 'a', 'b.tex', ' ', 'nul.'),
    );
    const path = fc.array(segment, { maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, (candidate) => {
        if (pathProblem(candidate) !== undefined) return;
        for (const part of candidate.split('/')) {
          expect(part).not.toMatch(/^\.{0,2}$|[\\:]|[. ]$/u);
        }
        expect(Buffer.byteLength(candidate)).toBeLessThanOrEqual(240);
      }),
      { numRuns: 1000 },
    );
  });
});
