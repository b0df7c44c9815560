import { createHash } from 'node:crypto';
import {
  concat,
  equalBytes,
  err,
  LABELS,
  layout,
  memberId,
  ok,
  shellId,
  text,
  verify,
  type KeyRing,
  type MemberId,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import { chunkCount } from './chunk-table.rules.ts';
import {
  nameProblem,
  NAME_MAX_BYTES,
  treeProblem,
  type ModTree,
  type TreeProblem,
} from './manifest.rules.ts';
import {
  ENTRIES_MAX_BYTES,
  entryTable,
  entryTableBytes,
  folderTable,
  FOLDERS_MAX_BYTES,
} from './packed-tree.ts';

const SIGNATURE_BYTES = 64;
/** Files, as many folders again, and the rest: nothing longer is gathered from a peer. */
export const MANIFEST_MAX_BYTES = ENTRIES_MAX_BYTES + FOLDERS_MAX_BYTES + 1024;

export interface Manifest extends ModTree {
  readonly shell: ShellId;
  readonly owner: MemberId;
  readonly name: string;
}

export const manifestLayout = layout<Manifest>(LABELS.transferManifest, 1, {
  shell: shellId,
  owner: memberId,
  name: text(NAME_MAX_BYTES),
  folders: folderTable,
  entries: entryTable,
});

/** A manifest that was signed by its owner and is fit to be written to a disk. */
export interface CheckedManifest {
  readonly manifest: Manifest;
  /** SHA-256 of the signed payload: what the mod is called in every message, 32 bytes. */
  readonly mod: Uint8Array;
  /** Payload and signature: what is kept and sent. */
  readonly signed: Uint8Array;
  readonly bytes: number;
  readonly chunks: number;
}

export type ManifestProblem =
  | TreeProblem
  | {
      readonly code:
        | 'manifest-malformed'
        | 'manifest-foreign-version'
        | 'manifest-forged'
        | 'manifest-wrong-mod'
        | 'manifest-wrong-shell'
        | 'manifest-too-large';
      readonly path?: string;
    };

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const checked = (manifest: Manifest, payload: Uint8Array, signed: Uint8Array): CheckedManifest => ({
  manifest,
  mod: sha256(payload),
  signed,
  bytes: manifest.entries.reduce((sum, entry) => sum + entry.size, 0),
  chunks: manifest.entries.reduce((sum, entry) => sum + chunkCount(entry.chunks), 0),
});

/** Signs what is about to be shared, after the same checks a receiver makes. */
export function signManifest(
  ring: KeyRing,
  shell: ShellId,
  name: string,
  tree: ModTree,
): Result<CheckedManifest, ManifestProblem> {
  const problem = nameProblem(name) ?? treeProblem(tree);
  if (problem !== undefined) return err(problem);
  if (entryTableBytes(tree.entries) > ENTRIES_MAX_BYTES) return err({ code: 'manifest-too-large' });
  const manifest = { shell, owner: ring.memberId, name, folders: tree.folders, entries: tree.entries };
  const payload = manifestLayout.encode(manifest);
  return ok(checked(manifest, payload, concat(payload, ring.sign(payload))));
}

/** What a receiver knows before the manifest comes. */
export interface ManifestExpectation {
  readonly shell: ShellId;
  readonly owner: MemberId;
  readonly mod: Uint8Array;
}

/** Opens hostile bytes; a value is signed by the expected owner, hashes to the expected mod and is safe to write. */
export function openManifest(
  signed: Uint8Array,
  expected: ManifestExpectation,
): Result<CheckedManifest, ManifestProblem> {
  if (signed.length > MANIFEST_MAX_BYTES) return err({ code: 'manifest-too-large' });
  if (signed.length < SIGNATURE_BYTES) return err({ code: 'manifest-malformed' });
  const payload = signed.subarray(0, -SIGNATURE_BYTES);
  const signature = signed.subarray(-SIGNATURE_BYTES);
  if (!equalBytes(sha256(payload), expected.mod)) return err({ code: 'manifest-wrong-mod' });
  if (!verify(expected.owner, payload, signature)) return err({ code: 'manifest-forged' });
  const decoded = manifestLayout.decode(payload);
  if (!decoded.ok) {
    return err({ code: decoded.error === 'malformed' ? 'manifest-malformed' : 'manifest-foreign-version' });
  }
  const manifest = decoded.value;
  if (manifest.owner !== expected.owner) return err({ code: 'manifest-forged' });
  if (manifest.shell !== expected.shell) return err({ code: 'manifest-wrong-shell' });
  const problem = nameProblem(manifest.name) ?? treeProblem(manifest);
  return problem === undefined ? ok(checked(manifest, payload, signed)) : err(problem);
}
