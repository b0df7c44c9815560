import type { Observable } from 'rxjs';
import type { NodeEvent } from '../shown/index.ts';
import { Listeners } from './listeners.ts';

/** What happened, numbered so that a listener who was away can ask for what it missed. */
export interface LoggedEvent {
  /** `RUN-NUMBER`: numbers begin anew with every run of the node. */
  readonly id: string;
  /** Ms since 1970. */
  readonly at: number;
  readonly event: NodeEvent;
}

/** Beyond these a listener looks at everything anew, which costs it less than hearing it all. */
export const KEPT_EVENTS = 1_000;

/** The last events of a running node, and those to come. */
export class EventLog {
  readonly #run: string;
  readonly #kept: LoggedEvent[] = [];
  readonly #listeners = new Listeners();
  #count = 0;
  #over = false;

  /** @param run tells this run of the node from others. */
  constructor(events$: Observable<NodeEvent>, run: string, now: () => number) {
    this.#run = run;
    events$.subscribe({
      next: (event) => {
        this.#kept.push({ id: `${run}-${++this.#count}`, at: now(), event });
        if (this.#kept.length > KEPT_EVENTS) this.#kept.shift();
        this.#listeners.wake();
      },
      complete: () => {
        this.#over = true;
        this.#listeners.wake();
      },
    });
  }

  /** Where a listener stands who has heard everything. */
  get last(): string {
    return `${this.#run}-${this.#count}`;
  }

  /** What is still known, the oldest first. */
  get kept(): readonly LoggedEvent[] {
    return this.#kept;
  }

  /**
   * Everything after an event, then everything that happens, until the signal or the node's end.
   * @param after the id of the last event that was heard; undefined for only what is to come.
   * @returns first `missed: true` where events are gone that came after it.
   */
  async *follow(
    after: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<LoggedEvent | { readonly missed: true; readonly id: string }> {
    let heard = after === undefined ? this.#count : this.#numberOf(after);
    if (heard === undefined) {
      heard = this.#count;
      yield { missed: true, id: this.last };
    }
    while (!signal.aborted) {
      const next = this.#kept[heard - (this.#count - this.#kept.length)];
      if (next !== undefined) {
        heard++;
        yield next;
      } else if (this.#over) return;
      else await this.#listeners.news(signal);
    }
  }

  /** Undefined for another run's, one that never was, and one after which something is forgotten. */
  #numberOf(id: string): number | undefined {
    const number = id.startsWith(`${this.#run}-`) ? Number(id.slice(this.#run.length + 1)) : NaN;
    const isKept = number >= this.#count - this.#kept.length && number <= this.#count;
    return Number.isInteger(number) && isKept ? number : undefined;
  }
}
