import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../system-errors.ts';

export const pluginTokenFile = (state: string): string => join(state, 'plugin-token');

/**
 * What a plugin of the game shows at the page's door: a file that only this account reads. Deleting it makes another
 * one at the next start.
 */
export function pluginToken(state: string, random: (length: number) => Uint8Array): string {
  const file = pluginTokenFile(state);
  try {
    const kept = readFileSync(file, 'utf8').trim();
    if (/^[\w-]{43}$/.test(kept)) return kept;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  const token = Buffer.from(random(32)).toString('base64url');
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return token;
}
