import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';
import { PROPOSAL_LIFE_MS, type Removal } from './removal.rules.ts';

/** How the roster sees the removal now, and what time it is. */
export type RemovalEvent = { readonly type: 'SEEN'; readonly state: Removal['state']; readonly now: number };

/** What a removal tells the node around it. */
export type RemovalEmitted =
  /** What people are shown has changed. */
  { readonly type: 'STATE_CHANGED'; readonly state: RemovalState };

/**
 * How far a removal is: `proposed` lacks signatures; `settling` has them, while the group's key changes; `removed`
 * is done; `expired` came to nothing in time; `void` never will come to anything.
 */
export type RemovalState = 'proposed' | 'settling' | 'removed' | 'expired' | 'void';

/** What of a proposal decides how long it can still be signed. */
export interface RemovalInput {
  /** Of the proposal, by its author's clock; milliseconds since the epoch. */
  readonly at: number;
  /** It was as it is when the node started, so nothing is left to settle. */
  readonly known: boolean;
}

/** Plain data. */
export interface RemovalContext {
  readonly at: number;
  readonly known: boolean;
  readonly seen: Removal['state'];
  readonly now: number;
}

const told = (state: RemovalState) => ({ type: 'told', params: { state } }) as const;

/**
 * One removal as people follow it: proposed, seconded, carried out, or come to nothing. Whether it counts is the
 * resolver's to say; here is only what takes time.
 */
export const removalMachine = setup({
  types: {
    input: {} as RemovalInput,
    context: {} as RemovalContext,
    events: {} as RemovalEvent,
    emitted: {} as RemovalEmitted,
  },
  actors: { inbound: fromEventObservable<RemovalEvent, undefined>(() => EMPTY) },
  actions: {
    look: assign(({ event: { state, now } }) => ({ seen: state, now })),
    isNews: assign({ known: false }),
    told: emit((_, { state }: { state: RemovalState }) => ({ type: 'STATE_CHANGED', state })),
  },
  guards: {
    isKnown: ({ context }) => context.known && context.seen === 'accepted',
    isAccepted: ({ context }) => context.seen === 'accepted',
    isVoid: ({ context }) => context.seen === 'void',
    isOld: ({ context }) => context.now > context.at + PROPOSAL_LIFE_MS,
    isStill: ({ context, event }) => event.state === context.seen,
  },
  delays: {
    /** One round of gossip: until then somebody may know of something that turns it round. */
    settle: 45_000,
    proposalLife: ({ context }) => Math.max(0, context.at + PROPOSAL_LIFE_MS - context.now),
  },
}).createMachine({
  id: 'removal',
  context: ({ input: { at, known } }) => ({ at, known, seen: 'proposed', now: at }),
  invoke: { id: 'inbound', src: 'inbound' },
  // The roster has the say, whatever was shown before: a late operation may turn a removal round either way.
  on: {
    SEEN: [
      { guard: 'isStill', actions: 'look' },
      { target: '.judging', actions: 'look' },
    ],
  },
  initial: 'waiting',
  states: {
    // Nothing was shown of it yet.
    waiting: { on: { SEEN: { target: 'judging', actions: 'look' } } },
    judging: {
      exit: 'isNews',
      always: [
        { guard: 'isKnown', target: 'removed' },
        { guard: 'isAccepted', target: 'settling' },
        { guard: 'isVoid', target: 'void' },
        { guard: 'isOld', target: 'expired' },
        { target: 'proposed' },
      ],
    },
    // Signatures are being collected; without enough of them nothing has happened to anybody.
    proposed: { entry: told('proposed'), after: { proposalLife: 'expired' } },
    // Everything is cut already; only the word is not final yet.
    settling: {
      entry: told('settling'),
      after: { settle: 'removed' },
    },
    removed: {
      entry: told('removed'),
    },
    // No honest member signs it any more; signatures made in time may still arrive from afar.
    expired: {
      entry: told('expired'),
    },
    // Its target is gone anyway, or everybody who wanted it is.
    void: {
      entry: told('void'),
    },
  },
});
