import type { Inspected, InspectedNow } from '../api-types.ts';
import { keepListening } from '../node/keep-listening.ts';
import { linkAfter } from '../node/link.rules.ts';
import { begin, link, take } from './state.ts';

const EVENTS = '/v1/inspect/events';

/** Watches for as long as the page is open. Each time it begins anew: what was missed is in what is told first. */
export const follow = (): Promise<void> =>
  keepListening(EVENTS, link, {
    after: () => undefined,
    listening: () => {
      link.value = linkAfter(link.value, 'listening');
    },
    told: ({ name, data }) => {
      if (name === 'now') begin(JSON.parse(data) as InspectedNow);
      else take(JSON.parse(data) as Inspected);
    },
  });
