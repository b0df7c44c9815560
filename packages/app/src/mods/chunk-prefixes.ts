import { chunkCount, chunkHash, type Manifest } from '@fyteclub/transfer';

/**
 * The first four bytes of every chunk hash of a mod, sorted: small enough to keep for every mod on the disk, and
 * enough to say which of them may share chunks with another.
 */
export function prefixesOf(manifest: Pick<Manifest, 'entries'>): Uint32Array {
  const total = manifest.entries.reduce((sum, { chunks }) => sum + chunkCount(chunks), 0);
  const prefixes = new Uint32Array(total);
  let at = 0;
  for (const { chunks } of manifest.entries) {
    for (let row = 0; row < chunkCount(chunks); row++) {
      const [a = 0, b = 0, c = 0, d = 0] = chunkHash(chunks, row);
      prefixes[at++] = (a << 24) | (b << 16) | (c << 8) | d;
    }
  }
  return prefixes.sort();
}

/** Never misses a shared chunk; a false alarm costs one look into a manifest. */
export function mayShare(a: Uint32Array, b: Uint32Array): boolean {
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    const [left, right] = [a[i] ?? 0, b[j] ?? 0];
    if (left === right) return true;
    if (left < right) i++;
    else j++;
  }
  return false;
}
