import { setMaxListeners } from 'node:events';
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

/**
 * Ends `child` when `parent` ends. `AbortSignal.any` would say so in a word, but in Node 20 the garbage collector takes
 * such signals away from under their listeners.
 * @returns lets go of the parent.
 */
export function endWith(parent: AbortSignal, child: AbortController): () => void {
  const end = (): void => {
    child.abort();
  };
  if (parent.aborted) end();
  // A hundred members may be dialled at once.
  setMaxListeners(0, parent);
  parent.addEventListener('abort', end);
  return () => {
    parent.removeEventListener('abort', end);
  };
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
