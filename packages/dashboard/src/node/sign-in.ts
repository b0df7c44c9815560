import { signIn } from './client.ts';
import { tokenIn } from './link.rules.ts';

/** The token leaves the address before anything else happens: it must not end up in a bookmark or over a shoulder. */
export async function signInFromAddress(): Promise<void> {
  const token = tokenIn(location.hash);
  if (token === undefined) return;
  history.replaceState(null, '', location.pathname);
  await signIn(token);
}

/** @param signal ends it early. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
