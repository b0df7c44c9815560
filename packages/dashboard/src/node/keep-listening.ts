import type { Signal } from '@preact/signals';
import type { Told } from './lines.rules.ts';
import { linkAfter, retryAfter, type Link } from './link.rules.ts';
import { listen } from './listen.ts';
import { signInFromAddress, sleep } from './sign-in.ts';

/** What a page does with what its node tells. */
export interface Hears {
  /** Id of the last event that was heard; undefined for only what is to come. */
  readonly after: () => string | undefined | Promise<string | undefined>;
  /** The node tells again: sets the page's link when the page is ready for it. */
  readonly listening: () => void;
  readonly told: (event: Told) => void;
}

/**
 * Signs in by the page's address, and keeps listening to the node for as long as the page is open, whether the node is
 * there or not.
 * @param path where it tells.
 * @param link says how the page stands with it.
 */
export async function keepListening(path: string, link: Signal<Link>, hears: Hears): Promise<void> {
  let awake = new AbortController();
  // A link pasted into this very tab changes nothing but the fragment, which loads nothing.
  addEventListener('hashchange', () => {
    void signInFromAddress().then(() => {
      if (link.value.kind !== 'open') awake.abort();
    });
  });
  await signInFromAddress();
  for (let failures = 0; ; failures++) {
    awake = new AbortController();
    const news = await listen(path, await hears.after(), awake.signal, {
      listening: () => {
        failures = 0;
        hears.listening();
      },
      told: hears.told,
    });
    link.value = linkAfter(link.value, news);
    await sleep(retryAfter(failures), awake.signal);
  }
}
