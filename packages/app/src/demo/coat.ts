import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = 24;
const FILE_BYTES = 512 * 1024;

/** A small mod as Penumbra keeps them: one third of its bytes compress well. */
export async function writeCoat(folder: string): Promise<void> {
  await mkdir(join(folder, 'files'), { recursive: true });
  const files: Record<string, string> = {};
  for (let i = 0; i < FILES; i++) {
    const bytes = i % 3 === 0 ? Buffer.alloc(FILE_BYTES, `texture ${i} `) : randomBytes(FILE_BYTES);
    await writeFile(join(folder, 'files', `${i}.tex`), bytes);
    files[`chara/demo/texture_${i}.tex`] = `files\\${i}.tex`;
  }
  const meta = { FileVersion: 3, Name: 'Demo coat', Author: 'Ada', Version: '1.0', ModTags: [] };
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta));
  await writeFile(
    join(folder, 'default_mod.json'),
    JSON.stringify({ Version: 0, Files: files, FileSwaps: {}, Manipulations: [] }),
  );
}

/** The same for two folders whose files have the same names and the same bytes. */
export async function fingerprintOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const whole = createHash('sha256');
  for (const file of files.sort()) {
    const bytes = createHash('sha256').update(await readFile(file));
    whole.update(`${file.slice(folder.length)}\n${bytes.digest('hex')}\n`);
  }
  return whole.digest('hex');
}
