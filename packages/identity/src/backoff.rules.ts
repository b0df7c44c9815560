import type { DenialCode } from './handshake-side.ts';

/** After the first failure: 30 s. Every further one doubles it. */
export const FIRST_PAUSE_MS = 30_000;
/** 1 hour. After as long a silence a failure is the first again. */
export const LONGEST_PAUSE_MS = 60 * 60 * 1000;
/** How many tags are remembered at once. */
export const MAX_REMEMBERED = 1024;

interface Failures {
  readonly count: number;
  /** Milliseconds since the epoch, as are all times here. */
  readonly listenAt: number;
}

/**
 * Who failed lately, by tag: the key that it proved to hold, or else the address from which it came. A key that was
 * only claimed is no tag, or anybody could shut a member out by failing in its name.
 */
export type Backoff = ReadonlyMap<string, Failures>;

/** Nobody has knocked in vain yet. */
export const NO_FAILURES: Backoff = new Map();

/** Ours to expect of an honest peer, or not the peer's doing: no reason to make it wait. */
const EXCUSED: readonly DenialCode[] = [
  'denied',
  'foreign-version',
  'challenge-expired',
  'unexpected-peer',
  'own-key',
  'password-needed',
  'password-unneeded',
  'password-unconfirmed',
];

/** Whether a handshake that ended with this code is a failure of whoever came. */
export const countsAsFailure = (code: DenialCode): boolean => !EXCUSED.includes(code);

const pauseMs = (count: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), LONGEST_PAUSE_MS);

/** Long over, or from before the clock was set back. */
const isStale = ({ listenAt }: Failures, now: number): boolean =>
  now > listenAt + LONGEST_PAUSE_MS || now < listenAt - LONGEST_PAUSE_MS;

/** Whether whoever comes with this tag is heard now. To be asked before anything is computed or answered. */
export function mayKnock(backoff: Backoff, tag: string, now: number): boolean {
  const failures = backoff.get(tag);
  return failures === undefined || now >= failures.listenAt || isStale(failures, now);
}

/**
 * Remembers one more handshake that failed under a tag, which is heard again only after a wait that doubles each
 * time.
 */
export function rememberFailure(backoff: Backoff, tag: string, now: number): Backoff {
  const before = backoff.get(tag);
  const count = before === undefined || isStale(before, now) ? 1 : before.count + 1;
  const current = [...backoff].filter(([other, failures]) => other !== tag && !isStale(failures, now));
  // Who is heard again soonest is forgotten first: a flood of new tags costs the patient, not the worst.
  if (current.length >= MAX_REMEMBERED) current.sort(([, a], [, b]) => b.listenAt - a.listenAt);
  return new Map([
    ...current.slice(0, MAX_REMEMBERED - 1),
    [tag, { count, listenAt: now + pauseMs(count) }] as const,
  ]);
}

/** Whoever got in after all starts with a clean sheet. */
export function forgetFailures(backoff: Backoff, tag: string): Backoff {
  if (!backoff.has(tag)) return backoff;
  return new Map([...backoff].filter(([other]) => other !== tag));
}
