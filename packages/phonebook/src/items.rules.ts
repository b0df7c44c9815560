import { concat, u32 } from '@fyteclub/identity';

/** Byte strings one after another, each after its length (u32). */
export const joinItems = (items: readonly Uint8Array[]): Uint8Array =>
  concat(...items.flatMap((item) => [u32.write(item.length), item]));

/** @returns undefined unless `bytes` is exactly at most `max` items. */
export function splitItems(bytes: Uint8Array, max: number): readonly Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (items.length === max || bytes.length - at < 4) return undefined;
    const length = view.getUint32(at);
    at += 4;
    if (length > bytes.length - at) return undefined;
    items.push(bytes.subarray(at, at + length));
    at += length;
  }
  return items;
}

/** Deals items into batches of at most `limit` bytes (lengths included) and `max` items; one over the limit goes alone. */
export function batches(
  items: readonly Uint8Array[],
  limit: number,
  max: number,
): readonly (readonly Uint8Array[])[] {
  const dealt: Uint8Array[][] = [];
  let room = 0;
  for (const item of items) {
    const size = item.length + 4;
    const last = dealt.at(-1);
    if (last === undefined || size > room || last.length === max) {
      dealt.push([item]);
      room = limit - size;
    } else {
      last.push(item);
      room -= size;
    }
  }
  return dealt;
}
