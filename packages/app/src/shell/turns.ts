interface Waiting {
  readonly task: Task;
  readonly go: () => void;
}

/** What waits for its turn; the urgency may change meanwhile, a lower number goes first. */
export interface Task {
  readonly urgency: number;
}

/** Lets so many tasks run at a time, the most urgent of those that wait first. */
export class Turns {
  #free: number;
  readonly #waiting = new Set<Waiting>();

  constructor(atATime: number) {
    this.#free = atATime;
  }

  /** @returns how to end the turn, to be called once; undefined if the signal came first. */
  take(task: Task, signal: AbortSignal): Promise<(() => void) | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve(undefined);
        return;
      }
      const giveUp = (): void => {
        this.#waiting.delete(waiting);
        resolve(undefined);
      };
      const waiting: Waiting = {
        task,
        go: () => {
          signal.removeEventListener('abort', giveUp);
          resolve(() => {
            this.#free += 1;
            this.#next();
          });
        },
      };
      signal.addEventListener('abort', giveUp);
      this.#waiting.add(waiting);
      this.#next();
    });
  }

  #next(): void {
    while (this.#free > 0 && this.#waiting.size > 0) {
      const first = [...this.#waiting].reduce((best, one) =>
        one.task.urgency < best.task.urgency ? one : best,
      );
      this.#waiting.delete(first);
      this.#free -= 1;
      first.go();
    }
  }
}
