import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { makeFolder } from '../processes/homes.ts';
import { toldInABrowser } from './in-a-browser.ts';
import { PICTURE, takePicture } from './take-picture.ts';

const README_PICTURE = new URL('../../../../docs/page.png', import.meta.url);
/** An empty page of this size takes a tenth of it. */
const LEAST_BYTES = 30_000;

/** What a PNG file says of itself (RFC 2083): its signature, and the size in its first chunk. */
function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

const story = toldInABrowser('the picture of the page');

story('the picture in the README can be taken again, and has the size of the one that is there', async () => {
  const file = join(await makeFolder(), 'page.png');
  await takePicture(file);
  for (const picture of [await readFile(file), await readFile(README_PICTURE)]) {
    expect(sizeOf(picture)).toEqual(PICTURE);
    expect(picture.length).toBeGreaterThan(LEAST_BYTES);
  }
});
