import { CHUNK_MAX } from './chunk.rules.ts';
import { MANIFEST_MAX_BYTES } from './manifest.ts';

/** A batch of chunks as one frame carries it: after this many plain bytes a batch is closed. */
export const BATCH_BYTES = 96 * 1024;
/** The most plain bytes in one batch: one more chunk may have fitted in. */
export const BATCH_MAX = BATCH_BYTES + CHUNK_MAX;
/** Chunks in one batch, so that a thousand tiny files still fit the channel's message. */
export const BATCH_CHUNKS = 4096;
/** Plain bytes of a piece of manifest or bitmap. */
export const PIECE_BYTES = 64 * 1024;
/** The largest frame before sealing; with the seal it stays below the 256 KiB a data channel takes. */
export const FRAME_MAX = BATCH_MAX + 4 * BATCH_CHUNKS + 16;

/** A slice of something longer than a frame. */
export interface Piece {
  readonly total: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Chunks in the order of their ordinals here, their bytes end to end, compressed as one where that helps. */
export interface Batch {
  readonly ordinals: Uint32Array;
  readonly compressed: boolean;
  /** In parts that lie end to end, so that nobody has to join them. */
  readonly body: readonly Uint8Array[];
}

export type SenderFrame =
  | ({ readonly kind: 'manifest' } & Piece)
  | ({ readonly kind: 'chunks' } & Batch)
  /** Everything asked for has been sent. */
  | { readonly kind: 'end' }
  /** A shared file is no longer what the manifest says; the sender will offer a new one. */
  | { readonly kind: 'stale' };

export type ReceiverFrame =
  /** Send the manifest first. */
  | { readonly kind: 'want' }
  /** Which chunks are missing, as a bitmap over all chunks in manifest order. */
  | ({ readonly kind: 'need' } & Piece)
  /** How many plain bytes of chunks are on the receiver's disk: the sender may run ahead only so far. */
  | { readonly kind: 'written'; readonly bytes: number }
  /** All is verified and written. */
  | { readonly kind: 'done' };

const KIND = { manifest: 1, chunks: 2, end: 3, stale: 4, want: 16, need: 17, written: 18, done: 19 } as const;

function encodePiece(kind: number, piece: Piece): Uint8Array[] {
  const head = new Uint8Array(9);
  const view = new DataView(head.buffer);
  head[0] = kind;
  view.setUint32(1, piece.total);
  view.setUint32(5, piece.offset);
  return [head, piece.bytes];
}

function encodeBatch(batch: Batch): Uint8Array[] {
  const head = new Uint8Array(6 + 4 * batch.ordinals.length);
  const view = new DataView(head.buffer);
  head[0] = KIND.chunks;
  head[1] = batch.compressed ? 1 : 0;
  view.setUint32(2, batch.ordinals.length);
  batch.ordinals.forEach((ordinal, i) => view.setUint32(6 + 4 * i, ordinal));
  return [head, ...batch.body];
}

/** In parts, so that the seal can take a batch's bytes from where they are. */
export function encodeFrame(frame: SenderFrame | ReceiverFrame): readonly Uint8Array[] {
  if (frame.kind === 'manifest' || frame.kind === 'need') return encodePiece(KIND[frame.kind], frame);
  if (frame.kind === 'chunks') return encodeBatch(frame);
  if (frame.kind !== 'written') return [Uint8Array.of(KIND[frame.kind])];
  const bytes = new Uint8Array(9);
  bytes[0] = KIND.written;
  new DataView(bytes.buffer).setBigUint64(1, BigInt(frame.bytes));
  return [bytes];
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function decodePiece(plain: Uint8Array, max: number): Piece | undefined {
  if (plain.length < 9 || plain.length > 9 + PIECE_BYTES) return undefined;
  const view = viewOf(plain);
  const piece = { total: view.getUint32(1), offset: view.getUint32(5), bytes: plain.subarray(9) };
  return piece.total <= max && piece.offset + piece.bytes.length <= piece.total ? piece : undefined;
}

function decodeBatch(plain: Uint8Array): Batch | undefined {
  const flag = plain[1];
  if (plain.length < 7 || (flag !== 0 && flag !== 1)) return undefined;
  const view = viewOf(plain);
  const count = view.getUint32(2);
  if (count === 0 || count > BATCH_CHUNKS || plain.length < 7 + 4 * count) return undefined;
  const ordinals = Uint32Array.from({ length: count }, (_, i) => view.getUint32(6 + 4 * i));
  return { ordinals, compressed: flag === 1, body: [plain.subarray(6 + 4 * count)] };
}

/** Opens what a sender sealed; undefined for anything else, whatever its length. */
export function decodeSenderFrame(plain: Uint8Array): SenderFrame | undefined {
  if (plain.length > FRAME_MAX) return undefined;
  if (plain[0] === KIND.manifest) {
    const piece = decodePiece(plain, MANIFEST_MAX_BYTES);
    return piece && { kind: 'manifest', ...piece };
  }
  if (plain[0] === KIND.chunks) {
    const batch = decodeBatch(plain);
    return batch && { kind: 'chunks', ...batch };
  }
  if (plain.length !== 1) return undefined;
  if (plain[0] === KIND.end) return { kind: 'end' };
  return plain[0] === KIND.stale ? { kind: 'stale' } : undefined;
}

/** Opens what a receiver sealed; undefined for anything else, whatever its length. */
export function decodeReceiverFrame(plain: Uint8Array): ReceiverFrame | undefined {
  if (plain[0] === KIND.need) {
    const piece = decodePiece(plain, MANIFEST_MAX_BYTES);
    return piece && { kind: 'need', ...piece };
  }
  if (plain[0] === KIND.written && plain.length === 9) {
    const bytes = Number(viewOf(plain).getBigUint64(1));
    return Number.isSafeInteger(bytes) ? { kind: 'written', bytes } : undefined;
  }
  if (plain.length !== 1) return undefined;
  if (plain[0] === KIND.want) return { kind: 'want' };
  return plain[0] === KIND.done ? { kind: 'done' } : undefined;
}
