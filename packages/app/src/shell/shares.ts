import { basename } from 'node:path';
import { err, ok } from '@fyteclub/identity';
import { foldPath, OFFERS_MAX, type ModHash, type ModOffer } from '@fyteclub/transfer';
import { privatePlaces } from '../config/paths.ts';
import type { SharedMod, ShareProblem } from '../mods/share.ts';
import { forgetFolder, type FolderRow, type Scan } from '../mods/scan.ts';
import type { ModShown, SharedMod as Shown } from '../shown/index.ts';
import type { Reason } from '../mods/errors.ts';
import { describe, explain, type Outcome } from '../problems.ts';
import type { Self } from './context.ts';

/** A shared mod as the store keeps it. */
interface ShareRow {
  readonly path: string;
  readonly name: string;
}

interface Share {
  readonly row: ShareRow;
  /** What is offered; undefined while the folder cannot be read. */
  mod: SharedMod | undefined;
  problem: Reason | null;
  scanning: Promise<void> | undefined;
  watcher: { close(): void } | undefined;
}

/** An editor writes a file in several steps; scanning waits until the folder has been still for this long. */
const SETTLE_MS = 1_500;

/** The mods we share in one syncshell, kept fresh: a folder that changes is scanned and offered anew. */
export class Shares {
  readonly #self: Self;
  readonly #changed: () => void;
  readonly #shares = new Map<string, Share>();
  #stopped = false;
  #ready: boolean;

  /** @param changed what we offer is different now. */
  constructor(self: Self, changed: () => void) {
    this.#self = self;
    this.#changed = changed;
    const stored = this.#table().entries(`${self.shell}/`);
    const scans = stored.map(([, row]) => this.#scan(this.#remember(row)));
    void Promise.all(scans).then(() => {
      this.#ready = true;
      if (stored.length > 0) changed();
    });
    this.#ready = stored.length === 0;
  }

  /** False until every share of an earlier run has been looked at: what is not offered counts as withdrawn. */
  get ready(): boolean {
    return this.#ready;
  }

  get offers(): readonly ModOffer[] {
    const offers = [...this.#shares.values()].flatMap(({ mod }) => (mod === undefined ? [] : [mod.offer]));
    // A list with two names alike is read by nobody, and an earlier version let people share such.
    const byName = new Map(offers.toReversed().map((offer) => [foldPath(offer.name), offer]));
    return offers.filter((offer) => byName.get(foldPath(offer.name)) === offer);
  }

  get scans(): readonly Scan[] {
    return [...this.#shares.values()].flatMap(({ mod }) => (mod === undefined ? [] : [mod.scan]));
  }

  byHash(mod: ModHash): SharedMod | undefined {
    return [...this.#shares.values()].find((share) => share.mod?.offer.mod === mod)?.mod;
  }

  async add(path: string, wanted: string | undefined): Promise<Outcome<Shown>> {
    const name = (wanted ?? basename(path)).normalize('NFC');
    const taken = this.#shares.get(name);
    // Whoever receives both has them in one folder, where Windows would take them for the same.
    const alike = [...this.#shares.values()].find(({ row }) => foldPath(row.name) === foldPath(name));
    if (alike !== undefined && (alike !== taken || taken.row.path !== path))
      return err(describe('share-name-taken', { name: alike.row.name }));
    if (taken === undefined && this.#shares.size >= OFFERS_MAX)
      return err(describe('too-many-mods', { most: OFFERS_MAX }));
    const mod = await this.#read({ path, name });
    if (!mod.ok) return err(shareFailure(path, mod.error));
    const share = taken ?? this.#remember({ path, name });
    share.mod = mod.value;
    share.problem = null;
    this.#table().put(this.#key(name), share.row);
    return ok(shownOf(mod.value));
  }

  remove(name: string): Outcome<Shown> {
    const share = this.#shares.get(name);
    if (share === undefined) return err(describe('unknown-mod', { name }));
    this.#table().remove(this.#key(name));
    this.#shares.delete(name);
    share.watcher?.close();
    forgetFolder(share.row.path, this.#index());
    return ok(share.mod === undefined ? { name, files: 0, bytes: 0, hash: '' } : shownOf(share.mod));
  }

  /** Looks at the folder again, because what was read from it is not what was offered. */
  rescan(name: string): void {
    const share = this.#shares.get(name);
    if (share !== undefined) void this.#scan(share).then(this.#changed);
  }

  shown(): readonly Pick<ModShown, 'name' | 'files' | 'bytes' | 'hash' | 'state' | 'reason' | 'path'>[] {
    return [...this.#shares.values()].map(({ row, mod, problem }) => ({
      ...(mod === undefined ? { name: row.name, files: 0, bytes: 0, hash: '' } : shownOf(mod)),
      state: problem === null ? (mod === undefined ? 'waiting' : 'complete') : 'failed',
      reason: problem,
      path: row.path,
    }));
  }

  stop(): void {
    this.#stopped = true;
    for (const { watcher } of this.#shares.values()) watcher?.close();
  }

  #remember(row: ShareRow): Share {
    const share: Share = { row, mod: undefined, problem: null, scanning: undefined, watcher: undefined };
    this.#shares.set(row.name, share);
    share.watcher = this.#watch(share);
    return share;
  }

  #watch(share: Share): { close(): void } {
    const { clock, disk } = this.#self.node.parts;
    let timer: unknown;
    return disk.folders.watch(share.row.path, () => {
      clock.clearTimeout(timer);
      timer = clock.setTimeout(() => {
        if (!this.#stopped) this.rescan(share.row.name);
      }, SETTLE_MS);
    });
  }

  /** One scan at a time per folder; a change during a scan leads to another. */
  async #scan(share: Share): Promise<void> {
    const { log } = this.#self.node.parts;
    const before = share.scanning ?? Promise.resolve();
    const scanning = before.then(async () => {
      const mod = await this.#read(share.row);
      share.mod = mod.ok ? mod.value : undefined;
      share.problem = mod.ok ? null : mod.error.code;
      if (!mod.ok) log.warn({ name: share.row.name, ...mod.error }, 'a shared mod cannot be read');
    });
    share.scanning = scanning;
    await scanning;
  }

  #read({ path, name }: ShareRow) {
    const { shell, ring, node } = this.#self;
    const { disk, now } = node.parts;
    const keepOut = privatePlaces(node.paths);
    return disk.folders.share(path, { name, shell, ring, index: this.#index(), now: now(), keepOut });
  }

  #table() {
    return this.#self.node.store.node.table<ShareRow>('shares');
  }

  #index() {
    return this.#self.node.store.node.table<FolderRow>('folders');
  }

  #key(name: string): string {
    return `${this.#self.shell}/${name}`;
  }
}

const shownOf = ({ offer }: SharedMod): Shown => ({
  name: offer.name,
  files: offer.files,
  bytes: offer.bytes,
  hash: offer.mod,
});

function shareFailure(path: string, problem: ShareProblem) {
  const { message, next, code } = explain(problem.code, problem.path === path ? undefined : problem.path);
  return { code, message: `${path}: ${message}`, next };
}
