import type { DataKey } from '@fyteclub/identity';
import { PROTECTION_STEPS, type ProtectionChange, type ProtectionStep } from './protection.rules.ts';
import { META, sealedFile } from './sealed-file.ts';
import type { StateFolder } from './state-folder.ts';
import { markRows, type Store, type StoreFile } from './store.ts';

/** What is to become of the state. */
export interface Resealing {
  readonly change: ProtectionChange;
  /** The data key as the new passphrase locks it, and as it seals rows; both unused by `lift`. */
  readonly locked: Uint8Array;
  readonly key: DataKey;
}

/** Every row of a file but those that say how it is kept. */
const rowsOf = (file: StoreFile) =>
  file
    .tables()
    .filter((name) => name !== META)
    .map((name) => [name, file.table<unknown>(name).entries()] as const);

/**
 * Takes the steps that change how a node's secrets are kept. Interrupted after any of them, the folder opens as before or
 * as wanted.
 * @param store the folder's, open; it is closed before the first step, because files change under it.
 * @throws what the disk said.
 */
export async function reseal(folder: StateFolder, store: Store, resealing: Resealing): Promise<void> {
  const rows = rowsOf(store.node);
  await store.close();
  for (const step of PROTECTION_STEPS[resealing.change]) await perform(folder, step, rows, resealing);
}

async function perform(
  folder: StateFolder,
  step: ProtectionStep,
  rows: ReturnType<typeof rowsOf>,
  { locked, key }: Resealing,
): Promise<void> {
  switch (step.step) {
    case 'write-keys':
      folder.writeKeys(step.to, locked);
      return;
    case 'write-rows':
      await folder.writeRows(step.to, (file) => {
        markRows(file, step.sealed ? key : undefined);
        const target = step.sealed ? sealedFile(file, key) : file;
        for (const [name, entries] of rows)
          for (const [at, row] of entries) target.table<unknown>(name).put(at, row);
      });
      return;
    case 'rename':
      folder.rename(step.from, step.to);
      return;
    case 'remove':
      folder.remove(step.name);
      return;
    case 'sync':
      folder.sync();
  }
}
