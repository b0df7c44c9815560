import { computed, signal } from '@preact/signals';
import type { Inspected, InspectedNow } from '../api-types.ts';
import { CONNECTING, type Link } from '../node/link.rules.ts';
import { beginning, family, NOTHING, statesOf, told, type Watched } from './actors.rules.ts';

export const link = signal<Link>(CONNECTING);
/** What the node has told. */
const latest = signal<Watched>(NOTHING);
/** What is looked at while the page holds still. */
const held = signal<Watched | undefined>(undefined);
export const watched = computed(() => held.value ?? latest.value);
export const isHeld = computed(() => held.value !== undefined);

export const holdStill = (still: boolean): void => {
  held.value = still ? latest.value : undefined;
};

const chosen = signal<string | undefined>(undefined);
export const choose = (id: string): void => {
  chosen.value = id;
};

export const actors = computed(() => family(watched.value.actors));
/** The one that was chosen, or as long as it is there the first that has states. */
export const actor = computed(
  () =>
    actors.value.find(({ id }) => id === chosen.value) ??
    actors.value.find(({ value, status }) => status === 'active' && statesOf(value).length > 0) ??
    actors.value[0],
);

/** Whoever else is told, such as Stately's inspector. */
const others = new Set<(message: Inspected) => void>();
export const alsoTell = (tell: (message: Inspected) => void): (() => void) => {
  others.add(tell);
  return () => others.delete(tell);
};
/** How everything stood when the node was last asked, and what was told since: for whoever comes later. */
let now: InspectedNow = { actors: [], recent: [] };
const MOST_SINCE = 2_000;
let since: Inspected[] = [];
export const soFar = (): readonly Inspected[] => [...now.actors, ...since];

export function begin(data: InspectedNow): void {
  now = data;
  since = [];
  latest.value = beginning(data);
  for (const tell of others) for (const one of data.actors) tell(one);
}

const TOGETHER_MS = 60;
let waiting: Inspected[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes what has come: everything that comes together is shown together. */
export function take(message: Inspected): void {
  since = [...since.slice(1 - MOST_SINCE), message];
  for (const tell of others) tell(message);
  waiting.push(message);
  timer ??= setTimeout(() => {
    timer = undefined;
    const all = waiting;
    waiting = [];
    latest.value = all.reduce(told, latest.value);
  }, TOGETHER_MS);
}

export const clearLines = (): void => {
  latest.value = { ...latest.value, lines: [] };
};
