import { compareBytes, fromHex, type MemberId } from '@fyteclub/identity';

/** The first redial waits about this long. */
export const FIRST_REDIAL_MS = 1_000;
/** No redial waits longer: a friend who comes back is reached within minutes also if it does not dial us. */
export const LAST_REDIAL_MS = 300_000;

/**
 * How long to wait before dialling a member again: doubles with every failure, up to five minutes.
 *
 * @param failures dials that failed in a row, at least 1.
 * @param spread in [0, 1): fresh randomness, so that a group that woke at once does not dial in step. The wait lies
 * between half and the whole of its nominal length.
 */
export function nextAttempt(failures: number, spread: number): number {
  const doublings = Math.min(Math.max(0, failures - 1), 20);
  const nominal = Math.min(LAST_REDIAL_MS, FIRST_REDIAL_MS * 2 ** doublings);
  return Math.round(nominal * (0.5 + spread / 2));
}

/** Who sends the offer when two members meet who both know of it: the lower key, so that both know without talking. */
export const offersTo = (me: MemberId, peer: MemberId): boolean => lower(me, peer);

/**
 * Two members may dial each other at the same moment. Both keep the link that the lower key dialled.
 *
 * @returns whether to keep the link that `dialledBy` dialled, when there are two. Two by the same dialler are no tie:
 * the newer one stays, its dialler has lost the older.
 */
export const keepsLink = (me: MemberId, peer: MemberId, dialledBy: MemberId): boolean =>
  dialledBy === (lower(me, peer) ? me : peer);

const lower = (a: MemberId, b: MemberId): boolean =>
  compareBytes(fromHex(a) ?? new Uint8Array(), fromHex(b) ?? new Uint8Array()) < 0;
