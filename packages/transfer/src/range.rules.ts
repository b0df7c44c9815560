/** The seed's rule: within 50 metres. Once begun, a transfer goes on to 55, so that a step back does not cut it. */
export const START_METRES = 50;
/**
 * Metres. Somebody in range stays so up to here (P55); under a limit of the user's own, up to 5 m beyond that limit.
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

/** Where every pair begins: nobody has said anything. */
export const NO_SIGHT: Sight = { mine: false, theirs: false };

/** Whether bytes may move between the two: one side's word is never enough (P55). */
export const isMutual = (sight: Sight): boolean => sight.mine && sight.theirs;
