import type { Inspected, InspectedNow } from '../api-types.ts';
import { linkAfter, retryAfter } from '../node/link.rules.ts';
import { listen } from '../node/listen.ts';
import { signInFromAddress, sleep } from '../node/sign-in.ts';
import { begin, link, take } from './state.ts';

const EVENTS = '/v1/inspect/events';

/** Keeps listening to the node for as long as the page is open, whether it is there or not. */
export async function follow(): Promise<void> {
  let awake = new AbortController();
  addEventListener('hashchange', () => {
    void signInFromAddress().then(() => {
      if (link.value.kind !== 'open') awake.abort();
    });
  });
  await signInFromAddress();
  for (let failures = 0; ; failures++) {
    awake = new AbortController();
    const news = await listen(EVENTS, undefined, awake.signal, {
      listening: () => {
        failures = 0;
        link.value = linkAfter(link.value, 'listening');
      },
      told: ({ name, data }) => {
        if (name === 'now') begin(JSON.parse(data) as InspectedNow);
        else take(JSON.parse(data) as Inspected);
      },
    });
    link.value = linkAfter(link.value, news);
    await sleep(retryAfter(failures), awake.signal);
  }
}
