import type { InstanceId, MemberId } from '@fyteclub/identity';
import { keepsLink } from '@fyteclub/transport';

/** What decides between two links to one member. */
export interface Contender {
  readonly instance: InstanceId;
  readonly initiator: boolean;
}

/**
 * Two members may dial each other at once, and one may redial while the other has not noticed that the old link is
 * dead. Both sides must keep the same one: a new run of the peer's node wins over its ghost, the dial of the lower
 * key wins over the other's, and of two dials from one side the newer wins.
 */
export function keepsNewer(older: Contender, newer: Contender, me: MemberId, peer: MemberId): boolean {
  if (older.instance !== newer.instance || older.initiator === newer.initiator) return true;
  return keepsLink(me, peer, newer.initiator ? me : peer);
}
