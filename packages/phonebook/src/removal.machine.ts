import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';
import { isProposalOver, PROPOSAL_LIFE_MS, type Removal } from './removal.rules.ts';

/** How the roster sees the removal now, and what time it is. */
export type RemovalEvent = { readonly type: 'SEEN'; readonly state: Removal['state']; readonly now: number };

/** What {@link removalMachine} tells: what people are shown has changed. */
export type RemovalEmitted = { readonly type: 'STATE_CHANGED'; readonly state: RemovalState };

/** How far a removal has come, as people are shown it. A late operation may still turn it round from any of these. */
export type RemovalState =
  /** Signatures are missing, and nothing has happened to anybody. */
  | 'proposed'
  /** It counts, and its target is cut off; for 45 s somebody may yet tell of something that turns it round. */
  | 'settling'
  /** It counts, and that time is over; or it did when the node started. */
  | 'removed'
  /** Signatures are still missing {@link PROPOSAL_LIFE_MS} after it was proposed. */
  | 'expired'
  /** Nothing comes of it: its target is gone anyway, or everybody who signed it is. */
  | 'void';

/** Input of {@link removalMachine}, of which there is one for each removal. */
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
    isOld: ({ context }) => isProposalOver(context.at, context.now),
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
