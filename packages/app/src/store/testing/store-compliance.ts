import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Store, Table } from '../store.ts';

/** One disk on which a store is opened again and again. */
export interface Place {
  open(): Promise<Store>;
}

/** Bytes as lists of numbers: what holds them may be of another realm than the test. */
function inNumbers(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(inNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inNumbers(inner)]));
}

/** What the node may rely on, whatever its state is kept in. */
export function runStoreTests(name: string, create: () => Place): void {
  describe(`a store ${name}`, () => {
    let place: Place;
    let store: Store;
    const reopen = async (): Promise<void> => {
      await store.close();
      store = await place.open();
    };
    const ops = (): Table<number> => store.book.table('ops');
    beforeEach(async () => {
      place = create();
      store = await place.open();
    });
    afterEach(() => store.close());

    test('what Ada wrote is there after a restart, bytes included, and what she removed is not', async () => {
      const rows = () => store.book.table<{ at: number; sealed: Uint8Array }>('rows');
      rows().put('a/1', { at: 5, sealed: Uint8Array.of(1, 2) });
      rows().put('a/2', { at: 6, sealed: Uint8Array.of(3) });
      rows().put('a/1', { at: 7, sealed: Uint8Array.of(4, 5) });
      rows().remove('a/2');
      await reopen();
      const row = rows().get('a/1');
      expect({ at: row?.at, sealed: [...(row?.sealed ?? [])] }).toEqual({ at: 7, sealed: [4, 5] });
      expect(rows().get('a/2')).toBeUndefined();
    });

    test('bytes that were read belong to the reader: wiping a copy wipes nothing else', () => {
      const table = store.node.table<{ epochs: { secret: Uint8Array }[] }>('memberships');
      const written = Uint8Array.of(1, 2, 3);
      table.put('a', { epochs: [{ secret: written }] });
      written.fill(0);
      const secret = table.get('a')?.epochs[0]?.secret ?? new Uint8Array();
      secret.slice().fill(0);
      expect([...secret]).toEqual([1, 2, 3]);
      secret.fill(0);
      expect([...(table.get('a')?.epochs[0]?.secret ?? [])]).toEqual([1, 2, 3]);
      const [, listed] = table.entries()[0] ?? [];
      expect([...(listed?.epochs[0]?.secret ?? [])]).toEqual([1, 2, 3]);
    });

    test('entries are those of the prefix, in the order of their bytes', () => {
      for (const key of ['b/2', 'a/1', 'b/\u{1F980}', 'b/\uFF21', 'b/1', 'c/1']) ops().put(key, 1);
      ops().remove('c/1');
      ops().remove('c/2');
      expect(
        ops()
          .entries('b/')
          .map(([key]) => key),
      ).toEqual(['b/1', 'b/2', 'b/\uFF21', 'b/\u{1F980}']);
      expect(ops().entries()).toHaveLength(5);
      expect(ops().entries('d/')).toEqual([]);
    });

    test('a row comes back as it was put: nested, absent, large and empty values included', async () => {
      const row = {
        text: 'Ünïcode \u{1F980}',
        empty: '',
        absent: undefined,
        nothing: null,
        yes: true,
        large: 1_800_000_000_000,
        part: 0.5,
        below: -1,
        list: [{ bytes: Uint8Array.of(0, 255) }, []],
        none: new Uint8Array(),
      };
      store.node.table<typeof row>('memberships').put('a', row);
      await reopen();
      expect(inNumbers(store.node.table<typeof row>('memberships').get('a'))).toEqual(inNumbers(row));
    });

    test('the tables that were used are known by name, each file’s own', async () => {
      store.node.table<number>('ops').put('a', 1);
      ops().put('a', 1);
      store.book.table<number>('records').put('a', 1);
      await reopen();
      expect([...store.book.tables()].sort()).toEqual(['ops', 'records']);
      expect(store.node.tables()).toContain('ops');
      expect(store.node.tables()).not.toContain('records');
    });

    test('tables of one name in the two files are two tables', () => {
      store.node.table<number>('ops').put('a', 1);
      expect(ops().get('a')).toBeUndefined();
    });

    test('a change that fails half-way leaves nothing behind', async () => {
      ops().put('a', 1);
      ops().put('c', 3);
      expect(() =>
        store.book.together(() => {
          ops().put('a', 2);
          ops().put('b', 2);
          ops().remove('c');
          throw new Error('the power went');
        }),
      ).toThrow('the power went');
      expect(ops().entries()).toEqual([
        ['a', 1],
        ['c', 3],
      ]);
      await reopen();
      expect(ops().entries()).toEqual([
        ['a', 1],
        ['c', 3],
      ]);
    });

    test('what is written together is seen inside at once, and stays', async () => {
      store.book.together(() => {
        ops().put('a', 1);
        expect(ops().get('a')).toBe(1);
        ops().put('b', 2);
        ops().remove('a');
        expect(ops().entries()).toEqual([['b', 2]]);
      });
      await reopen();
      expect(ops().entries()).toEqual([['b', 2]]);
    });

    test('a store that was closed is of no use any more', async () => {
      const before = ops();
      await reopen();
      expect(() => {
        before.put('a', 1);
      }).toThrow();
      expect(ops().get('a')).toBeUndefined();
    });
  });
}
