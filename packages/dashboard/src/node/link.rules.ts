/** How this page stands with its node. */
export type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** It runs, and reads its state. */
  | { readonly kind: 'starting' }
  /** It does not know this browser. `before`: it did, so it was started anew since. */
  | { readonly kind: 'signed-out'; readonly before: boolean }
  /** It runs, and tells nothing of what was asked for. */
  | { readonly kind: 'untold' }
  /** Nobody answers. */
  | { readonly kind: 'gone'; readonly before: boolean };

/** What the last try to listen to the node came to. */
export type News = 'listening' | 'refused' | 'untold' | 'starting' | 'silent';

export const CONNECTING: Link = { kind: 'connecting' };

const wasOpen = (link: Link): boolean => link.kind === 'open' || ('before' in link && link.before);

export function linkAfter(link: Link, news: News): Link {
  switch (news) {
    case 'listening':
      return { kind: 'open' };
    case 'refused':
      return { kind: 'signed-out', before: wasOpen(link) };
    case 'starting':
    case 'untold':
      return { kind: news };
    case 'silent':
      return { kind: 'gone', before: wasOpen(link) };
  }
}

const FIRST_MS = 300;
const LONGEST_MS = 3_000;

/** How long to wait before trying again: soon at first, never long, since it is this machine that we ask. */
export const retryAfter = (failures: number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 8));

/** The one-time token of a link to this page, which is in the fragment so that no server and no log ever sees it. */
export const tokenIn = (hash: string): string | undefined => /^#([\w-]{16,128})$/.exec(hash)?.[1];
