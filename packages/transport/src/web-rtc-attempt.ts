import type { OpenedChannel, Peer } from './native/peer.ts';
import type { Connection, WireIdentity } from './network.ts';

export interface Patience {
  /** For the whole attempt. */
  readonly ms: number;
  /** After packets pass both ways, when that is less. */
  readonly reachedMs?: number;
  readonly signal: AbortSignal;
}

/** Waits for the channel of one peer; a peer that has none in time is ended. */
export async function awaitChannel(peer: Peer, patience: Patience): Promise<OpenedChannel | undefined> {
  const { ms, reachedMs = ms, signal } = patience;
  const startedAt = performance.now();
  let giveUp: () => void = () => undefined;
  const gaveUp = new Promise<undefined>((resolve) => (giveUp = () => resolve(undefined)));
  let timer = setTimeout(giveUp, ms);
  void peer.reached.then(() => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, Math.min(reachedMs, startedAt + ms - performance.now()));
  });
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const opened = await Promise.race([peer.opened, gaveUp]);
  clearTimeout(timer);
  signal.removeEventListener('abort', giveUp);
  if (!opened) peer.end();
  return opened;
}

/** What the rest of the program sees of a peer whose channel is open. */
export function toConnection(peer: Peer, opened: OpenedChannel, identity: WireIdentity): Connection {
  const { channel, kind, remoteFingerprint, remote } = opened;
  return {
    kind,
    channel,
    localFingerprint: identity.fingerprint,
    remoteFingerprint,
    remote,
    roundTripMs: () => peer.roundTripMs(),
    close: () => channel.close(),
    abort: () => channel.abort(),
  };
}
