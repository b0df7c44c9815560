import { chmodSync } from 'node:fs';
import { open, type Database, type RootDatabase } from 'lmdb';
import { withOwnBytes } from './row-bytes.ts';
import type { StoreFile, Table } from './store.ts';

/** A file of tables that has to be closed. */
export interface LmdbFile extends StoreFile {
  close(): Promise<void>;
}

/** Opens or creates one file of tables, readable by this user alone; a read-only one is as it was found. */
export function openLmdb(path: string, { readOnly = false } = {}): LmdbFile {
  const root = open({ path, maxDbs: 16, overlappingSync: false, noSubdir: true, readOnly });
  if (!readOnly) for (const name of [path, `${path}-lock`]) chmodSync(name, 0o600);
  return {
    tables: () => namesOf(root),
    table: <Row>(name: string) => tableOf(root.openDB<Row, string>({ name })),
    together: (write) => {
      root.transactionSync(write);
    },
    close: () => root.close(),
  };
}

/** The names of a file's tables are the keys of its root. */
const namesOf = (root: RootDatabase): readonly string[] => [...root.getKeys()].map(String);

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
