import { createCipheriv } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Path to bytes; a path that ends in `/` is an empty folder. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

const made: string[] = [];

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fyteclub-mods-'));
  made.push(folder);
  return folder;
}

export async function removeTempFolders(): Promise<void> {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
}

export function writeFiles(root: string, files: Files): void {
  mkdirSync(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true });
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  }
}

/** The folder as {@link Files}; two folders are equal when these are. */
export function readFiles(root: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    const children = readdirSync(join(root, folder), { withFileTypes: true });
    if (children.length === 0 && folder !== '') files[`${folder}/`] = '';
    for (const child of children) {
      const path = folder === '' ? child.name : `${folder}/${child.name}`;
      if (child.isDirectory()) visit(path);
      else files[path] = readFileSync(join(root, path)).toString('base64');
    }
  };
  if (existsSync(root)) visit('');
  return files;
}

let noises = 0;

/** Bytes that no two calls have in common, and the same ones in every run: where chunks end depends on them. */
export function noise(length: number): Uint8Array {
  const start = Buffer.alloc(16);
  start.writeUInt32BE(++noises);
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), start).update(Buffer.alloc(length));
}

/** A small wardrobe: nested, with an empty file, an empty folder, tiny files and some of several chunks. */
export const wardrobe = (): Files => ({
  'meta.json': '{"Name":"Silk Robe"}',
  'default_mod.json': '{}',
  'chara/equipment/robe.mdl': noise(400_000),
  'chara/equipment/robe.tex': noise(2_500_000),
  'chara/übergröße/naïve ♥.tex': noise(90_000),
  'empty.bin': '',
  'nothing here/': '',
  ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`m/${i}.mtrl`, noise(200 + 37 * i)])),
});
