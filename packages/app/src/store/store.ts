import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, ownBytes } from '@fyteclub/identity';
import { open, type Database, type RootDatabase } from 'lmdb';
import { describe, type Outcome } from '../problems.ts';
import { messageOf } from '../system-errors.ts';

/** The layout of the state folder; a number for people who downgrade, see `state-newer`. */
const FORMAT = 1;

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

/** Opens or creates `node.lmdb` and `book.lmdb` in the state folder; both are readable by this user alone. */
export function openStore(folder: string): Outcome<Store> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [node, book] = ['node.lmdb', 'book.lmdb'].map((name) => openFile(join(folder, name))) as [
      RootDatabase,
      RootDatabase,
    ];
    const meta = fileOf(node).table<number>('meta');
    const found = meta.get('format') ?? FORMAT;
    if (found > FORMAT) {
      void Promise.all([node.close(), book.close()]);
      return err(describe('state-newer', { path: folder, found, known: FORMAT }));
    }
    if (meta.get('format') === undefined) meta.put('format', FORMAT);
    return ok({
      node: fileOf(node),
      book: fileOf(book),
      close: async () => {
        await Promise.all([node.close(), book.close()]);
      },
    });
  } catch (error) {
    return err(describe('home-unusable', { path: folder, detail: messageOf(error) }));
  }
}

function openFile(path: string): RootDatabase {
  const file = open({ path, maxDbs: 16, overlappingSync: false, noSubdir: true });
  for (const name of [path, `${path}-lock`]) chmodSync(name, 0o600);
  return file;
}

function fileOf(root: RootDatabase): StoreFile {
  return {
    table: <Row>(name: string) => tableOf(root.openDB<Row, string>({ name })),
    together: (write) => {
      root.transactionSync(write);
    },
  };
}

function tableOf<Row>(database: Database<Row, string>): Table<Row> {
  return {
    get: (key) => withOwnBytes(database.get(key)) as Row | undefined,
    entries: (prefix = '') =>
      [...database.getRange({ start: prefix })]
        .filter(({ key }) => key.startsWith(prefix))
        .map(({ key, value }) => [key, withOwnBytes(value) as Row] as const),
    put: (key, row) => {
      database.putSync(key, row);
    },
    remove: (key) => {
      database.removeSync(key);
    },
  };
}

/** The database hands out Buffers, whose `slice` shares memory with it; rows leave here with bytes of their own. */
function withOwnBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return ownBytes(value);
  if (Array.isArray(value)) return value.map(withOwnBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withOwnBytes(inner)]));
}
