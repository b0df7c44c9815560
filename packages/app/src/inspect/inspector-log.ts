import { Listeners } from '../api/listeners.ts';
import type { Inspected, InspectedActor, InspectedNow, InspectedSnapshot } from './messages.ts';

/** Whoever is further behind is told how everything stands instead. */
export const KEPT_MESSAGES = 1_000;
/** So much of what was before is told to whoever begins to watch. */
export const RECENT_MESSAGES = 200;
/** Actors that have ended, and may still be looked at. */
const KEPT_ENDED = 32;

export type InspectorNews =
  { readonly kind: 'now'; readonly data: InspectedNow } | { readonly kind: 'told'; readonly data: Inspected };

/** Every actor of a running node as it stands, the last messages about them, and those to come. */
export class InspectorLog {
  readonly #actors = new Map<string, InspectedActor>();
  readonly #kept: Inspected[] = [];
  readonly #listeners = new Listeners();
  #count = 0;

  tell(message: Inspected): void {
    if (message.type === '@xstate.actor') this.#actors.set(message.sessionId, message);
    if (message.type === '@xstate.snapshot') this.#keepSnapshot(message);
    this.#kept.push(message);
    if (this.#kept.length > KEPT_MESSAGES) this.#kept.shift();
    this.#count++;
    this.#listeners.wake();
  }

  /** How everything stands, then everything that happens, until the signal. */
  async *follow(signal: AbortSignal): AsyncGenerator<InspectorNews> {
    let heard = -1;
    while (!signal.aborted) {
      const oldest = this.#count - this.#kept.length;
      if (heard < oldest) {
        heard = this.#count;
        yield { kind: 'now', data: this.#now() };
        continue;
      }
      const next = this.#kept[heard - oldest];
      if (next !== undefined) {
        heard++;
        yield { kind: 'told', data: next };
      } else await this.#listeners.news(signal);
    }
  }

  #now(): InspectedNow {
    const recent = this.#kept.slice(-RECENT_MESSAGES).filter((message) => message.type !== '@xstate.actor');
    return { actors: [...this.#actors.values()], recent };
  }

  #keepSnapshot({ sessionId, snapshot }: InspectedSnapshot): void {
    const actor = this.#actors.get(sessionId);
    if (actor === undefined) return;
    this.#actors.set(sessionId, { ...actor, snapshot });
    if (snapshot.status === 'active') return;
    const ended = [...this.#actors].filter(([, one]) => one.snapshot.status !== 'active');
    for (const [id] of ended.slice(0, -KEPT_ENDED)) this.#actors.delete(id);
  }
}
