/** The seed's rule: within 50 metres. Once begun, a transfer goes on to 55, so that a step back does not cut it. */
export const START_METRES = 50;
/**
 * Transfers that run go on up to this distance, so that somebody who walks along the edge does not stop and start
 * them.
 */
export const STOP_METRES = 55;

/**
 * Whether we see the other within range, from our own game client only.
 * @param before what this function said last; only someone already seen profits from the wider limit
 * @param metres the distance, or undefined while our client does not see the other
 * @param limit the user's own range in metres; never counts above {@link START_METRES}
 */
export function seesInRange(before: boolean, metres: number | undefined, limit = START_METRES): boolean {
  if (metres === undefined || !(metres >= 0) || !(limit >= 0)) return false;
  const start = Math.min(limit, START_METRES);
  return metres <= (before ? start + (STOP_METRES - START_METRES) : start);
}

/** What two members know of each other's sight: bytes move while both are true. */
export interface Sight {
  readonly mine: boolean;
  readonly theirs: boolean;
}

/** Neither has said anything of the other. */
export const NO_SIGHT: Sight = { mine: false, theirs: false };

/** Whether both see each other: only then do mods move. */
export const isMutual = (sight: Sight): boolean => sight.mine && sight.theirs;
