import { utf8, type DataKey } from '@fyteclub/identity';
import { packRow, unpackRow } from './row-bytes.ts';
import type { StoreFile, Table } from './store.ts';

/** The one table that says how the others are kept, and so is always in clear. */
export const META = 'meta';

/**
 * A file whose rows are sealed under `key`, each bound to its table and its own key. All of them but {@link META}: a
 * table that comes later is sealed without anybody thinking of it. The rows' keys stay readable, for they are looked up
 * and listed in order: they hold hashes, public keys and names of shared mods, and no secret.
 */
export const sealedFile = (file: StoreFile, key: DataKey): StoreFile => ({
  tables: () => file.tables(),
  table: <Row>(name: string) =>
    name === META ? file.table<Row>(name) : sealedTable<Row>(file.table<Uint8Array>(name), name, key),
  together: (write) => {
    file.together(write);
  },
});

function sealedTable<Row>(table: Table<Uint8Array>, name: string, key: DataKey): Table<Row> {
  const place = (at: string): Uint8Array => utf8(`${name}/${at}`);
  const open = (at: string, sealed: Uint8Array): Row => {
    const plain = key.open(place(at), sealed);
    if (!plain.ok) throw new Error(`a row of "${name}" is not authentic`);
    const row = unpackRow(plain.value) as Row;
    plain.value.fill(0);
    return row;
  };
  return {
    get: (at) => {
      const sealed = table.get(at);
      return sealed === undefined ? undefined : open(at, sealed);
    },
    entries: (prefix) => table.entries(prefix).map(([at, sealed]) => [at, open(at, sealed)] as const),
    put: (at, row) => {
      const plain = packRow(row);
      table.put(at, key.seal(place(at), plain));
      plain.fill(0);
    },
    remove: (at) => {
      table.remove(at);
    },
  };
}

/** The first table with a row that `key` does not open: what the disk has damaged must not be found half-way. */
export const damagedTable = (file: StoreFile, key: DataKey): string | undefined =>
  file
    .tables()
    .filter((name) => name !== META)
    .find((name) =>
      file
        .table<unknown>(name)
        .entries()
        .some(([at, row]) => !(row instanceof Uint8Array) || !key.open(utf8(`${name}/${at}`), row).ok),
    );
