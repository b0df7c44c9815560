import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rememberFolder } from './remembered.ts';

/** A folder of its own with a short path (socket paths end at about 100 characters), gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fy-'));
  rememberFolder(folder);
  return folder;
}
