/** One table: rows by key, and the keys in the order of their UTF-8 bytes for as long as none comes or goes. */
interface Rows {
  readonly rows: Map<string, unknown>;
  order: readonly string[] | undefined;
  /** Another copy of the tables holds the same object. */
  shared: boolean;
}

const inOrder = (keys: Iterable<string>): readonly string[] =>
  [...keys]
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key }) => key);

/** Named tables of rows nobody changes in place. A copy costs nothing until one side writes. */
export class Tables {
  readonly #tables: Map<string, Rows>;

  constructor(tables = new Map<string, Rows>()) {
    this.#tables = tables;
  }

  copy(): Tables {
    for (const table of this.#tables.values()) table.shared = true;
    return new Tables(new Map(this.#tables));
  }

  /** What is left, without the prefix, of every table's name that begins with it. */
  names(prefix: string): readonly string[] {
    return [...this.#tables.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  get(name: string, key: string): unknown {
    return this.#tables.get(name)?.rows.get(key);
  }

  /** Undefined removes the row. */
  set(name: string, key: string, row: unknown): void {
    const { rows } = this.#forWriting(name, row !== undefined && !this.#has(name, key));
    if (row !== undefined) rows.set(key, row);
    else if (rows.delete(key)) this.#forWriting(name, true);
  }

  entries(name: string, prefix: string): readonly (readonly [key: string, row: unknown])[] {
    const table = this.#tables.get(name);
    if (table === undefined) return [];
    table.order ??= inOrder(table.rows.keys());
    const { order, rows } = table;
    return order.filter((key) => key.startsWith(prefix)).map((key) => [key, rows.get(key)] as const);
  }

  #has(name: string, key: string): boolean {
    return this.#tables.get(name)?.rows.has(key) ?? false;
  }

  #forWriting(name: string, keysChange: boolean): Rows {
    const known = this.#tables.get(name) ?? { rows: new Map(), order: undefined, shared: false };
    const table = known.shared ? { ...known, rows: new Map(known.rows), shared: false } : known;
    if (keysChange) table.order = undefined;
    this.#tables.set(name, table);
    return table;
  }
}
