import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, utf8, type DataKey } from '@fyteclub/identity';
import { describe, type Failure, type Outcome } from '../problems.ts';
import { messageOf } from '../system-errors.ts';
import { openLmdb } from './lmdb-file.ts';
import { BOOK, KEYS, NODE } from './protection.rules.ts';
import { damagedTable, META, sealedFile } from './sealed-file.ts';
import { dropDrafts, readLockedKeys } from './state-folder.ts';
import type { Unlock } from './unlocking.ts';

/**
 * The layout of the state folder; a number for people who downgrade, see `state-newer`. Rows in clear are format 1, and
 * sealed ones format 2, which a FyteClub that cannot unseal takes for what it is: something newer.
 */
const FORMAT = { clear: 1, sealed: 2 } as const;
const NEWEST = FORMAT.sealed;
const KNOWN: readonly unknown[] = Object.values(FORMAT);

/** Rows of one kind, by a text key whose parts are joined with `/`. Writes are durable when the call returns. */
export interface Table<Row> {
  get(key: string): Row | undefined;
  /** Every row whose key begins with `prefix`, in key order. */
  entries(prefix?: string): readonly (readonly [key: string, row: Row])[];
  put(key: string, row: Row): void;
  remove(key: string): void;
}

/** One file of tables. */
export interface StoreFile {
  /** The names of the tables that were ever used. */
  tables(): readonly string[];
  table<Row>(name: string): Table<Row>;
  /** All writes inside become visible and durable together or, after a crash, not at all. */
  together(write: () => void): void;
}

/**
 * The node's state. What is only ours (secrets, settings, shares) and the phonebook are two files, so that the
 * phonebook, which is sealed under keys of the other, can be copied or lost without giving anything away.
 */
export interface Store {
  readonly node: StoreFile;
  readonly book: StoreFile;
  close(): Promise<void>;
}

/**
 * Opens or creates `node.lmdb` and `book.lmdb` in the state folder; both are readable by this user alone. No other
 * process may be at work on the folder.
 * @param unlock asked if the rows of `node.lmdb` are sealed; without it the answer is then `locked`.
 */
export async function openStore(folder: string, unlock?: Unlock): Promise<Outcome<Store>> {
  const files: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(files.splice(0).map((file) => file.close()));
  };
  const open = (name: string): StoreFile => {
    const file = openLmdb(join(folder, name));
    files.push(file);
    return file;
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const rows = open(NODE);
    const foreign = foreignFormat(folder, rows);
    // What another version keeps here is not ours to tidy up.
    if (foreign === undefined) dropDrafts(folder);
    const opened = foreign === undefined ? await openRows(folder, rows, unlock) : err(foreign);
    if (!opened.ok) {
      await close();
      return opened;
    }
    const { node, key } = opened.value;
    const book = open(BOOK);
    return ok({
      node,
      book,
      close: async () => {
        key?.wipe();
        await close();
      },
    });
  } catch (error) {
    await close();
    return err(describe('home-unusable', { path: folder, detail: messageOf(error) }));
  }
}

/** There has never been another format than those known, so that none is brought up to date: it is left alone. */
function foreignFormat(folder: string, rows: StoreFile): Failure | undefined {
  const found = rows.table<unknown>(META).get('format');
  if (found === undefined || KNOWN.includes(found)) return undefined;
  return typeof found === 'number' && found > NEWEST
    ? describe('state-newer', { path: folder, found, known: NEWEST })
    : describe('state-unknown', { path: folder, found: JSON.stringify(found) });
}

/**
 * Whether the state is of a format that this version does not know, before anything is written beside it. A folder
 * without state, and one that cannot be read, have none.
 */
export async function findForeignState(folder: string): Promise<Failure | undefined> {
  const path = join(folder, NODE);
  if (!existsSync(path)) return undefined;
  try {
    const rows = openLmdb(path, { readOnly: true });
    const foreign = foreignFormat(folder, rows);
    await rows.close();
    return foreign;
  } catch {
    return undefined; // opening it in earnest says what is wrong
  }
}

interface OpenRows {
  readonly node: StoreFile;
  readonly key?: DataKey;
}

async function openRows(folder: string, rows: StoreFile, unlock?: Unlock): Promise<Outcome<OpenRows>> {
  const found = rows.table(META).get('format');
  const proof = rows.table<Uint8Array>(META).get(PROOF);
  if (proof === undefined) {
    if (found === undefined) markRows(rows, undefined);
    return ok({ node: rows });
  }
  const locked = readLockedKeys(folder);
  if (!locked.ok) return locked;
  if (unlock === undefined) return err(describe('locked', { path: folder }));
  const key = await unlock(locked.value);
  if (!key.ok) return key;
  const problem = keyProblem(folder, rows, proof, key.value);
  if (problem === undefined) return ok({ node: sealedFile(rows, key.value), key: key.value });
  key.value.wipe();
  return err(problem);
}

/** A sealed nothing, by which a key is told from one of another state. */
const PROOF = 'sealed';
const PROOF_PLACE = utf8(`${META}/${PROOF}`);

function keyProblem(folder: string, rows: StoreFile, proof: Uint8Array, key: DataKey) {
  if (!key.open(PROOF_PLACE, proof).ok) return describe('locked-keys-foreign', { path: join(folder, KEYS) });
  const table = damagedTable(rows, key);
  return table === undefined ? undefined : describe('state-damaged', { path: folder, table });
}

/** Writes into a new file how its rows are kept: sealed under `key`, or in clear. */
export function markRows(rows: StoreFile, key: DataKey | undefined): void {
  const meta = rows.table<number | Uint8Array>(META);
  meta.put('format', key === undefined ? FORMAT.clear : FORMAT.sealed);
  if (key !== undefined) meta.put(PROOF, key.seal(PROOF_PLACE, new Uint8Array()));
}
