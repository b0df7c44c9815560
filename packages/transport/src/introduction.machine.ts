import type { MemberId } from '@fyteclub/identity';
import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';
import type { IntroductionAsk } from './introduction.messages.ts';

/** What the machine of one introduction is started with. */
export interface IntroductionInput {
  /** Whom to reach. */
  readonly to: MemberId;
  /** 16 random bytes as hex. */
  readonly id: string;
  /** Our endpoint, sealed to the target. */
  readonly sealed: Uint8Array;
  /** Members connected to us who may be connected to the target, best first. */
  readonly relays: readonly MemberId[];
}

/** What whoever runs the machine tells it. */
export type IntroductionEvent =
  /** `introduction.answered` came, and `sealed` is the endpoint of `from`: whoever tells this has opened it. */
  | { type: 'ANSWERED'; from: MemberId; id: string; sealed: Uint8Array }
  /** A relay refused, or passed on what the target never said. */
  | { type: 'REFUSED'; by: MemberId; id: string }
  /** The link to a member is gone. */
  | { type: 'RELAY_LOST'; relay: MemberId }
  /** How `MEET` went. */
  | { type: 'MET' }
  | { type: 'MEETING_FAILED' };

/** Why an introduction came to nothing. Another one later, with a new id, may do better. */
export type IntroductionFailure =
  /** Nobody connected to us could or would pass it on, or the target did not answer. */
  | 'no-answer'
  /** Both sides sent, and nothing came through. */
  | 'not-met';

/** What whoever runs the machine has to do. */
export type IntroductionEmitted =
  | { type: 'SEND'; to: MemberId; message: IntroductionAsk }
  /** The target's sealed endpoint: open it and meet. */
  | { type: 'MEET'; sealed: Uint8Array }
  /** One of these two is the last. */
  | { type: 'INTRODUCED' }
  | { type: 'FAILED'; code: IntroductionFailure };

/** What the machine of one introduction knows. */
export interface IntroductionContext {
  readonly to: MemberId;
  readonly id: string;
  readonly sealed: Uint8Array;
  /** The one being asked first. */
  readonly relays: readonly MemberId[];
  /** The target's endpoint, once it has answered. */
  readonly answer: Uint8Array | null;
}

/** The asker's side of one introduction: ask one relay after another, then meet. */
export const introductionMachine = setup({
  types: {
    input: {} as IntroductionInput,
    context: {} as IntroductionContext,
    events: {} as IntroductionEvent,
    emitted: {} as IntroductionEmitted,
  },
  actors: { inbound: fromEventObservable<IntroductionEvent, undefined>(() => EMPTY) },
  actions: {
    ask: emit(({ context: { to, id, sealed, relays } }) => ({
      type: 'SEND',
      to: relays[0] ?? to,
      message: { type: 'introduction.ask', to, id, sealed },
    })),
    giveUpOnRelay: assign(({ context }) => ({ relays: context.relays.slice(1) })),
    rememberAnswer: assign(({ event }) => (event.type === 'ANSWERED' ? { answer: event.sealed } : {})),
    meet: emit(({ context }) => ({ type: 'MEET', sealed: context.answer ?? new Uint8Array() })),
    introduced: emit({ type: 'INTRODUCED' }),
    failed: emit((_, { code }: { code: IntroductionFailure }) => ({ type: 'FAILED', code })),
  },
  guards: {
    fromTarget: ({ context, event }) =>
      event.type === 'ANSWERED' && event.id === context.id && event.from === context.to,
    refusedByAsked: ({ context, event }) =>
      event.type === 'REFUSED' && event.id === context.id && event.by === context.relays[0],
    lostAsked: ({ context, event }) => event.type === 'RELAY_LOST' && event.relay === context.relays[0],
    nobodyLeft: ({ context }) => context.relays.length === 0,
  },
  delays: { answer: 5_000, meeting: 45_000 },
}).createMachine({
  id: 'introduction',
  context: ({ input }) => ({ ...input, answer: null }),
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'choosing',
  // An answer counts whichever relay it comes through, also one that we have given up on meanwhile.
  states: {
    // One relay at a time: each ask makes the target start sending, once is enough.
    choosing: {
      always: [
        { guard: 'nobodyLeft', target: 'failed', actions: { type: 'failed', params: { code: 'no-answer' } } },
        { target: 'waiting', actions: 'ask' },
      ],
    },
    // The target starts sending before it answers, so the meeting is quick once the answer is here.
    waiting: {
      on: {
        ANSWERED: { guard: 'fromTarget', target: 'meeting', actions: ['rememberAnswer', 'meet'] },
        REFUSED: { guard: 'refusedByAsked', target: 'choosing', actions: 'giveUpOnRelay' },
        RELAY_LOST: { guard: 'lostAsked', target: 'choosing', actions: 'giveUpOnRelay' },
      },
      after: { answer: { target: 'choosing', actions: 'giveUpOnRelay' } },
    },
    // Both sides send; what comes of it is the network's affair.
    meeting: {
      on: {
        MET: { target: 'introduced', actions: 'introduced' },
        MEETING_FAILED: { target: 'failed', actions: { type: 'failed', params: { code: 'not-met' } } },
      },
      after: {
        meeting: { target: 'failed', actions: { type: 'failed', params: { code: 'not-met' } } },
      },
    },
    // The new connection speaks for itself.
    introduced: { type: 'final' },
    // Whoever started this decides whether to ask again later, or to tell the user.
    failed: { type: 'final' },
  },
});
