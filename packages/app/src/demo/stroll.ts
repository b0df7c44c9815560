import { setTimeout as sleep } from 'node:timers/promises';
import type { Parts } from './gathering.ts';
import type { Stage } from './stage.ts';

const REST_MS = 3_000;

/** For whoever looks at the page: somebody comes and goes until the stage is taken down. */
export async function stroll({ field }: Stage, { watched, owner }: Parts, stop: AbortSignal): Promise<void> {
  try {
    for (;;)
      for (const metres of [65, 8]) {
        await sleep(REST_MS, undefined, { signal: stop });
        await field.walk(watched, metres, owner, () => stop.aborted);
      }
  } catch {
    // Stopped, or a node was ended by whoever tries things out: what is left stays as it is.
  }
}
