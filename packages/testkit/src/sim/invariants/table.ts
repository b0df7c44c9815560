import { restartsWhole } from './disk.ts';
import { noKeyOfTheRemoved } from './epochs.ts';
import { hostIsThere, sameViewSameHost } from './host.ts';
import type { Invariant } from './invariant.ts';
import { noRivalRecords, sequencesGrow } from './records.ts';
import { goneForGood, nobodyIsFramed, sameRoster } from './roster.ts';

/** Everything that must hold after every step. */
export const INVARIANTS: readonly Invariant[] = [
  sameRoster,
  goneForGood,
  nobodyIsFramed,
  sequencesGrow,
  noRivalRecords,
  hostIsThere,
  sameViewSameHost,
  restartsWhole,
  noKeyOfTheRemoved,
];
