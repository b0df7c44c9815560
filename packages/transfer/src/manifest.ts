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
  treeSize,
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
import { sha256 } from './sha256.ts';

const SIGNATURE_BYTES = 64;
/** Files, as many folders again, and the rest: nothing longer is gathered from a peer. */
export const MANIFEST_MAX_BYTES = ENTRIES_MAX_BYTES + FOLDERS_MAX_BYTES + 1024;

/**
 * What an owner signs of one mod, for one syncshell. The mod hash is the SHA-256 of its canonical bytes, which
 * docs/wire-format.md lists.
 */
export interface Manifest extends ModTree {
  readonly shell: ShellId;
  /** Who signs, and who shares. */
  readonly owner: MemberId;
  /** What the mod, and its folder at the receiver, is called: see {@link nameProblem}. */
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
  /** Of all files together. */
  readonly bytes: number;
  /** Of all files together, each repetition counted. */
  readonly chunks: number;
}

/**
 * Why a manifest was neither signed nor taken, and the path that is to blame where one is. `manifest-wrong-mod`: it
 * does not hash to what was asked for. `manifest-forged`: it names or is signed by another than the expected owner.
 */
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

const checked = (manifest: Manifest, payload: Uint8Array, signed: Uint8Array): CheckedManifest => ({
  manifest,
  mod: sha256(payload),
  signed,
  bytes: treeSize(manifest),
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

/** Opens hostile bytes; a value hashes to `mod` and is safe to write, whoever signed it. */
export function readManifest(signed: Uint8Array, mod: Uint8Array): Result<CheckedManifest, ManifestProblem> {
  if (signed.length > MANIFEST_MAX_BYTES) return err({ code: 'manifest-too-large' });
  if (signed.length < SIGNATURE_BYTES) return err({ code: 'manifest-malformed' });
  const payload = signed.subarray(0, -SIGNATURE_BYTES);
  if (!equalBytes(sha256(payload), mod)) return err({ code: 'manifest-wrong-mod' });
  const decoded = manifestLayout.decode(payload);
  if (!decoded.ok) {
    return err({ code: decoded.error === 'malformed' ? 'manifest-malformed' : 'manifest-foreign-version' });
  }
  const problem = nameProblem(decoded.value.name) ?? treeProblem(decoded.value);
  return problem === undefined ? ok(checked(decoded.value, payload, signed)) : err(problem);
}

/** As {@link readManifest}, and signed by the expected owner for the expected syncshell. */
export function openManifest(
  signed: Uint8Array,
  { shell, owner, mod }: ManifestExpectation,
): Result<CheckedManifest, ManifestProblem> {
  const read = readManifest(signed, mod);
  if (!read.ok) return read;
  const { manifest } = read.value;
  if (manifest.shell !== shell) return err({ code: 'manifest-wrong-shell' });
  const genuine = verify(owner, signed.subarray(0, -SIGNATURE_BYTES), signed.subarray(-SIGNATURE_BYTES));
  return manifest.owner === owner && genuine ? read : err({ code: 'manifest-forged' });
}
