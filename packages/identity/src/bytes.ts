/** Byte helpers without Node's Buffer, so that rules and browsers can use them. */

const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** So many bytes at once: one call takes only so many arguments. */
const PIECE = 4_096;

/** Texts are made in one go: grown digit by digit, an id takes ten times the room for as long as it lives. */
export function toHex(bytes: Uint8Array): string {
  if (bytes.length > PIECE) return toHex(bytes.subarray(0, PIECE)) + toHex(bytes.subarray(PIECE));
  const codes = new Array<number>(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    codes[2 * i] = DIGITS[byte >>> 4] ?? 0;
    codes[2 * i + 1] = DIGITS[byte & 15] ?? 0;
  }
  return String.fromCharCode(...codes);
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

/** The parts in one array of their own, which shares memory with none of them. */
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

/** Not for secrets: how long it takes says where they differ. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && compareBytes(a, b) === 0;

/**
 * The text as it is, not normalised: for what people type, NFC is the caller's to see to. A lone half of a surrogate
 * pair becomes U+FFFD.
 */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes of our own. Node's Buffer is a Uint8Array whose `slice` shares memory, so `slice` is no copy of one. */
export const ownBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);
