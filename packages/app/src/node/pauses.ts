import type { MemberId, ShellId } from '@fyteclub/identity';
import type { Clock } from '@fyteclub/transport';
import type { Table } from '../store/store.ts';

/** How long something stands still: until a time, ms since 1970, or until it is told to go on. */
export interface PauseRow {
  readonly until: number | null;
}

/** Everything, or what goes to and comes from one member. */
export type Paused = 'all' | { readonly shell: ShellId; readonly member: MemberId };

const keyOf = (what: Paused): string => (what === 'all' ? 'all' : `${what.shell}/${what.member}`);
/** What a timer can hold. */
const LONGEST_MS = 2 ** 31 - 1;

/** What people told to stand still. It is kept, so that a node that starts anew does not start moving. */
export class Pauses {
  readonly #table: Table<PauseRow>;
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #listeners: (() => void)[] = [];
  #timer: unknown;

  constructor(table: Table<PauseRow>, clock: Clock, now: () => number) {
    this.#table = table;
    this.#clock = clock;
    this.#now = now;
    this.#awaitEnd();
  }

  /** Whether nothing may move between us and a member. */
  covers(shell: ShellId, member: MemberId): boolean {
    return this.#holds('all') || this.#holds({ shell, member });
  }

  /** When everything goes on; undefined if not everything stands still. */
  get all(): PauseRow | undefined {
    return this.#holds('all') ? this.#table.get('all') : undefined;
  }

  of(shell: ShellId, member: MemberId): PauseRow | undefined {
    const what = { shell, member };
    return this.#holds(what) ? this.#table.get(keyOf(what)) : undefined;
  }

  pause(what: Paused, until: number | null): void {
    this.#table.put(keyOf(what), { until });
    this.#changed();
  }

  /** Also where nothing stood still: what has failed is then tried again. */
  resume(what: Paused): void {
    this.#table.remove(keyOf(what));
    this.#changed();
  }

  listen(changed: () => void): void {
    this.#listeners.push(changed);
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#listeners.length = 0;
  }

  #holds(what: Paused): boolean {
    const row = this.#table.get(keyOf(what));
    return row !== undefined && (row.until === null || this.#now() < row.until);
  }

  #changed(): void {
    this.#awaitEnd();
    for (const listener of this.#listeners) listener();
  }

  /** The next pause that ends by itself. */
  #awaitEnd(): void {
    this.#clock.clearTimeout(this.#timer);
    const now = this.#now();
    const ends: number[] = [];
    for (const [key, { until }] of this.#table.entries()) {
      if (until === null) continue;
      if (until <= now) this.#table.remove(key);
      else ends.push(until);
    }
    if (ends.length === 0) return;
    const wait = Math.min(LONGEST_MS, Math.min(...ends) - now);
    this.#timer = this.#clock.setTimeout(() => {
      this.#changed();
    }, wait);
  }
}
