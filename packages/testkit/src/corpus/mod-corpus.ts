import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shapeEntropy } from './entropy.ts';
import { fileHeader } from './file-headers.ts';
import { kindsOf, planFiles, type Mix, type PlannedFile } from './mod-plan.ts';
import { groupCount, penumbraLayout } from './penumbra-layout.ts';
import { seededRandom, type SeededRandom } from './seeded-random.ts';
import { texHeader } from './textures.ts';

/** How large a made mod is, and of what. */
export interface ModSize {
  /** Files in the folder, the JSON ones included. */
  readonly files: number;
  /** Bytes of all of them together. */
  readonly bytes: number;
  /** What the files are: `look`, a character's look, unless told; or `storm`, tiny files only. */
  readonly mix?: Mix;
}

/** All that decides what {@link generateMod} writes. */
export interface ModSpec extends ModSize {
  readonly seed: string | number;
  /** What Penumbra calls it; `Mod` and the seed unless told. */
  readonly name?: string;
}

/** What one character wears: few large textures, many small materials. */
export const oneLook: ModSize = { files: 220, bytes: 110_000_000 };
/** Shows what a file costs, whatever its size. */
export const tinyStorm: ModSize = { files: 3000, bytes: 6_000_000, mix: 'storm' };
/** An evening with a full party. */
export const raid: ModSize = { files: 2000, bytes: 500_000_000 };

const PIECE = 1 << 20;
/** Folders that authors leave behind; a copy that loses them is not a copy. */
const LEFTOVER = 'old versions/empty';

/**
 * Writes a mod as Penumbra (file version 3) keeps it: exactly `files` files of exactly `bytes` bytes in all,
 * plus one empty folder. The same spec gives the same bytes everywhere.
 *
 * @param folder is created; should be empty or absent.
 * @throws RangeError when the files do not fit in so few bytes.
 */
export async function generateMod(folder: string, spec: ModSpec): Promise<void> {
  const random = seededRandom(spec.seed);
  const groups = groupCount(spec.files);
  const count = spec.files - groups - 2;
  if (count < 1) throw new RangeError('a mod has at least three files: two of JSON and one to see');

  // Names before sizes: what the JSON takes is no longer there for the rest.
  const kinds = kindsOf(spec.mix ?? 'look', count);
  const { paths, json } = penumbraLayout(
    spec.name ?? `Mod ${spec.seed}`,
    kinds,
    groups,
    random.fork('names'),
  );
  const spent = Object.values(json).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const planned = planFiles(kinds, spec.bytes - spent, random.fork('sizes'));

  await mkdir(join(folder, LEFTOVER), { recursive: true });
  for (const [path, text] of Object.entries(json)) await writeFile(join(folder, path), text);
  const made = new Set<string>();
  for (const [i, file] of planned.entries()) {
    const path = join(folder, paths[i]!);
    if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
    made.add(dirname(path));
    await writeContent(path, file, random.fork(`content ${i}`));
  }
}

/** A text of exactly `size` bytes that parses. */
function jsonText(size: number, random: SeededRandom): string {
  const [before, after] = ['{"values":"', '"}'];
  const room = size - before.length - after.length;
  return `${before}${random.bytes(room).toString('hex').slice(0, room)}${after}`;
}

/** Header first, then content in pieces, so that memory stays small however large the texture. */
async function writeContent(path: string, file: PlannedFile, random: SeededRandom): Promise<void> {
  if (file.extension === '.json') return writeFile(path, jsonText(file.size, random));
  const header = file.texture ? texHeader(file.texture) : fileHeader(file.extension, file.size);
  const handle = await open(path, 'w');
  try {
    await handle.write(header);
    for (let left = file.size - header.length; left > 0; left -= PIECE) {
      await handle.write(shapeEntropy(random.bytes(Math.min(PIECE, left)), file.entropy));
    }
  } finally {
    await handle.close();
  }
}
