import type { InboundStore, StoreProblem } from './ports.ts';

/** Neighbouring chunks go to the disk as one write of up to this much. */
const RUN_BYTES = 1024 ** 2;
/** Writes under way at once: many little files overlap, few handles are open. */
const WRITES_AHEAD = 8;

interface Run {
  entry: number;
  offset: number;
  length: number;
  /** How much of it came over the wire; the rest is a second place of the same chunk. */
  fetched: number;
  parts: Uint8Array[];
}

/** Gathers verified chunks into few, large writes, and holds nothing back once the wire falls silent. */
export class WriteBehind {
  #run: Run | undefined;
  readonly #running = new Set<Promise<void>>();
  #problem: StoreProblem | undefined;
  readonly #store: Pick<InboundStore, 'write'>;
  readonly #written: (bytes: number, fetched: number) => void;

  /** @param written told of every write that has reached the disk */
  constructor(
    store: Pick<InboundStore, 'write'>,
    written: (bytes: number, fetched: number) => void = () => undefined,
  ) {
    this.#store = store;
    this.#written = written;
  }

  get problem(): StoreProblem | undefined {
    return this.#problem;
  }

  /** Resolves when there is room for more. */
  async add(entry: number, offset: number, bytes: Uint8Array, fetched: boolean): Promise<void> {
    const count = fetched ? bytes.length : 0;
    const run = this.#run;
    const adjoins = run?.entry === entry && run.offset + run.length === offset;
    if (run !== undefined && adjoins && run.length + bytes.length <= RUN_BYTES) {
      run.parts.push(bytes);
      run.length += bytes.length;
      run.fetched += count;
      return;
    }
    this.flush();
    this.#run = { entry, offset, length: bytes.length, fetched: count, parts: [bytes] };
    while (this.#running.size >= WRITES_AHEAD) await Promise.race(this.#running);
  }

  flush(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    const write = this.#store.write(run.entry, run.offset, run.parts).then((result) => {
      this.#running.delete(write);
      if (result.ok) this.#written(run.length, run.fetched);
      else this.#problem ??= result.error;
    });
    this.#running.add(write);
  }

  /** Resolves when every write has succeeded or failed. */
  async settled(): Promise<void> {
    this.flush();
    await Promise.all(this.#running);
  }
}
