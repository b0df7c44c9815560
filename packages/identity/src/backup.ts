import { concat } from './bytes.ts';
import { LABELS } from './labels.ts';
import { bytes, domain, layout, u64 } from './layout.ts';
import {
  HEADER_BYTES,
  openHeader,
  writeHeader,
  WRITTEN_COST,
  type HeaderProblem,
  type Opened,
  type PassphraseCost,
} from './passphrase-header.ts';
import { err, ok, type Result } from './result.ts';
import { sodium } from './sodium.ts';

const MAGIC = 'FCBACKUP';
const FRAME_BYTES = 64 * 1024;
const SEALED_FRAME_BYTES = FRAME_BYTES + sodium.crypto_secretstream_xchacha20poly1305_ABYTES;
/** The most that a backup holds: 64 MiB. */
export const MAX_BACKUP_CONTENT = 64 * 1024 * 1024;
/** More bytes than any backup can be long. */
export const MAX_BACKUP_FILE = MAX_BACKUP_CONTENT + 1024 * 1024;

/** What a backup keeps. */
export interface Backup {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The app's; nothing here looks into it. */
  readonly content: Uint8Array;
}

const PLAIN = layout<Backup>(LABELS.backup, 1, { createdAt: u64, content: bytes(MAX_BACKUP_CONTENT) });

/**
 * Why a file is no backup that can be opened: it is none, or of a newer version, or damaged, or the passphrase is
 * another. Never more is read than its header promises.
 */
export type BackupProblem =
  | 'not-a-backup'
  | 'backup-newer'
  | 'backup-too-large'
  | 'backup-too-demanding'
  | 'backup-cut-short'
  | 'backup-damaged'
  | 'wrong-passphrase';

const PROBLEMS: Readonly<Record<HeaderProblem, BackupProblem>> = {
  foreign: 'not-a-backup',
  newer: 'backup-newer',
  'cut-short': 'backup-cut-short',
  damaged: 'backup-damaged',
  'too-demanding': 'backup-too-demanding',
  'wrong-passphrase': 'wrong-passphrase',
};

/** A stream that starts from a header of our own drawing: libsodium's initialiser for writing draws it by itself. */
const streamFrom = (header: Uint8Array, key: Uint8Array) =>
  sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, key);

const FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
const MORE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;

/**
 * Seals a backup under a passphrase: Argon2id and libsodium's secretstream in frames of 64 KiB, of which the first
 * authenticates the header and only the last is marked as such. Blocks for about a second and leaves libsodium's memory
 * 256 MiB larger, so a node runs it in a worker.
 * @param random cryptographically random bytes.
 * @throws RangeError if there is more than {@link MAX_BACKUP_CONTENT}.
 */
export function encodeBackup(
  backup: Backup,
  passphrase: string,
  random: (length: number) => Uint8Array,
  cost: PassphraseCost = WRITTEN_COST,
): Uint8Array {
  const plain = PLAIN.encode(backup);
  const { header, nonce, key } = writeHeader(MAGIC, passphrase, cost, random);
  const stream = streamFrom(nonce, key);
  const parts = [header];
  for (let at = 0; at < plain.length; at += FRAME_BYTES) {
    const last = at + FRAME_BYTES >= plain.length;
    const frame = plain.subarray(at, at + FRAME_BYTES);
    parts.push(
      sodium.crypto_secretstream_xchacha20poly1305_push(
        stream,
        frame,
        at === 0 ? header : null,
        last ? FINAL : MORE,
      ),
    );
  }
  sodium.memzero(plain);
  sodium.memzero(key);
  return concat(...parts);
}

const wipe = (frames: readonly Uint8Array[]): void => {
  for (const frame of frames) sodium.memzero(frame);
};

/** How long the sealed frames of this backup are, as its first frame, which is authentic, says. */
function sealedLength(firstFrame: Uint8Array): number {
  const lengthAt = domain(LABELS.backup, 1).length + 8;
  if (firstFrame.length < lengthAt + 4) return 0;
  const content = new DataView(firstFrame.buffer, firstFrame.byteOffset).getUint32(lengthAt);
  const plain = lengthAt + 4 + content;
  return plain + Math.ceil(plain / FRAME_BYTES) * (SEALED_FRAME_BYTES - FRAME_BYTES);
}

/** All frames or nothing: what had been opened before something turned out to be wrong is zeroed. */
function openFrames(sealed: Uint8Array, { header, nonce, key }: Opened): Result<Uint8Array, BackupProblem> {
  const stream = streamFrom(nonce, key);
  const frames: Uint8Array[] = [];
  let last: number | undefined;
  for (let at = 0; at < sealed.length && last !== FINAL; at += SEALED_FRAME_BYTES) {
    const frame = sealed.subarray(at, at + SEALED_FRAME_BYTES);
    const opened =
      frame.length >= SEALED_FRAME_BYTES - FRAME_BYTES &&
      sodium.crypto_secretstream_xchacha20poly1305_pull(stream, frame, at === 0 ? header : null);
    if (opened === false) break;
    frames.push(opened.message);
    last = opened.tag;
  }
  const plain = concat(...frames);
  const [first] = frames;
  const expected = first && sealedLength(first);
  wipe(frames);
  if (last === FINAL && expected === sealed.length) return ok(plain);
  sodium.memzero(plain);
  return err(sealed.length < (expected ?? 1) ? 'backup-cut-short' : 'backup-damaged');
}

/**
 * Opens a backup whole or not at all. What it would cost is bounded before anything is derived: 1 GiB, 10 passes.
 * @param file of any origin.
 */
export function openBackup(file: Uint8Array, passphrase: string): Result<Backup, BackupProblem> {
  if (file.length > MAX_BACKUP_FILE) return err('backup-too-large');
  const opened = openHeader(MAGIC, file, passphrase);
  if (!opened.ok) return err(PROBLEMS[opened.error]);
  const plain = openFrames(file.subarray(HEADER_BYTES), opened.value);
  sodium.memzero(opened.value.key);
  if (!plain.ok) return plain;
  const backup = PLAIN.decode(plain.value);
  sodium.memzero(plain.value);
  return backup.ok ? backup : err(backup.error === 'malformed' ? 'backup-damaged' : 'backup-newer');
}
