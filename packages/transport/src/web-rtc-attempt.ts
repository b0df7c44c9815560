import type { OpenedChannel, Peer } from './native/peer.ts';
import type { Connection, WireIdentity } from './network.ts';
import type { Stop } from './stopper.ts';

export interface Patience {
  /** Until packets pass both ways. */
  readonly reachMs?: number;
  /** From then on, until the channel is open. */
  readonly openMs?: number;
  /** Ends the attempt whatever it has come to. */
  readonly until: Stop;
}

const LOOK_AGAIN_MS = 50;

/** Waits for the channel of one peer; a peer that has none in time is ended. */
export async function awaitChannel(peer: Peer, patience: Patience): Promise<OpenedChannel | undefined> {
  const { reachMs = Infinity, openMs = Infinity, until } = patience;
  let giveUp: () => void = () => undefined;
  const gaveUp = new Promise<undefined>((resolve) => (giveUp = () => resolve(undefined)));
  let since = performance.now();
  let reached = false;
  const timer = setInterval(() => {
    if (!reached && peer.reached) {
      since = performance.now();
      reached = true;
    }
    if (performance.now() - since > (reached ? openMs : reachMs)) giveUp();
  }, LOOK_AGAIN_MS);
  const forget = until.onStop(() => giveUp());
  const opened = await Promise.race([peer.opened, gaveUp]);
  clearInterval(timer);
  forget();
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
