import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './tool.mjs';

/**
 * A small repository for a test, with this one's node_modules.
 *
 * @param files content by path; anything but text is written as JSON.
 */
export function makeRepository(files) {
  const root = mkdtempSync(join(tmpdir(), 'fy-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  symlinkSync(join(repository(), 'node_modules'), join(root, 'node_modules'));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
