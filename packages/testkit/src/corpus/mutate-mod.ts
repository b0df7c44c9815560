import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { walk } from './folders.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { TEX_HEADER_BYTES } from './textures.ts';

/** What the second version of a mod changed; paths relative to the mod, with `/`. */
export interface Mutation {
  /** No block in common with the first version, as after a repaint. */
  readonly replaced: readonly string[];
  /** Bytes inserted here and there, the rest moved along. */
  readonly edited: readonly string[];
}

const REPLACED = 0.1;
const EDITED = 0.05;
/** One insertion for so many bytes leaves content-defined chunks about 60 % to keep. */
const BYTES_BETWEEN_INSERTIONS = 80_000;

/**
 * Turns a generated mod into its second version, in place: 10 % of the files are replaced whole, 5 % (models)
 * edited in part, the rest stays as it is.
 */
export async function mutateMod(folder: string, seed: string | number): Promise<Mutation> {
  const random = seededRandom(`version 2 of ${seed}`);
  const files = [...(await walk(folder))].filter(([, kind]) => kind === 'file').map(([path]) => path);
  const models = files.filter((path) => extname(path) === '.mdl');
  const edited = choose(models, Math.max(1, Math.round(files.length * EDITED)), random);
  const rest = files.filter((path) => extname(path) !== '.json' && !edited.includes(path));
  const replaced = choose(rest, Math.max(1, Math.round(files.length * REPLACED)), random);

  for (const path of edited)
    await rewrite(join(folder, path), (bytes) => insertRuns(bytes, random.fork(path)));
  for (const path of replaced)
    await rewrite(join(folder, path), (bytes) => repaint(bytes, random.fork(path)));
  return { replaced, edited };
}

const rewrite = async (path: string, change: (bytes: Buffer) => Buffer): Promise<void> =>
  writeFile(path, change(await readFile(path)));

/** `count` of the items, or all there are, in their own order. */
function choose(items: readonly string[], count: number, random: SeededRandom): string[] {
  const keyed = items.map((item) => ({ item, key: random.next() })).sort((a, b) => a.key - b.key);
  const chosen = new Set(keyed.slice(0, count).map(({ item }) => item));
  return items.filter((item) => chosen.has(item));
}

function insertRuns(bytes: Buffer, random: SeededRandom): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += BYTES_BETWEEN_INSERTIONS) {
    const where = random.integer(at, Math.min(bytes.length, at + BYTES_BETWEEN_INSERTIONS));
    pieces.push(bytes.subarray(from, where), random.bytes(random.integer(16, 2048)));
    from = where;
  }
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}

/** Every byte after the header becomes another one by a fixed table: all new, and as compressible as before. */
function repaint(bytes: Buffer, random: SeededRandom): Buffer {
  // An odd step leaves no byte in its place.
  const step = 2 * random.integer(0, 127) + 1;
  const table = Buffer.from(Array.from({ length: 256 }, (_, byte) => (byte * 167 + step) & 0xff));
  const painted = Buffer.from(bytes);
  for (let i = Math.min(TEX_HEADER_BYTES, bytes.length >> 1); i < painted.length; i++)
    painted[i] = table[painted[i]!]!;
  return painted;
}
