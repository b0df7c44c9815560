/** Those who wait for news. */
export class Listeners {
  readonly #waiting = new Set<() => void>();

  wake(): void {
    for (const listener of this.#waiting) listener();
  }

  /** Until there is news, or nobody waits for it any more. */
  news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }
}
