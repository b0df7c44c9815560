import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** What `npm run build` puts beside the code, and a published package brings along. */
const FOLDER = fileURLToPath(new URL('../../page/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/**
 * The files of the page, by the path they are asked for. They are read once: whatever a request names, nothing but
 * these is ever looked up.
 * @returns empty where the page has not been built.
 */
export function readPageFiles(folder = FOLDER): ReadonlyMap<string, PageFile> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length));
  return new Map(
    names.flatMap((name): [string, PageFile][] => {
      const type = TYPES[extname(name)];
      if (type === undefined) return [];
      const file = { bytes: readFileSync(join(folder, name)), type };
      const path = `/${name.split(sep).join('/')}`;
      return [[path.replace(/\/index\.html$/, '/'), file]];
    }),
  );
}
