import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';

/**
 * What the rotation of a syncshell's key is told: whether there is a key to seal under, and if not, when it is our
 * turn to make one.
 */
export type EpochEvent =
  /** There is an epoch to seal under, and we hold its key. */
  | { readonly type: 'FRESH' }
  /**
   * There is none, or our box of it does not open.
   * `rank`: how many members online come before us in the order of key hashes. `eager`: it was our own act that
   * made it so. `jitter`: 0 to 1, random.
   */
  | { readonly type: 'STALE'; readonly rank: number; readonly eager: boolean; readonly jitter: number };

/** Author a rotation now. */
export interface EpochEmitted {
  readonly type: 'ROTATE';
}

/** Plain data. */
export interface EpochContext {
  readonly rank: number;
  readonly eager: boolean;
  readonly jitter: number;
}

/** Time for one rotation to be made and to reach everybody, before the next in the order makes another. */
const TURN_MS = 4_000;
const SPREAD_MS = 2_000;

/** Sees to it that somebody begins a new epoch whenever a loss has ended the last, and that not everybody does. */
export const epochMachine = setup({
  types: { context: {} as EpochContext, events: {} as EpochEvent, emitted: {} as EpochEmitted },
  actors: { inbound: fromEventObservable<EpochEvent, undefined>(() => EMPTY) },
  actions: {
    remember: assign(({ event }) =>
      event.type === 'STALE' ? { rank: event.rank, eager: event.eager, jitter: event.jitter } : {},
    ),
    rotate: emit({ type: 'ROTATE' }),
  },
  guards: { isEager: ({ event }) => event.type === 'STALE' && event.eager },
  delays: {
    turn: ({ context: { rank, eager, jitter } }) => (eager ? 0 : rank * TURN_MS + jitter * SPREAD_MS),
    again: TURN_MS,
  },
}).createMachine({
  id: 'epoch',
  context: { rank: 0, eager: false, jitter: 0 },
  invoke: { id: 'inbound', src: 'inbound' },
  on: { FRESH: { target: '.fresh' } },
  initial: 'fresh',
  states: {
    fresh: { on: { STALE: { target: 'waiting', actions: 'remember' } } },
    // Whoever's turn comes first rotates; the others see its rotation before theirs comes.
    waiting: {
      after: { turn: 'rotating' },
      on: { STALE: { guard: 'isEager', target: 'waiting', reenter: true, actions: 'remember' } },
    },
    // Ours is made. Should it not do (a loss came in between), the next attempt waits for its turn again.
    rotating: {
      entry: 'rotate',
      after: { again: 'waiting' },
      on: { STALE: { target: 'waiting', actions: 'remember' } },
    },
  },
});
