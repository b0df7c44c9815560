import type { Clock, Connection } from '@fyteclub/transport';

/** Waits on the node's clock; ends early when the signal does. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer: unknown = clock.setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** The first connection that any of the ways yields; those that come late are dropped. Undefined if none does. */
export async function firstOf(
  ways: readonly Promise<Connection | undefined>[],
): Promise<Connection | undefined> {
  const found = ways.map((way) =>
    way.then((connection) => {
      if (connection === undefined) throw new Error('this way led nowhere');
      return connection;
    }),
  );
  const first = await Promise.any(found).catch(() => undefined);
  for (const way of ways) {
    void way.then((late) => {
      if (late !== first) late?.abort();
    });
  }
  return first;
}
