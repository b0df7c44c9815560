import type { OutboundSource } from '@fyteclub/transfer';
import { watch } from 'chokidar';
import { shareFolder, type SharedMod } from './share.ts';
import { openSource } from './shared-source.ts';

/** The user's own files and folders that are shared from this node. */
export interface SharedFolders {
  /** Scans one and signs what was found. */
  readonly share: typeof shareFolder;
  /** Tells of every change below `path`, however small. */
  watch(path: string, changed: () => void): { close(): void };
  /** Reads a shared mod for one transfer. */
  source(mod: SharedMod): OutboundSource;
}

export const sharedFolders: SharedFolders = {
  share: shareFolder,
  watch: (path, changed) => {
    const watcher = watch(path, { ignoreInitial: true, followSymlinks: false });
    watcher.on('all', changed);
    // A folder that cannot be watched is still looked at when it is shared and at every start.
    watcher.on('error', () => undefined);
    return { close: () => void watcher.close() };
  },
  source: openSource,
};
