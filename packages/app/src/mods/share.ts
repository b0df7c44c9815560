import { basename } from 'node:path';
import { err, ok, type KeyRing, type Result, type ShellId } from '@fyteclub/identity';
import {
  modHash,
  signManifest,
  type CheckedManifest,
  type ManifestProblem,
  type ModOffer,
} from '@fyteclub/transfer';
import { touches } from './private-places.ts';
import { scanFolder, type FolderIndex, type Scan, type ScanProblem } from './scan.ts';

/** A mod of ours, ready to be offered and sent in one syncshell. */
export interface SharedMod {
  /** What the user shared: a folder or a single file. */
  readonly path: string;
  readonly offer: ModOffer;
  readonly checked: CheckedManifest;
  readonly scan: Scan;
}

export interface ShareProblem {
  readonly code: (ManifestProblem | ScanProblem)['code'] | 'path-private';
  readonly path?: string;
}

/** Signs a scan for one syncshell; the same scan can be shared in several. */
export function signScan(
  path: string,
  name: string,
  scan: Scan,
  shell: ShellId,
  ring: KeyRing,
): Result<SharedMod, ShareProblem> {
  const signed = signManifest(ring, shell, name.normalize('NFC'), scan.tree);
  if (!signed.ok) return signed;
  const { manifest, mod, bytes } = signed.value;
  const offer = { mod: modHash(mod), name: manifest.name, bytes, files: manifest.entries.length };
  return ok({ path, offer, checked: signed.value, scan });
}

/**
 * Scans and signs; an unchanged folder gives the same mod hash every time.
 * @param path absolute; a folder, or one file such as a `.pmp`
 * @param options `name` is the last part of the path unless told; `keepOut` are places of which nothing may be shared
 */
export async function shareFolder(
  path: string,
  options: {
    name?: string;
    shell: ShellId;
    ring: KeyRing;
    index: FolderIndex;
    now: number;
    keepOut: readonly string[];
  },
): Promise<Result<SharedMod, ShareProblem>> {
  if (await touches(path, options.keepOut)) return err({ code: 'path-private' });
  const scan = await scanFolder(path, options.index, options.now);
  if (!scan.ok) return err(scan.error);
  return signScan(path, options.name ?? basename(path), scan.value, options.shell, options.ring);
}
