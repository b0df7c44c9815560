import type { ModHash } from '@fyteclub/transfer';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  manifestOf,
  asideOf,
  folderOf,
  partialOf,
  type ModPlaces,
  type ReceivedRow,
  type ReceivedTable,
} from './received.ts';
import { filesPath, keptManifest } from './partial-store.ts';
import { recheck } from './settle.ts';
import { sameContentStamp, stampAt } from './stamp.ts';
import { exists, swapIn } from './swap.ts';

/** The folder is in place: nothing else may claim it. */
export async function confirm(places: ModPlaces, table: ReceivedTable, row: ReceivedRow): Promise<void> {
  const folder = folderOf(places, row.owner, row.name);
  table.put(row.mod, { ...row, state: 'unsettled' });
  for (const [key, other] of table.entries()) {
    if (key !== row.mod && folderOf(places, other.owner, other.name) === folder) table.remove(key);
  }
  await rm(asideOf(places, row.mod), { recursive: true, force: true });
  for (const name of await readdir(places.partial)) {
    if (name === row.mod || (await isFormerVersion(places, name, folder))) {
      await rm(partialOf(places, name), { recursive: true, force: true });
    }
  }
}

/** Half of a version that never got finished: it has served as a source of chunks for this one. */
async function isFormerVersion(places: ModPlaces, mod: ModHash, folder: string): Promise<boolean> {
  const signed = await keptManifest(partialOf(places, mod));
  const manifest = signed && manifestOf({ signed, mod });
  return manifest !== undefined && folderOf(places, manifest.owner, manifest.name) === folder;
}

async function isReady(files: string, row: ReceivedRow): Promise<boolean> {
  for (const [entry, { path }] of (manifestOf(row)?.entries ?? []).entries()) {
    const [expected, found] = [row.stamps[entry], await stampAt(join(files, path))];
    if (expected === undefined || found === undefined || !sameContentStamp(expected, found)) return false;
  }
  return true;
}

/** Ends what a kill interrupted in the middle of an install: afterwards there is the old folder or the new one. */
async function finishInstall(places: ModPlaces, table: ReceivedTable, row: ReceivedRow): Promise<void> {
  const folder = folderOf(places, row.owner, row.name);
  const aside = asideOf(places, row.mod);
  const fresh = filesPath(partialOf(places, row.mod));
  if (!(await exists(fresh))) {
    if (await exists(folder)) await confirm(places, table, row);
    else table.remove(row.mod);
    return;
  }
  if (!(await exists(folder)) && (await exists(aside))) await rename(aside, folder);
  const done = (await isReady(fresh, row)) && (await swapIn(fresh, folder, aside)).ok;
  if (done) await confirm(places, table, row);
  // What has come stays in the partial folder; the next request finds it there.
  else table.remove(row.mod);
}

/** To be run once, before anything is received. */
export async function recover(places: ModPlaces, table: ReceivedTable): Promise<void> {
  for (const [, row] of table.entries()) {
    if (row.state === 'installing') await finishInstall(places, table, row);
  }
  for (const [key, row] of table.entries()) {
    if (row.state !== 'unsettled') continue;
    table.put(key, { ...row, stamps: await recheck(folderOf(places, row.owner, row.name), row) });
  }
  await rm(places.aside, { recursive: true, force: true });
}
