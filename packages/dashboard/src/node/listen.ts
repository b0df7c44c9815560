import { pieces } from './client.ts';
import { cut, told, type Told } from './lines.rules.ts';
import type { News } from './link.rules.ts';

/** The node gives a sign of life every 15 s; without three of them nobody is there any more. */
const SILENCE_MS = 45_000;

const NEWS: Readonly<Record<number, News>> = {
  401: 'refused',
  403: 'refused',
  409: 'untold',
  503: 'starting',
};

/**
 * Hears what happens until nobody tells any more. Not by EventSource, which says neither why a node refuses nor goes on
 * after an event of which only we know.
 * @param path where it is told.
 * @param after id of the last event that was heard; undefined for only what is to come.
 * @returns why it ended.
 */
export async function listen(
  path: string,
  after: string | undefined,
  signal: AbortSignal,
  hears: { listening: () => void; told: (event: Told) => void },
): Promise<News> {
  const silence = new AbortController();
  let timer = setTimeout(() => undefined, 0);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silence.abort();
    }, SILENCE_MS);
  };
  try {
    alive();
    const response = await fetch(path, {
      headers: after === undefined ? {} : { 'last-event-id': after },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) return NEWS[response.status] ?? 'silent';
    hears.listening();
    let waiting = '';
    for await (const piece of pieces(response.body)) {
      alive();
      const { whole, rest } = cut(waiting, piece, '\n\n');
      waiting = rest;
      for (const block of whole) {
        const event = told(block);
        if (event !== undefined) hears.told(event);
      }
    }
    return 'silent';
  } catch {
    return 'silent';
  } finally {
    clearTimeout(timer);
  }
}
