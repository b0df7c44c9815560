/** Byte helpers without Node's Buffer, so that rules and browsers can use them. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Ids are made by the thousand, and half as many steps take a third of the time. */
const HEX_OF_TWO = Array.from({ length: 65_536 }, (_, two) => two.toString(16).padStart(4, '0'));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  const even = bytes.length & ~1;
  for (let i = 0; i < even; i += 2) text += HEX_OF_TWO[((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0)] ?? '';
  return even < bytes.length ? text + (HEX[bytes[even] ?? 0] ?? '') : text;
}

/** @returns undefined unless `text` is lower-case hexadecimal of even length. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = digit(text.charCodeAt(2 * i));
    const low = digit(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

/** Of `0`-`9` and `a`-`f`; -1 for any other character. */
function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Unsigned, left to right; a prefix sorts first. Not for secrets: it stops at the first difference. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && compareBytes(a, b) === 0;

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes of our own. Node's Buffer is a Uint8Array whose `slice` shares memory, so `slice` is no copy of one. */
export const ownBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
