import { createCipheriv } from 'node:crypto';
import { createKeyRing, err, ok, type KeyRing, type Result, type ShellId } from '@fyteclub/identity';
import { chunkLength } from '../chunk.rules.ts';
import { ROW_BYTES, writeChunk } from '../chunk-table.rules.ts';
import { createBitmap, setBit } from '../bitmap.rules.ts';
import { chunkPlace, chunkTotal, createChunkMap } from '../chunk-map.rules.ts';
import { signManifest, type CheckedManifest } from '../manifest.ts';
import { byPath, type ModTree } from '../manifest.rules.ts';
import { modHash, type ModOffer } from '../messages.ts';
import { sha256 } from '../sha256.ts';
import type { InboundStore, OutboundSource, StoreProblem } from '../ports.ts';

/** Files of a mod in memory: path to bytes. */
export type Files = Readonly<Record<string, Uint8Array>>;

export const shell = 'ab'.repeat(32) as ShellId;
export const ringOf = (seed: number): KeyRing => createKeyRing(new Uint8Array(32).fill(seed));
export const ada = ringOf(1);
export const ben = ringOf(2);
export const eve = ringOf(5);

/** Reproducible noise, so that a failing test fails again: a cipher's key stream. */
export function noise(length: number, seed = 1): Uint8Array {
  const key = Buffer.alloc(16);
  key.writeDoubleBE(seed);
  return new Uint8Array(createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length)));
}

export function tableOf(bytes: Uint8Array): Uint8Array {
  const rows: [hash: Uint8Array, size: number][] = [];
  for (let at = 0; at < bytes.length;) {
    const size = chunkLength(bytes, at, bytes.length);
    rows.push([sha256(bytes.subarray(at, at + size)), size]);
    at += size;
  }
  const table = new Uint8Array(rows.length * ROW_BYTES);
  rows.forEach(([hash, size], i) => writeChunk(table, i, hash, size));
  return table;
}

export const treeOf = (files: Files, folders: readonly string[] = []): ModTree => ({
  folders,
  entries: Object.keys(files)
    .sort(byPath)
    .map((path) => ({ path, size: files[path]!.length, chunks: tableOf(files[path]!) })),
});

export function shareOf(files: Files, name = 'Silk Robe', ring = ada): CheckedManifest {
  const signed = signManifest(ring, shell, name, treeOf(files));
  if (!signed.ok) throw new Error(signed.error.code);
  return signed.value;
}

export const offerOf = ({ manifest, mod, bytes }: CheckedManifest): ModOffer => ({
  mod: modHash(mod),
  name: manifest.name,
  bytes,
  files: manifest.entries.length,
});

export function memorySource(files: Files, shared: CheckedManifest): OutboundSource & { reads: number } {
  return {
    reads: 0,
    async read(entry, offset, into): Promise<Result<void, 'changed'>> {
      this.reads++;
      await Promise.resolve();
      const bytes = files[shared.manifest.entries[entry]!.path]!;
      if (offset + into.length > bytes.length) return err('changed');
      into.set(bytes.subarray(offset, offset + into.length));
      return ok(undefined);
    },
    close: () => Promise.resolve(),
  };
}

/** A receiver's disk in memory that outlives the pump, as a folder outlives a process. */
export class MemoryStore implements InboundStore {
  kept: Uint8Array | undefined;
  files = new Map<string, Uint8Array>();
  finished = false;
  /** Paths in the order in which they were first written. */
  readonly order = new Set<string>();
  closed = 0;
  writes = 0;
  problem: StoreProblem | undefined;
  /** Awaited before every write. */
  slow: () => Promise<void> = () => Promise.resolve();
  #checked: CheckedManifest | undefined;

  manifest(): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.kept);
  }

  begin(checked: CheckedManifest): Promise<Result<Uint8Array, StoreProblem>> {
    this.#checked = checked;
    this.kept = checked.signed;
    const map = createChunkMap(checked.manifest.entries);
    const held = createBitmap(chunkTotal(map));
    for (const { path, size } of checked.manifest.entries) {
      if (!this.files.has(path)) this.files.set(path, new Uint8Array(size));
    }
    for (let ordinal = 0; ordinal < chunkTotal(map); ordinal++) {
      const { entry, offset, size, hash } = chunkPlace(map, ordinal);
      const bytes = this.files.get(checked.manifest.entries[entry]!.path)!.subarray(offset, offset + size);
      if (Buffer.compare(sha256(bytes), hash) === 0) setBit(held, ordinal);
    }
    return Promise.resolve(ok(held));
  }

  async write(
    entry: number,
    offset: number,
    parts: readonly Uint8Array[],
  ): Promise<Result<void, StoreProblem>> {
    await this.slow();
    if (this.problem !== undefined) return err(this.problem);
    this.writes++;
    const { path } = this.#checked!.manifest.entries[entry]!;
    this.order.add(path);
    const file = this.files.get(path)!;
    let at = offset;
    for (const part of parts) {
      file.set(part, at);
      at += part.length;
    }
    return ok(undefined);
  }

  finish(): Promise<Result<void, StoreProblem>> {
    this.finished = true;
    return Promise.resolve(ok(undefined));
  }

  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }

  contents(): Record<string, Uint8Array> {
    return Object.fromEntries(this.files);
  }
}

/** Byte for byte; a matcher that walks megabytes element by element takes seconds. */
export const sameFiles = (a: Files, b: Files): boolean =>
  Object.keys(a).sort().join('\n') === Object.keys(b).sort().join('\n') &&
  Object.entries(a).every(([path, bytes]) => Buffer.compare(bytes, b[path]!) === 0);
