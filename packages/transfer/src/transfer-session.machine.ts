import { EMPTY } from 'rxjs';
import { assign, emit, enqueueActions, fromEventObservable, setup } from 'xstate';
import { backOffMs, isWorthRetrying, type WaitCode } from './codes.rules.ts';
import type { Refusal } from './messages.ts';
import { isMutual } from './range.rules.ts';
import type {
  TransferSessionContext,
  TransferSessionEmitted,
  TransferSessionEvent,
  TransferSessionInput,
} from './transfer-session.types.ts';

/** One mod on its way from one member to another, seen from either end; `app` does what it emits. */
export const transferSessionMachine = setup({
  types: {
    context: {} as TransferSessionContext,
    events: {} as TransferSessionEvent,
    emitted: {} as TransferSessionEmitted,
    input: {} as TransferSessionInput,
  },
  actors: { inbound: fromEventObservable<TransferSessionEvent, undefined>(() => EMPTY) },
  actions: {
    noteSight: assign(({ event }) => (event.type === 'SIGHT' ? { sight: event.sight } : {})),
    noteProgress: assign(({ event }) =>
      event.type === 'PROGRESS' ? { bytes: event.bytes, attempts: 0, reason: null } : {},
    ),
    noteTrouble: assign(({ context, event }) => ({
      reason: 'code' in event ? event.code : context.reason,
      attempts: context.attempts + 1,
    })),
    blame: assign(({ context }, { code }: { code: WaitCode }) => ({
      reason: code,
      attempts: context.attempts + 1,
    })),
    noteReason: assign((_, { reason }: { reason: TransferSessionContext['reason'] }) => ({ reason })),
    startOver: assign({ attempts: 0, reason: null }),
    noteComplete: assign(({ context }) => ({ bytes: context.total, attempts: 0, reason: null })),
    request: emit({ type: 'REQUEST' }),
    accept: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'REQUESTED') enqueue.emit({ type: 'ACCEPT', transfer: event.transfer });
    }),
    refuse: enqueueActions(({ event, enqueue }, { code }: { code: Refusal }) => {
      if (event.type === 'REQUESTED') enqueue.emit({ type: 'REFUSE', transfer: event.transfer, code });
    }),
    openBulk: enqueueActions(({ context, enqueue }) => {
      if (context.direction === 'inbound') enqueue.emit({ type: 'OPEN_BULK' });
    }),
    start: emit({ type: 'START' }),
    // A pump that is done has closed what it used; every other way out must cut it.
    abortUnlessDone: enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'DONE') enqueue.emit({ type: 'ABORT' });
    }),
    install: emit({ type: 'INSTALL' }),
    rescan: enqueueActions(({ context, enqueue }) => {
      if (context.direction === 'outbound') enqueue.emit({ type: 'RESCAN' });
    }),
  },
  guards: {
    pausedFromStart: ({ context }) => context.paused,
    inRangeToReceive: ({ context }) => context.direction === 'inbound' && isMutual(context.sight),
    inRangeToSend: ({ context }) => context.direction === 'outbound' && isMutual(context.sight),
    outOfRange: ({ event }) => event.type === 'SIGHT' && !isMutual(event.sight),
    isInbound: ({ context }) => context.direction === 'inbound',
    worthRetrying: ({ context, event }) =>
      (event.type === 'LOST' || event.type === 'INSTALL_FAILED') &&
      isWorthRetrying(event.code, context.attempts),
    diskIsFull: ({ event }) => event.type === 'INSTALL_FAILED' && event.code === 'disk-full',
  },
  delays: {
    answer: 15_000,
    open: 45_000,
    stall: 30_000,
    space: 60_000,
    backOff: ({ context }) => backOffMs(context.attempts - 1),
  },
}).createMachine({
  id: 'transferSession',
  context: ({ input }) => ({ ...input, bytes: 0, attempts: 0, reason: null }),
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'deciding',
  on: {
    SIGHT: { actions: 'noteSight' },
    WITHDRAWN: { target: '.ended', actions: 'noteTrouble' },
  },
  states: {
    // A pause outlives the session it was spoken in: a mod offered to a paused person starts here too.
    deciding: { always: [{ guard: 'pausedFromStart', target: 'paused' }, { target: 'waitingForRange' }] },

    // Not even the manifest is told before both see each other within range.
    waitingForRange: {
      always: [
        { guard: 'inRangeToReceive', target: 'near.requesting' },
        { guard: 'inRangeToSend', target: 'near.offered' },
      ],
      on: {
        REQUESTED: { actions: { type: 'refuse', params: { code: 'out-of-range' } } },
        PAUSE: 'paused',
      },
    },

    near: {
      initial: 'requesting',
      on: {
        SIGHT: [
          { guard: 'outOfRange', target: 'waitingForRange', actions: 'noteSight' },
          { actions: 'noteSight' },
        ],
        PAUSE: 'paused',
      },
      states: {
        // The receiver asks: it alone knows what it already has.
        requesting: {
          entry: 'request',
          on: { ACCEPTED: 'moving', REFUSED: { target: 'backingOff', actions: 'noteTrouble' } },
          after: {
            answer: { target: 'backingOff', actions: { type: 'blame', params: { code: 'no-answer' } } },
          },
        },

        // The sender only waits; a receiver that lost the channel asks again.
        offered: { on: { REQUESTED: { target: 'moving', actions: 'accept' } } },

        // Keys exist only in here; whatever leaves, the pump is cut and they are zeroed.
        moving: {
          initial: 'opening',
          exit: 'abortUnlessDone',
          on: {
            // A receiver that restarted asks anew while we still serve its former self.
            REQUESTED: { target: 'moving', reenter: true, actions: 'accept' },
            LOST: [
              { guard: 'worthRetrying', target: 'backingOff', actions: 'noteTrouble' },
              { target: '#transferSession.failed', actions: 'noteTrouble' },
            ],
            STALE: '#transferSession.outdated',
            DISK_FULL: '#transferSession.diskFull',
          },
          states: {
            // Bulk bytes never share the control connection, so a channel of their own must come up first.
            opening: {
              entry: 'openBulk',
              on: { BULK_OPEN: 'flowing' },
              after: {
                open: {
                  target: '#transferSession.near.backingOff',
                  actions: { type: 'blame', params: { code: 'no-bulk' } },
                },
              },
            },
            flowing: {
              entry: 'start',
              on: {
                DONE: [
                  { guard: 'isInbound', target: '#transferSession.installing' },
                  { target: '#transferSession.complete' },
                ],
              },
              initial: 'alive',
              states: {
                // Each sign of progress starts the wait again: a channel can die without a word.
                alive: {
                  on: { PROGRESS: { target: 'alive', reenter: true, actions: 'noteProgress' } },
                  after: {
                    stall: {
                      target: '#transferSession.near.backingOff',
                      actions: { type: 'blame', params: { code: 'stalled' } },
                    },
                  },
                },
              },
            },
          },
        },

        // Twice as long after each failure, so that two restless ends do not hammer each other.
        backingOff: {
          always: { guard: 'inRangeToSend', target: 'offered' },
          on: { OFFERED: 'requesting' },
          after: { backOff: 'requesting' },
        },
      },
    },

    // Distance no longer matters: all bytes are here, verified; only the folder has to change places.
    installing: {
      entry: 'install',
      on: {
        INSTALLED: 'complete',
        INSTALL_FAILED: [
          { guard: 'diskIsFull', target: 'diskFull' },
          { guard: 'worthRetrying', target: 'waitingToInstall', actions: 'noteTrouble' },
          { target: 'failed', actions: 'noteTrouble' },
        ],
      },
    },
    // A game that holds the old files open lets go of them sooner or later.
    waitingToInstall: { after: { backOff: 'waitingForRange' } },

    // Not final: a received folder can vanish, and a receiver can ask again for what it lost.
    complete: {
      entry: 'noteComplete',
      on: {
        MISSING: { target: 'waitingForRange', actions: 'startOver' },
        REQUESTED: [
          { guard: 'inRangeToSend', target: 'near.moving', actions: 'accept' },
          { actions: { type: 'refuse', params: { code: 'out-of-range' } } },
        ],
      },
    },

    // The folder changed under the sender; the next offers say which mod takes this one's place, or that it is back.
    outdated: {
      entry: ['rescan', { type: 'noteReason', params: { reason: 'stale' } }],
      on: {
        OFFERED: { target: 'waitingForRange', actions: 'startOver' },
        REQUESTED: { actions: { type: 'refuse', params: { code: 'not-shared' } } },
      },
    },

    // What is verified stays on the disk; trying again costs one request.
    diskFull: {
      entry: { type: 'noteReason', params: { reason: 'disk-full' } },
      on: { PAUSE: 'paused', RESUME: 'waitingForRange' },
      after: { space: 'waitingForRange' },
    },

    paused: {
      entry: { type: 'noteReason', params: { reason: 'user' } },
      on: {
        RESUME: { target: 'waitingForRange', actions: 'startOver' },
        REQUESTED: { actions: { type: 'refuse', params: { code: 'paused' } } },
      },
    },

    // Only the user, or a new version under a new hash, gets out of here: the same bytes would fail the same way.
    failed: {
      on: {
        RESUME: { target: 'waitingForRange', actions: 'startOver' },
        REQUESTED: { actions: { type: 'refuse', params: { code: 'not-shared' } } },
      },
    },

    ended: { type: 'final' },
  },
});
