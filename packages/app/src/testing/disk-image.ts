import type { Store, StoreFile, Table } from '../store/store.ts';
import { copyOfRow } from './rows.ts';
import { Tables } from './tables.ts';

/** Whether a machine stops just before a commit becomes durable, or just after. */
export type CommitSide = 'before' | 'after';

/** One run's view of a disk. */
export interface Mount {
  readonly store: Store;
  /**
   * The machine has stopped: from now on nothing this run writes reaches the image. What of the run is still on the
   * stack sees its own writes until it has come to its end, as if the machine had stopped a moment later.
   */
  detach(): void;
}

/**
 * A disk in memory with a node's state on it, which outlives the node. Commits are atomic, as lmdb's are: after a stop at
 * any moment the image holds everything of a commit or nothing.
 */
export class DiskImage {
  #tables: Tables;
  #commits = 0;
  #watch: (commit: number) => void = () => undefined;
  #interruption: { at: number; side: CommitSide; stop: () => void } | undefined;

  constructor(tables = new Tables()) {
    this.#tables = tables;
  }

  /** How many commits it has taken. */
  get commits(): number {
    return this.#commits;
  }

  /** Tells of every commit once it is durable. */
  watch(told: (commit: number) => void): void {
    this.#watch = told;
  }

  /** An image with the same rows, which goes its own way from here: what a backup of the disk is. */
  copy(): DiskImage {
    return new DiskImage(this.#tables.copy());
  }

  /** Calls `stop`, once, at the n-th coming commit (1 is the next); it should {@link Mount.detach} whoever commits. */
  interrupt(n: number, side: CommitSide, stop: () => void): void {
    this.#interruption = { at: this.#commits + n, side, stop };
  }

  /** Takes back an {@link interrupt} that has not come to pass. */
  goOn(): void {
    this.#interruption = undefined;
  }

  mount(): Mount {
    const view = new View(this);
    return {
      store: view.store,
      detach: () => {
        view.detach(this.#tables.copy());
      },
    };
  }

  /** For a {@link Mount}. */
  get tables(): Tables {
    return this.#tables;
  }

  /** For a {@link Mount}: its writes are in the tables already; `undo` takes them back. */
  commit(undo: () => void): void {
    this.#commits += 1;
    const due = this.#interruption?.at === this.#commits ? this.#interruption : undefined;
    if (due !== undefined) this.#interruption = undefined;
    if (due?.side === 'before') {
      this.#commits -= 1;
      due.stop();
      undo();
      return;
    }
    this.#watch(this.#commits);
    due?.stop();
  }
}

/** The open files of one run, on the image or, after the machine stopped, on a copy that nobody will see. */
class View {
  readonly store: Store;
  readonly #image: DiskImage;
  #own: Tables | undefined;
  #undo: (() => void)[] | undefined;
  #open = true;

  constructor(image: DiskImage) {
    this.#image = image;
    this.store = {
      node: this.#file('node'),
      book: this.#file('book'),
      close: () => {
        this.#open = false;
        return Promise.resolve();
      },
    };
  }

  detach(copy: Tables): void {
    this.#own ??= copy;
  }

  get #tables(): Tables {
    if (!this.#open) throw new Error('the store is closed');
    return this.#own ?? this.#image.tables;
  }

  #file(file: string): StoreFile {
    return {
      tables: () => this.#tables.names(`${file}/`),
      table: <Row>(name: string) => this.#table<Row>(`${file}/${name}`),
      together: (write) => {
        this.#together(write);
      },
    };
  }

  #table<Row>(name: string): Table<Row> {
    const write = (key: string, row: Row | undefined): void => {
      this.#together(() => {
        const tables = this.#tables;
        const before = tables.get(name, key);
        this.#undo?.push(() => {
          tables.set(name, key, before);
        });
        tables.set(name, key, row);
      });
    };
    return {
      get: (key) => copyOfRow(this.#tables.get(name, key)) as Row | undefined,
      entries: (prefix = '') =>
        this.#tables.entries(name, prefix).map(([key, row]) => [key, copyOfRow(row) as Row] as const),
      put: (key, row) => {
        write(key, copyOfRow(row) as Row);
      },
      remove: (key) => {
        write(key, undefined);
      },
    };
  }

  /** Whatever is written inside another `together` belongs to the outer one. */
  #together(write: () => void): void {
    if (this.#undo !== undefined) {
      write();
      return;
    }
    const undo: (() => void)[] = [];
    const takeBack = (): void => {
      for (const step of undo.reverse()) step();
    };
    this.#undo = undo;
    try {
      write();
    } catch (error) {
      takeBack();
      throw error;
    } finally {
      this.#undo = undefined;
    }
    if (this.#own === undefined && undo.length > 0) this.#image.commit(takeBack);
  }
}
