import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';

/** Why a link ended. Only {@link LinkEnd} values ever leave a link; its streams just complete. */
export type LinkEnd =
  | 'closed-here'
  | 'closed-there'
  /** Nothing heard for the `silence` delay: killed, asleep, or behind a cable that is out. */
  | 'silent'
  /** Never secured in time. */
  | 'handshake-timed-out'
  /** A frame that nobody who speaks the protocol sends, or one whose seal is broken, replayed or missing. */
  | 'bad-frame'
  /** The other side takes nothing, and what waits for it has grown past the limit. */
  | 'overrun';

/** What {@link createLink} tells the machine of one link. */
export type LinkEvent =
  /** The handshake is over, and our side of the seal in place. */
  | { type: 'SECURED' }
  /** A frame that has a place here, a beat included. */
  | { type: 'HEARD' }
  | { type: 'FAILED'; end: 'bad-frame' | 'overrun' }
  /** We end it, and let queued messages out first. */
  | { type: 'CLOSE' }
  /** We end it at once. */
  | { type: 'ABORT' }
  /** The channel is gone, whoever closed it. */
  | { type: 'CHANNEL_CLOSED' };

/** What {@link createLink} does for the machine. */
export type LinkEmitted =
  /** Send a frame that says only that we are here. */
  | { type: 'BEAT' }
  /** `gently` lets queued messages out first. */
  | { type: 'HANG_UP'; gently: boolean }
  /** Once, and last. */
  | { type: 'ENDED'; end: LinkEnd };

/** What the machine of a link knows: `end` is null while it lives. */
export interface LinkContext {
  readonly end: LinkEnd | null;
}

const because = (end: LinkEnd): { readonly type: 'because'; readonly params: { readonly end: LinkEnd } } => ({
  type: 'because',
  params: { end },
});

/** One link to one member, from its open channel to its end: secured in time, then alive as long as it is heard. */
export const linkMachine = setup({
  types: {
    context: {} as LinkContext,
    events: {} as LinkEvent,
    emitted: {} as LinkEmitted,
  },
  actors: { inbound: fromEventObservable<LinkEvent, undefined>(() => EMPTY) },
  actions: {
    beat: emit({ type: 'BEAT' }),
    hangUp: emit({ type: 'HANG_UP', gently: false }),
    hangUpGently: emit({ type: 'HANG_UP', gently: true }),
    because: assign((_, { end }: { readonly end: LinkEnd }) => ({ end })),
    becauseOfFailure: assign(({ event }) => (event.type === 'FAILED' ? { end: event.end } : {})),
    announce: emit(({ context }) => ({ type: 'ENDED', end: context.end ?? 'closed-there' })),
  },
  delays: { handshake: 10_000, heartbeat: 2_000, silence: 8_000, grace: 250 },
}).createMachine({
  id: 'link',
  context: { end: null },
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'handshaking',
  on: {
    FAILED: { target: '.ended', actions: ['becauseOfFailure', 'hangUp'] },
    ABORT: { target: '.ended', actions: [because('closed-here'), 'hangUp'] },
    CLOSE: { target: '.ended', actions: [because('closed-here'), 'hangUpGently'] },
    CHANNEL_CLOSED: { target: '.ended', actions: because('closed-there') },
  },
  states: {
    // Nobody is trusted yet: whoever does not prove itself in time gives its place to somebody else.
    handshaking: {
      on: { SECURED: 'live' },
      after: { handshake: { target: 'ended', actions: [because('handshake-timed-out'), 'hangUp'] } },
    },
    // The wire itself notices a dead peer after 14 to 28 s, and with derived credentials sometimes never.
    live: {
      type: 'parallel',
      states: {
        // Says that we are here, also when there is nothing to say.
        beating: {
          initial: 'waiting',
          states: {
            waiting: { after: { heartbeat: { target: 'waiting', reenter: true, actions: 'beat' } } },
          },
        },
        hearing: {
          initial: 'heard',
          states: {
            // Every frame starts the wait anew.
            heard: {
              on: { HEARD: { target: 'heard', reenter: true } },
              after: { silence: 'doubtful' },
            },
            // It may have been ourselves who slept: after a pause of this process timers run before the frames
            // that waited meanwhile, so these get a moment to arrive.
            doubtful: {
              on: { HEARD: 'heard' },
              after: { grace: { target: '#link.ended', actions: [because('silent'), 'hangUp'] } },
            },
          },
        },
      },
    },
    // Said once; what comes later changes nothing.
    ended: { type: 'final', entry: 'announce' },
  },
});
