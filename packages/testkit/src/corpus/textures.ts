import type { SeededRandom } from './seeded-random.ts';

/** A texture format of the game: its code in the header and the bytes of one 4 x 4 block of pixels. */
interface Format {
  readonly code: number;
  readonly blockBytes: number;
  readonly compressed: boolean;
}

const FORMATS = {
  BC1: { code: 13344, blockBytes: 8, compressed: true },
  BC3: { code: 13361, blockBytes: 16, compressed: true },
  BC5: { code: 25136, blockBytes: 16, compressed: true },
  BC7: { code: 25650, blockBytes: 16, compressed: true },
  A8R8G8B8: { code: 5200, blockBytes: 4, compressed: false },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

export interface Texture {
  readonly format: FormatName;
  readonly width: number;
  readonly height: number;
}

export const TEX_HEADER_BYTES = 80;
const TEXTURE_2D = 0x00800000;
const SIZES = [
  { upTo: 0.1, side: 4096 },
  { upTo: 0.45, side: 2048 },
  { upTo: 0.85, side: 1024 },
  { upTo: 1, side: 512 },
];
const LARGEST_UNCOMPRESSED = 1024;

const mipCount = ({ width, height }: Texture): number => Math.floor(Math.log2(Math.max(width, height))) + 1;

function mipBytes({ format, width, height }: Texture, level: number): number {
  const { blockBytes, compressed } = FORMATS[format];
  const across = Math.max(1, width >> level);
  const down = Math.max(1, height >> level);
  return compressed ? Math.ceil(across / 4) * Math.ceil(down / 4) * blockBytes : across * down * blockBytes;
}

/** Bytes of the whole file: header and the full chain of mips. */
export function textureBytes(texture: Texture): number {
  let bytes = TEX_HEADER_BYTES;
  for (let level = 0; level < mipCount(texture); level++) bytes += mipBytes(texture, level);
  return bytes;
}

/** One texture as a character's look has them: mostly 1K and 2K, mostly block compressed. */
export function drawTexture(random: SeededRandom): Texture {
  const dice = random.next();
  const format: FormatName =
    dice < 0.45 ? 'BC7' : dice < 0.7 ? 'BC1' : dice < 0.78 ? 'BC3' : dice < 0.85 ? 'BC5' : 'A8R8G8B8';
  const size = random.next();
  const drawn = SIZES.find(({ upTo }) => size < upTo)?.side ?? 512;
  const side = FORMATS[format].compressed ? drawn : Math.min(drawn, LARGEST_UNCOMPRESSED);
  return { format, width: side, height: side };
}

/** Halves one side after the other until the file has at most `bytes`; 1 x 1 is the end. */
export function shrinkToFit(texture: Texture, bytes: number): Texture {
  let { width, height } = texture;
  while (width * height > 1 && textureBytes({ ...texture, width, height }) > bytes) {
    if (width >= height) width /= 2;
    else height /= 2;
  }
  return { ...texture, width, height };
}

/** The 80-byte header: format at 4, width at 8, height at 10, mip count at 14, mip offsets from 28. */
export function texHeader(texture: Texture): Buffer {
  const header = Buffer.alloc(TEX_HEADER_BYTES);
  header.writeUInt32LE(TEXTURE_2D, 0);
  header.writeUInt32LE(FORMATS[texture.format].code, 4);
  header.writeUInt16LE(texture.width, 8);
  header.writeUInt16LE(texture.height, 10);
  header.writeUInt16LE(1, 12);
  header.writeUInt8(mipCount(texture), 14);
  header.writeUInt8(1, 15);
  for (let level = 0, at = TEX_HEADER_BYTES; level < mipCount(texture); level++) {
    if (level < 3) header.writeUInt32LE(level, 16 + 4 * level);
    header.writeUInt32LE(at, 28 + 4 * level);
    at += mipBytes(texture, level);
  }
  return header;
}
