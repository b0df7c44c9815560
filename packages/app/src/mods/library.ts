import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, toHex, type MemberId, type Result, type ShellId } from '@fyteclub/identity';
import type { CheckedManifest, InboundStore, InstallCode, ManifestEntry, ModHash } from '@fyteclub/transfer';
import { mayShare, prefixesOf } from './chunk-prefixes.ts';
import { eachOf } from './disk.ts';
import { filesPath, keptManifest, manifestPath, PartialStore } from './partial-store.ts';
import {
  asideOf,
  folderOf,
  manifestOf,
  partialOf,
  type ModPlaces,
  type ReceivedRow,
  type ReceivedTable,
} from './received.ts';
import { confirm, recover } from './recover.ts';
import type { ReuseSource } from './reuse.ts';
import type { Scan } from './scan.ts';
import { flushFiles } from './settle.ts';
import { sameContentStamp, stampAt } from './stamp.ts';
import { canRename, swapIn } from './swap.ts';

export interface ReceivedMod {
  readonly mod: ModHash;
  readonly shell: ShellId;
  readonly owner: MemberId;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** The folder, byte for byte the shared one. */
  readonly path: string;
}

/** All mods that others shared with us, on the disk of this node. */
export interface Library {
  /** What is in place, whether or not its owner still offers it. */
  received(): readonly ReceivedMod[];
  /** Whether the mod is in place and no file of it was removed or touched since. */
  holds(mod: ModHash): Promise<boolean>;
  /** Where one transfer of the mod writes to. One at a time for each mod. */
  store(mod: ModHash): InboundStore;
  /** Puts a mod in place whose pump is done; the version it replaces disappears. */
  install(mod: ModHash): Promise<Result<ReceivedMod, InstallCode>>;
  /** Waits for what is being written through. */
  close(): Promise<void>;
}

export interface LibraryOptions {
  /** Folder for received mods, as configured. */
  readonly mods: string;
  readonly cache: string;
  readonly table: ReceivedTable;
  /** Our own shared folders: their chunks need not be fetched either. */
  readonly shared: () => readonly Scan[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What nobody has gone on with for so long is not worth its room. */
const PARTIAL_DAYS = 30;

/** Opens the folders, and first of all ends what a kill may have interrupted. */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const places = await choosePlaces(options.mods, options.cache);
  await recover(places, options.table);
  await dropOldPartials(places, options.now);
  const library = new FolderLibrary(places, options);
  library.settleLeftOvers();
  return library;
}

/** Folders can only be put in place by renaming within one file system; `mods` may be on another than the cache. */
async function choosePlaces(mods: string, cache: string): Promise<ModPlaces> {
  const own = join(mods, '.fyteclub');
  const inCache = join(cache, 'partial');
  await mkdir(own, { recursive: true });
  await mkdir(inCache, { recursive: true });
  const partial = (await canRename(inCache, own)) ? inCache : join(own, 'partial');
  await mkdir(partial, { recursive: true });
  return { mods, partial, aside: join(own, 'aside') };
}

/** Its manifest was touched when a transfer last went on. */
async function dropOldPartials(places: ModPlaces, now: number): Promise<void> {
  for (const name of await readdir(places.partial)) {
    const folder = partialOf(places, name);
    const stamp = await stampAt(manifestPath(folder));
    const age = now - Number(BigInt(stamp?.mtimeNs ?? 0) / 1_000_000n);
    if (age > PARTIAL_DAYS * 24 * 3_600_000) await rm(folder, { recursive: true, force: true });
  }
}

class FolderLibrary implements Library {
  readonly #places: ModPlaces;
  readonly #table: ReceivedTable;
  readonly #shared: () => readonly Scan[];
  readonly #stores = new Map<ModHash, PartialStore>();
  readonly #rowPrefixes = new Map<ModHash, Uint32Array>();
  readonly #treePrefixes = new WeakMap<readonly ManifestEntry[], Uint32Array>();
  readonly #closing = new AbortController();
  /** Folders change places one after the other, and are written through behind that. */
  #turn: Promise<unknown> = Promise.resolve();
  #settling: Promise<void> = Promise.resolve();

  constructor(places: ModPlaces, { table, shared }: LibraryOptions) {
    this.#places = places;
    this.#table = table;
    this.#shared = shared;
  }

  received(): readonly ReceivedMod[] {
    return this.#table.entries().flatMap(([, row]) => (row.state === 'installing' ? [] : [this.#modOf(row)]));
  }

  async holds(mod: ModHash): Promise<boolean> {
    const row = this.#table.get(mod);
    const manifest = row && manifestOf(row);
    if (row === undefined || manifest === undefined || row.state === 'installing') return false;
    const folder = folderOf(this.#places, row.owner, row.name);
    const wrong: number[] = [];
    await eachOf(manifest.entries.entries(), 8, async ([entry, { path }]) => {
      if (wrong.length > 0) return;
      const [left, found] = [row.stamps[entry], await stampAt(join(folder, path))];
      if (left === undefined || found === undefined || !sameContentStamp(left, found)) wrong.push(entry);
    });
    return wrong.length === 0;
  }

  store(mod: ModHash): InboundStore {
    const folder = partialOf(this.#places, mod);
    const known = this.#table.get(mod)?.signed;
    const store = new PartialStore(folder, (checked) => this.#sourcesFor(checked), known);
    this.#stores.set(mod, store);
    return store;
  }

  install(mod: ModHash): Promise<Result<ReceivedMod, InstallCode>> {
    const installed = this.#turn.then(() => this.#install(mod));
    this.#turn = installed;
    return installed;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
    await this.#settling;
  }

  settleLeftOvers(): void {
    for (const [, row] of this.#table.entries()) if (row.state === 'unsettled') this.#settle(row);
  }

  #modOf({ mod, shell, owner, name, files, bytes }: ReceivedRow): ReceivedMod {
    return { mod, shell, owner, name, files, bytes, path: folderOf(this.#places, owner, name) };
  }

  async #install(mod: ModHash): Promise<Result<ReceivedMod, InstallCode>> {
    const finished = this.#stores.get(mod)?.finished;
    if (finished === undefined) throw new Error('only a mod whose pump is done can be put in place');
    const { checked, files, stamps } = finished;
    const { shell, owner, name, entries } = checked.manifest;
    const facts = { mod, shell, owner, name, files: entries.length, bytes: checked.bytes };
    const row: ReceivedRow = { ...facts, signed: checked.signed, stamps, state: 'installing' };
    const before = this.#table.get(mod);
    this.#table.put(mod, row);
    const swapped = await swapIn(files, folderOf(this.#places, owner, name), asideOf(this.#places, mod));
    if (!swapped.ok) {
      if (before === undefined) this.#table.remove(mod);
      else this.#table.put(mod, before);
      return swapped;
    }
    await confirm(this.#places, this.#table, row);
    this.#stores.delete(mod);
    this.#settle(row);
    return ok(this.#modOf(row));
  }

  #settle(row: ReceivedRow): void {
    this.#settling = this.#settling.then(async () => {
      const folder = folderOf(this.#places, row.owner, row.name);
      const flushed = await flushFiles(folder, row, this.#closing.signal);
      const now = this.#table.get(row.mod);
      if (flushed && now?.state === 'unsettled') this.#table.put(row.mod, { ...now, state: 'settled' });
    });
  }

  /** The version to be replaced first; then whatever else may hold a chunk of it. */
  async #sourcesFor({ manifest, mod }: CheckedManifest): Promise<readonly ReuseSource[]> {
    const folder = folderOf(this.#places, manifest.owner, manifest.name);
    const wanted = prefixesOf(manifest);
    const replaced: ReuseSource[] = [];
    const others: ReuseSource[] = [];
    for (const [, row] of this.#table.entries()) {
      const root = folderOf(this.#places, row.owner, row.name);
      if (!mayShare(wanted, this.#prefixesOfRow(row))) continue;
      const entries = manifestOf(row)?.entries ?? [];
      if (root === folder) replaced.push({ root, entries, replaced: row.stamps });
      else others.push({ root, entries });
    }
    for (const { root, tree } of this.#shared()) {
      if (mayShare(wanted, this.#prefixesOfTree(tree.entries))) others.push({ root, entries: tree.entries });
    }
    return [...replaced, ...(await this.#otherPartials(toHex(mod))), ...others];
  }

  async #otherPartials(mod: ModHash): Promise<readonly ReuseSource[]> {
    const sources: ReuseSource[] = [];
    for (const name of await readdir(this.#places.partial)) {
      if (name === mod) continue;
      const folder = partialOf(this.#places, name);
      const signed = await keptManifest(folder);
      const manifest = signed && manifestOf({ signed, mod: name });
      if (manifest) sources.push({ root: filesPath(folder), entries: manifest.entries });
    }
    return sources;
  }

  #prefixesOfRow(row: ReceivedRow): Uint32Array {
    const known = this.#rowPrefixes.get(row.mod) ?? prefixesOf(manifestOf(row) ?? { entries: [] });
    this.#rowPrefixes.set(row.mod, known);
    return known;
  }

  #prefixesOfTree(entries: readonly ManifestEntry[]): Uint32Array {
    const known = this.#treePrefixes.get(entries) ?? prefixesOf({ entries });
    this.#treePrefixes.set(entries, known);
    return known;
  }
}
