import type { MemberId, ShellId } from '@fyteclub/identity';
import type { Pace } from '@fyteclub/transfer';
import type { Clock } from '@fyteclub/transport';
import type { Table } from '../store/store.ts';
import { RateLimiter } from './rate-limiter.ts';

export type Way = 'up' | 'down';

/** Bytes per second each way; null for no limit, and what is not said is as the config has it. */
export interface LimitRow {
  readonly up?: number | null | undefined;
  readonly down?: number | null | undefined;
}

/** A limit of the whole node, or of what goes to and comes from one member. */
export type Limited = 'node' | { readonly shell: ShellId; readonly member: MemberId };

const keyOf = (what: Limited): string => (what === 'node' ? 'node' : `${what.shell}/${what.member}`);

type Rates = { readonly [way in Way]: number | null };

const lower = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

interface Setting {
  readonly table: Table<LimitRow>;
  readonly clock: Clock;
  readonly now: () => number;
  /** Of the whole node, where nobody said otherwise. */
  readonly configured: Rates;
}

/** How fast bytes may move: every transfer waits its turn at the node's limit and at its member's. */
export class Limits {
  readonly #setting: Setting;
  readonly #limiters = new Map<string, RateLimiter>();
  #ceiling: Rates = { up: null, down: null };

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** What people said; a ceiling may hold it lower. */
  of(what: Limited): Rates {
    const row = this.#setting.table.get(keyOf(what)) ?? {};
    const otherwise = what === 'node' ? this.#setting.configured : { up: null, down: null };
    return {
      up: row.up === undefined ? otherwise.up : row.up,
      down: row.down === undefined ? otherwise.down : row.down,
    };
  }

  /** Changes what is said; also for transfers under way. */
  set(what: Limited, change: LimitRow): void {
    const row = { ...this.#setting.table.get(keyOf(what)) };
    for (const way of ['up', 'down'] as const) if (change[way] !== undefined) row[way] = change[way];
    this.#setting.table.put(keyOf(what), row);
    for (const way of ['up', 'down'] as const) this.#limiter(what, way).rate = this.#inForce(what, way);
  }

  /** Nothing in all goes faster than this for now, whatever people said. */
  set ceiling(ceiling: Rates) {
    this.#ceiling = ceiling;
    for (const way of ['up', 'down'] as const) this.#limiter('node', way).rate = this.#inForce('node', way);
  }

  /** What a transfer with a member waits for before it moves so many bytes. */
  pace(way: Way, shell: ShellId, member: MemberId): Pace {
    const limiters = [this.#limiter('node', way), this.#limiter({ shell, member }, way)];
    return async (bytes) => {
      await Promise.all(limiters.map((limiter) => limiter.take(bytes)));
    };
  }

  #inForce(what: Limited, way: Way): number | null {
    const said = this.of(what)[way];
    return what === 'node' ? lower(said, this.#ceiling[way]) : said;
  }

  #limiter(what: Limited, way: Way): RateLimiter {
    const key = `${way} ${keyOf(what)}`;
    const known = this.#limiters.get(key);
    if (known !== undefined) return known;
    const limiter = new RateLimiter(this.#setting.clock, this.#setting.now);
    limiter.rate = this.#inForce(what, way);
    this.#limiters.set(key, limiter);
    return limiter;
  }
}
