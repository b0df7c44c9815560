import { ownBytes } from '@fyteclub/identity';
import { Packr } from 'msgpackr';

/** Records would tie a row to what was packed before it. */
const packer = new Packr({ useRecords: false });

/** Decoders hand out Buffers, whose `slice` shares memory; rows leave the store with bytes of their own. */
export function withOwnBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return ownBytes(value);
  if (Array.isArray(value)) return value.map(withOwnBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withOwnBytes(inner)]));
}

/** A row as MessagePack. The packer's buffer is its own; the copy is the caller's, to be zeroed after use. */
export function packRow(row: unknown): Uint8Array {
  const packed = packer.pack(row);
  const bytes = new Uint8Array(packed);
  packed.fill(0);
  return bytes;
}

export const unpackRow = (bytes: Uint8Array): unknown => withOwnBytes(packer.unpack(bytes));
