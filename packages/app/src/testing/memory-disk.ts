import { err, ok } from '@fyteclub/identity';
import { describe } from '../problems.ts';
import type { Disk } from '../node/disk.ts';
import type { Library } from '../mods/library.ts';
import type { Store } from '../store/store.ts';

/** Nobody has shared anything with this node, and nothing that is offered to it can be kept. */
const emptyLibrary: Library = {
  received: () => [],
  holds: () => Promise.resolve(false),
  store: () => {
    throw new Error('a node without a library was sent a mod');
  },
  install: () => Promise.resolve(err('disk-error')),
  close: () => Promise.resolve(),
};

/** A disk with this state on it, no mods, and no folder that could be shared. */
export const memoryDisk = (store: Store): Disk => ({
  makeFolders: () => ok(undefined),
  writeBackup: () => err(describe('backup-not-written', { path: '-', detail: 'this disk keeps no files' })),
  readBackup: (path) => err(describe('backup-unreadable', { path, detail: 'this disk keeps no files' })),
  openStore: () => Promise.resolve(ok(store)),
  openLibrary: () => Promise.resolve(emptyLibrary),
  folders: {
    share: (path) => Promise.resolve(err({ code: 'path-missing', path })),
    watch: () => ({ close: () => undefined }),
    source: () => {
      throw new Error('a node without folders was asked for a mod');
    },
  },
});
