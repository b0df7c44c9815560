import { mkdirSync } from 'node:fs';
import { err, ok } from '@fyteclub/identity';
import type { Paths } from '../config/paths.ts';
import { openLibrary, type Library, type LibraryOptions } from '../mods/library.ts';
import { sharedFolders, type SharedFolders } from '../mods/shared-folders.ts';
import { describe, type Outcome } from '../problems.ts';
import { readBackup, writeBackup } from '../store/backup-file.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Unlock } from '../store/unlocking.ts';
import { messageOf } from '../system-errors.ts';

/** Everything of a node that outlives its process. */
export interface Disk {
  /** Makes the folders of the node's home, readable by this user alone. */
  makeFolders(paths: Paths): Outcome<void>;
  /**
   * @param folder the home's `state`.
   * @param unlock asked if a passphrase protects it.
   */
  openStore(folder: string, unlock?: Unlock): Promise<Outcome<Store>>;
  /** The folders of received mods; first ends what a kill may have interrupted. */
  openLibrary(options: LibraryOptions): Promise<Library>;
  /** Writes all of it or leaves what was there; only an older backup is written over. */
  writeBackup(path: string, sealed: Uint8Array): Outcome<void>;
  /** Whatever the file holds: whoever opens the backup checks it. */
  readBackup(path: string): Outcome<Uint8Array>;
  /** What the user shares from here, wherever it lies. */
  readonly folders: SharedFolders;
}

/** The files of this machine, as the product has them. */
export const systemDisk: Disk = {
  makeFolders: ({ home, state, cache, log }) => {
    try {
      for (const folder of [state, cache, log]) mkdirSync(folder, { recursive: true, mode: 0o700 });
      return ok(undefined);
    } catch (error) {
      return err(describe('home-unusable', { path: home, detail: messageOf(error) }));
    }
  },
  openStore,
  writeBackup,
  readBackup,
  openLibrary,
  folders: sharedFolders,
};
