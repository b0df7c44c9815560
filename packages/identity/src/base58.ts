/**
 * Block-wise base58: every 8 bytes become 11 characters, so that each part of a text decodes without the rest
 * and a cut or misspelt code can still be diagnosed. (Bitcoin's base58 is one big number: one character lost
 * and nothing is readable.) The alphabet leaves out 0, O, I and l.
 */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const VALUES = new Map(Array.from(ALPHABET, (character, value) => [character, BigInt(value)]));

export const BLOCK_BYTES = 8;
export const BLOCK_CHARACTERS = 11;

function encodeBlock(block: Uint8Array): string {
  let rest = 0n;
  for (const byte of block) rest = rest * 256n + BigInt(byte);
  let text = '';
  for (let i = 0; i < BLOCK_CHARACTERS; i++, rest /= 58n) text = (ALPHABET[Number(rest % 58n)] ?? '') + text;
  return text;
}

/** @throws RangeError unless the length is a multiple of 8. */
export function encodeBase58(bytes: Uint8Array): string {
  if (bytes.length % BLOCK_BYTES !== 0) throw new RangeError(`${bytes.length} bytes are not whole blocks`);
  let text = '';
  for (let i = 0; i < bytes.length; i += BLOCK_BYTES) text += encodeBlock(bytes.subarray(i, i + BLOCK_BYTES));
  return text;
}

function decodeBlock(text: string, into: Uint8Array): boolean {
  let rest = 0n;
  for (const character of text) {
    const value = VALUES.get(character);
    if (value === undefined) return false;
    rest = rest * 58n + value;
  }
  if (rest >= 1n << 64n) return false; // 58^11 exceeds 2^64: the spare texts stand for nothing
  for (let i = BLOCK_BYTES - 1; i >= 0; i--, rest >>= 8n) into[i] = Number(rest & 255n);
  return true;
}

/** @returns undefined for a foreign character, a partial block or a block that no bytes encode to. */
export function decodeBase58(text: string): Uint8Array | undefined {
  if (text.length % BLOCK_CHARACTERS !== 0) return undefined;
  const bytes = new Uint8Array((text.length / BLOCK_CHARACTERS) * BLOCK_BYTES);
  for (let block = 0; block * BLOCK_BYTES < bytes.length; block++) {
    const characters = text.slice(block * BLOCK_CHARACTERS, (block + 1) * BLOCK_CHARACTERS);
    if (!decodeBlock(characters, bytes.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES)))
      return undefined;
  }
  return bytes;
}
