import { drawTexture, shrinkToFit, textureBytes, type Texture } from './textures.ts';
import type { EntropyClass } from './entropy.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What share of a mod one file type has, and how its sizes spread (log-normal, clipped). */
export interface Kind {
  readonly extension: string;
  readonly files: number;
  readonly bytes: number;
  readonly median: number;
  readonly sigma: number;
  readonly largest: number;
  readonly entropy: EntropyClass;
}

export type Mix = 'look' | 'storm';

const KB = 1000;
const MB = 1000 * KB;

/**
 * The shares of one character's look and of a storm of tiny files. The stated shares of texture sizes and the
 * stated bytes of a look do not agree with each other; bytes win, so textures shrink until they fit.
 */
const MIXES: Readonly<Record<Mix, readonly Kind[]>> = {
  look: [
    {
      extension: '.mdl',
      files: 45,
      bytes: 24 * MB,
      median: 350 * KB,
      sigma: 0.92,
      largest: 8 * MB,
      entropy: 'geometry',
    },
    { extension: '.tex', files: 60, bytes: 78 * MB, median: MB, sigma: 1, largest: 90 * MB, entropy: 'flat' },
    {
      extension: '.mtrl',
      files: 75,
      bytes: 90 * KB,
      median: 1.1 * KB,
      sigma: 0.5,
      largest: 3 * KB,
      entropy: 'flat',
    },
    {
      extension: '.pap',
      files: 12,
      bytes: 1.4 * MB,
      median: 55 * KB,
      sigma: 1.2,
      largest: 600 * KB,
      entropy: 'geometry',
    },
    {
      extension: '.tmb',
      files: 8,
      bytes: 0.8 * MB,
      median: 55 * KB,
      sigma: 1.2,
      largest: 600 * KB,
      entropy: 'flat',
    },
    {
      extension: '.avfx',
      files: 8,
      bytes: 0.8 * MB,
      median: 28 * KB,
      sigma: 1.3,
      largest: 400 * KB,
      entropy: 'flat',
    },
    {
      extension: '.scd',
      files: 4,
      bytes: 4 * MB,
      median: 0.7 * MB,
      sigma: 0.6,
      largest: 2.5 * MB,
      entropy: 'randomLike',
    },
    {
      extension: '.atex',
      files: 4,
      bytes: 0.5 * MB,
      median: 28 * KB,
      sigma: 1.3,
      largest: 400 * KB,
      entropy: 'flat',
    },
    {
      extension: '.sklb',
      files: 2,
      bytes: 0.2 * MB,
      median: 40 * KB,
      sigma: 1,
      largest: 300 * KB,
      entropy: 'geometry',
    },
    {
      extension: '.phyb',
      files: 1,
      bytes: 0.1 * MB,
      median: 40 * KB,
      sigma: 1,
      largest: 300 * KB,
      entropy: 'flat',
    },
    {
      extension: '.eid',
      files: 1,
      bytes: 0.1 * MB,
      median: 40 * KB,
      sigma: 1,
      largest: 300 * KB,
      entropy: 'flat',
    },
  ],
  storm: [
    {
      extension: '.mtrl',
      files: 4,
      bytes: 4 * MB,
      median: 1.9 * KB,
      sigma: 0.3,
      largest: 3 * KB,
      entropy: 'flat',
    },
    {
      extension: '.json',
      files: 1,
      bytes: MB,
      median: 1.9 * KB,
      sigma: 0.3,
      largest: 3 * KB,
      entropy: 'geometry',
    },
  ],
};

/** Smaller than this no header fits. */
const SMALLEST = 96;
const isTexture = (extension: string): boolean => extension === '.tex' || extension === '.atex';

export interface PlannedFile {
  readonly extension: string;
  readonly size: number;
  readonly entropy: EntropyClass;
  readonly texture?: Texture;
}

/** The kinds of `files` files of a mix, in the order in which they are planned, laid out and written. */
export function kindsOf(mix: Mix, files: number): readonly Kind[] {
  const kinds = MIXES[mix];
  const counts = apportion(files, kinds);
  return kinds.flatMap((kind, i) => Array.from({ length: counts[i]! }, () => kind));
}

/**
 * @returns one file for each kind, in that order; their sizes sum to exactly `bytes`.
 * @throws RangeError when they do not fit.
 */
export function planFiles(kinds: readonly Kind[], bytes: number, random: SeededRandom): PlannedFile[] {
  const drawn = drawSizes(kinds, random);
  const scale = bytes / drawn.reduce((a, b) => a + b, 0);
  const targets = drawn.map((size) => Math.max(SMALLEST, Math.round(size * scale)));
  const textures = chooseTextures(kinds, targets, random);
  return settle(
    kinds.map(({ extension, entropy }, i) => {
      const texture = textures.get(i);
      if (!texture) return { extension, size: targets[i]!, entropy };
      const painted = texture.format === 'BC7' && random.next() < 0.7;
      return { extension, size: textureBytes(texture), entropy: painted ? 'painted' : 'flat', texture };
    }),
    bytes,
  );
}

/** Whole numbers in the proportion of the kinds' file counts (largest remainder), the first never without one. */
function apportion(total: number, kinds: readonly Kind[]): number[] {
  const sum = kinds.reduce((all, { files }) => all + files, 0);
  const exact = kinds.map(({ files }) => (total * files) / sum);
  const counts = exact.map(Math.floor);
  const byRemainder = exact.map((_, i) => i).sort((i, j) => (exact[j]! % 1) - (exact[i]! % 1) || i - j);
  const left = total - counts.reduce((a, b) => a + b, 0);
  for (const i of byRemainder.slice(0, left)) counts[i]! += 1;
  if (counts[0] === 0) {
    counts[counts.indexOf(Math.max(...counts))]! -= 1;
    counts[0] = 1;
  }
  return counts;
}

/** Log-normal sizes, each kind's together in proportion to its share of the mix's bytes. */
function drawSizes(kinds: readonly Kind[], random: SeededRandom): number[] {
  const drawn = kinds.map((kind) =>
    Math.min(kind.largest, kind.median * Math.exp(kind.sigma * random.normal())),
  );
  const totals = new Map<Kind, { files: number; bytes: number }>();
  for (const [i, kind] of kinds.entries()) {
    const { files, bytes } = totals.get(kind) ?? { files: 0, bytes: 0 };
    totals.set(kind, { files: files + 1, bytes: bytes + drawn[i]! });
  }
  return kinds.map((kind, i) => {
    const { files, bytes } = totals.get(kind)!;
    return (drawn[i]! / bytes) * files * (kind.bytes / kind.files);
  });
}

/** The largest texture drawn meets the largest target. Sizes come in steps: what one leaves the next may take. */
function chooseTextures(
  kinds: readonly Kind[],
  targets: readonly number[],
  random: SeededRandom,
): Map<number, Texture> {
  const places = [...kinds.keys()].filter((i) => isTexture(kinds[i]!.extension));
  const drawn = places.map(() => drawTexture(random)).sort((a, b) => textureBytes(b) - textureBytes(a));
  const chosen = new Map<number, Texture>();
  let left = 0;
  for (const [rank, i] of places.sort((a, b) => targets[b]! - targets[a]!).entries()) {
    const texture = shrinkToFit(drawn[rank]!, targets[i]! + left);
    left += targets[i]! - textureBytes(texture);
    chosen.set(i, texture);
  }
  return chosen;
}

/** Makes the sum exact: files without a fixed size grow or shrink in proportion, the largest takes the rest. */
function settle(planned: readonly PlannedFile[], bytes: number): PlannedFile[] {
  const sum = (files: readonly PlannedFile[]): number => files.reduce((total, { size }) => total + size, 0);
  const gap = bytes - sum(planned);
  const factor = Math.max(0, 1 + gap / sum(planned.filter(({ texture }) => !texture)));
  const settled = planned.map((file) =>
    file.texture ? file : { ...file, size: Math.max(SMALLEST, Math.floor(file.size * factor)) },
  );
  const largest = settled.reduce((best, file) => (!file.texture && file.size > best.size ? file : best));
  const rest = bytes - sum(settled);
  if (largest.size + rest < SMALLEST)
    throw new RangeError(`${planned.length} files do not fit in ${bytes} bytes`);
  return settled.map((file) => (file === largest ? { ...file, size: file.size + rest } : file));
}
