import type { MemberId } from '@fyteclub/identity';
import type { Beacon, CheckedBeacon } from './beacon.ts';
import type { CheckedSuspicion } from './suspicion.ts';

/** A suspected member still counts for the choice of host; a gone one does not. */
export type Standing = 'alive' | 'suspected' | 'gone';

/** The last sign of life of one member, and what became of it. */
export interface Life {
  readonly beacon: CheckedBeacon;
  /** Of this very beacon. Null beside `suspected` or `gone`: lost to us alone, we accuse nobody. */
  readonly suspicion: CheckedSuspicion | null;
  readonly standing: Standing;
  /** Rounds since it was news, or since a link proved it. */
  readonly age: number;
}

/** One per member: bounded by the roster and `MAX_STRANGERS` more. */
export type Lives = ReadonlyMap<MemberId, Life>;

/** The higher incarnation; of the same, the lowest hash. */
export const outdates = (
  a: Beacon & { readonly hash: string },
  b: Beacon & { readonly hash: string },
): boolean => (a.incarnation !== b.incarnation ? a.incarnation > b.incarnation : a.hash < b.hash);

/** A member that began to live: nobody doubts this beacon yet. */
export const newLife = (beacon: CheckedBeacon): Life => ({
  beacon,
  suspicion: null,
  standing: beacon.leaving ? 'gone' : 'alive',
  age: 0,
});

/** Lost to us alone, because we were cut off: whoever still sees it may tell us so, without a new beacon. */
export const isOnlyLost = ({ standing, suspicion, beacon }: Life): boolean =>
  standing !== 'alive' && suspicion === null && !beacon.leaving;
