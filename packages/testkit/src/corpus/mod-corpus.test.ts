import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { compareFolders } from './compare-folders.ts';
import { shapeEntropy, type EntropyClass } from './entropy.ts';
import { walk } from './folders.ts';
import { generateMod, oneLook, raid, tinyStorm, type ModSpec } from './mod-corpus.ts';
import { kindsOf, planFiles } from './mod-plan.ts';
import { seededRandom } from './seeded-random.ts';
import { textureBytes } from './textures.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'fy-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const mod = async (name: string, spec: ModSpec): Promise<string> => {
  await generateMod(join(root, name), spec);
  return join(root, name);
};

const filesOf = async (folder: string): Promise<string[]> =>
  [...(await walk(folder))].filter(([, kind]) => kind === 'file').map(([path]) => path);

const bytesOf = async (folder: string): Promise<number> => {
  const sizes = (await filesOf(folder)).map(async (path) => (await stat(join(folder, path))).size);
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
};

describe('a generated mod', () => {
  test.each([
    { files: 3, bytes: 5_000 },
    { files: 25, bytes: 60_000 },
    { files: 220, bytes: 3_000_000 },
    { files: 300, bytes: 600_000, mix: 'storm' as const },
  ])('has exactly the files and bytes asked for: %j', async (size) => {
    const folder = await mod(`exact ${size.files}`, { seed: 1, ...size });
    expect(await filesOf(folder)).toHaveLength(size.files);
    expect(await bytesOf(folder)).toBe(size.bytes);
  });

  test('is the same for the same seed and another for another', async () => {
    const one = await mod('one', { seed: 'Ada', files: 40, bytes: 400_000 });
    const again = await mod('again', { seed: 'Ada', files: 40, bytes: 400_000 });
    const other = await mod('other', { seed: 'Ben', files: 40, bytes: 400_000 });
    expect(await compareFolders(one, again)).toEqual([]);
    expect(await compareFolders(one, other)).not.toEqual([]);
  });

  test('is laid out as Penumbra reads it, every mapped file in its place', async () => {
    const folder = await mod('layout', { seed: 3, files: 120, bytes: 2_000_000 });
    const files = await filesOf(folder);
    const json = async (path: string): Promise<unknown> =>
      JSON.parse(await readFile(join(folder, path), 'utf8'));
    expect(await json('meta.json')).toMatchObject({ FileVersion: 3, Name: 'Mod 3' });
    const containers = [await json('default_mod.json')] as { Files: Record<string, string> }[];
    for (const path of files.filter((name) => /^group_\d{3}_/.test(name))) {
      containers.push(...((await json(path)) as { Options: typeof containers }).Options);
    }
    const mapped = containers.flatMap(({ Files }) => Object.entries(Files));
    expect(new Set(mapped.map(([, path]) => path))).toEqual(
      new Set(files.filter((p) => extname(p) !== '.json')),
    );
    expect(mapped.length).toBeGreaterThan(1.8 * files.length);
    for (const [gamePath] of mapped) expect(gamePath).not.toMatch(/^[/\\.:?]|[\\?:]/);
    expect([...(await walk(folder))]).toContainEqual(['old versions/empty', 'folder']);
  });

  test('has textures whose header tells their true size', async () => {
    const folder = await mod('textures', { seed: 4, files: 120, bytes: 6_000_000 });
    const bytesPerBlock: Record<number, number> = { 13344: 8, 13361: 16, 25136: 16, 25650: 16, 5200: 64 };
    const textures = (await filesOf(folder)).filter((path) => /\.a?tex$/.test(path));
    expect(textures.length).toBeGreaterThan(20);
    for (const path of textures) {
      const bytes = await readFile(join(folder, path));
      const [width, height] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
      const topMip = Math.ceil(width / 4) * Math.ceil(height / 4) * bytesPerBlock[bytes.readUInt32LE(4)]!;
      expect(bytes.readUInt32LE(28)).toBe(80);
      // Mips below one block round up, so that only textures of some size come to four thirds of the first.
      if (Math.min(width, height) >= 64) expect((bytes.length - 80) / topMip).toBeCloseTo(4 / 3, 1);
    }
  });

  test('a 1K BC7 texture with its mips is 1.40 MB, a 4K A8R8G8B8 one 89.5 MB', () => {
    expect(textureBytes({ format: 'BC7', width: 1024, height: 1024 })).toBeCloseTo(1.4e6, -4);
    expect(textureBytes({ format: 'A8R8G8B8', width: 4096, height: 4096 })).toBeCloseTo(89.5e6, -5);
  });

  test.each([
    { files: 2, bytes: 5_000 },
    { files: 100, bytes: 20_000 },
  ])('that cannot be is refused: %j', async (size) => {
    await expect(mod('impossible', { seed: 1, ...size })).rejects.toThrow(RangeError);
  });
});

describe('the presets', () => {
  test('one look keeps the shares of its file types', () => {
    const planned = planFiles(kindsOf('look', oneLook.files), oneLook.bytes, seededRandom(1));
    const bytes = (...of: string[]): number =>
      planned.filter(({ extension }) => of.includes(extension)).reduce((sum, { size }) => sum + size, 0);
    expect(planned.filter(({ extension }) => extension === '.mtrl')).toHaveLength(75);
    expect(bytes('.tex') / oneLook.bytes).toBeGreaterThan(0.6);
    expect(bytes('.mdl') / oneLook.bytes).toBeGreaterThan(0.15);
  });

  test('a tiny storm has no large file', () => {
    const planned = planFiles(kindsOf('storm', tinyStorm.files), tinyStorm.bytes, seededRandom(1));
    expect(Math.max(...planned.map(({ size }) => size))).toBeLessThan(10_000);
  });

  test('a raid is 500 MB in 2,000 files', () => {
    const planned = planFiles(kindsOf('look', raid.files), raid.bytes, seededRandom(1));
    expect(planned.reduce((sum, { size }) => sum + size, 0)).toBe(500_000_000);
    expect(planned).toHaveLength(2000);
  });
});

describe('what compressors see of content that is', () => {
  const squeeze: Record<string, (bytes: Buffer) => Buffer> = {
    gzip: (bytes) => gzipSync(bytes),
    'brotli 1': (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  };
  const classes: [EntropyClass, number, number][] = [
    ['flat', 0.15, 0.3],
    ['geometry', 0.3, 0.4],
    ['painted', 0.75, 0.95],
    ['randomLike', 0.99, 1.01],
  ];
  test.each(classes)('%s', (kind, least, most) => {
    for (const compress of Object.values(squeeze)) {
      const content = shapeEntropy(seededRandom(5).bytes(1 << 20), kind);
      const ratio = compress(content).length / content.length;
      expect(ratio).toBeGreaterThan(least);
      expect(ratio).toBeLessThan(most);
    }
  });
});
