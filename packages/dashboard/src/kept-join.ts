import { computed, signal } from '@preact/signals';
import { status } from './state.ts';

/** A join under way, as it was asked for. The password of a group is not kept: it is asked for again. */
export interface KeptJoin {
  readonly code: string;
  readonly as: string;
  readonly useReply: boolean;
}

const KEPT = 'fyteclub.join';

function read(): KeptJoin | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as KeptJoin | undefined;
  } catch {
    return undefined; // somebody else has written there
  }
}
const kept = signal(read() ?? undefined);

/** In this tab alone, and until it is over: the node gives a join up when the page that asked for it goes. */
export function keepJoin(join: KeptJoin | undefined): void {
  kept.value = join;
  if (join === undefined) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, JSON.stringify(join));
}

/** A join that did not come to an end: it can be gone on with, and stands in the way of a backup. */
export const unfinished = computed(() => status.value?.shells.find(({ state }) => state === 'joining'));

/** What was being joined when this page was loaded anew, and still is. */
export const joinUnderWay = computed(() => (unfinished.value === undefined ? undefined : kept.value));
