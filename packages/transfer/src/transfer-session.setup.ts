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

/** Why a request cannot be met outside the states that meet it. */
function refusalIn({ paused, sight, turn }: TransferSessionContext): Refusal {
  if (paused) return 'paused';
  if (!isMutual(sight)) return 'out-of-range';
  return turn ? 'not-shared' : 'busy';
}

/** The named parts that the session's machine is put together from. */
export const transferSession = setup({
  types: {
    context: {} as TransferSessionContext,
    events: {} as TransferSessionEvent,
    emitted: {} as TransferSessionEmitted,
    input: {} as TransferSessionInput,
  },
  actors: { inbound: fromEventObservable<TransferSessionEvent, undefined>(() => EMPTY) },
  actions: {
    noteSight: assign(({ event }) => (event.type === 'SIGHT' ? { sight: event.sight } : {})),
    notePause: assign(({ event }) => ({ paused: event.type === 'PAUSE' })),
    noteRelease: assign({ held: false }),
    noteTurn: assign(({ context: { reason }, event }) =>
      event.type === 'TURN'
        ? { turn: event.mine, reason: event.mine && reason === 'queued' ? null : reason }
        : {},
    ),
    noteQueued: assign(({ context: { turn, reason } }) => ({ reason: turn ? reason : 'queued' })),
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
    giveReason: assign((_, { reason }: { reason: TransferSessionContext['reason'] }) => ({ reason })),
    startOver: assign({ attempts: 0, reason: null }),
    noteComplete: assign(({ context }) => ({ bytes: context.total, attempts: 0, reason: null })),
    request: emit({ type: 'REQUEST' }),
    accept: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'REQUESTED') enqueue.emit({ type: 'ACCEPT', transfer: event.transfer });
    }),
    refuse: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'REQUESTED') return;
      enqueue.emit({ type: 'REFUSE', transfer: event.transfer, code: refusalIn(context) });
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
    isHeld: ({ context }) => context.held,
    isPaused: ({ context }) => context.paused,
    mayReceive: ({ context }) => context.direction === 'inbound' && isMutual(context.sight),
    maySend: ({ context }) => context.direction === 'outbound' && isMutual(context.sight) && !context.paused,
    mayServe: ({ context }) =>
      context.direction === 'outbound' && isMutual(context.sight) && !context.paused && context.turn,
    hasTurn: ({ context }) => context.turn,
    losesTurn: ({ event }) => event.type === 'TURN' && !event.mine,
    outOfRange: ({ event }) => event.type === 'SIGHT' && !isMutual(event.sight),
    isInbound: ({ context }) => context.direction === 'inbound',
    worthRetrying: ({ context, event }) =>
      (event.type === 'LOST' || event.type === 'INSTALL_FAILED') &&
      isWorthRetrying(event.code, context.attempts),
    diskIsFull: ({ event }) => event.type === 'INSTALL_FAILED' && event.code === 'disk-full',
  },
  delays: {
    /** For the peer to accept or refuse. */
    answer: 15_000,
    /** For a bulk channel to come up, hole punching included. */
    open: 45_000,
    /** Without any sign of life from a channel that still looks open. */
    stall: 30_000,
    /** Until a full disk is tried again. */
    space: 60_000,
    backOff: ({ context }) => backOffMs(context.attempts - 1),
  },
});
