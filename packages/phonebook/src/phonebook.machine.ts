import { EMPTY } from 'rxjs';
import { assertEvent, enqueueActions, fromEventObservable, setup } from 'xstate';
import { askNextPeer, connectPeer, dropPeer, hear, syncWith } from './exchange.rules.ts';
import {
  connectedPeers,
  hasNews,
  keepOps,
  keepRecords,
  open,
  readRecords,
  tellRecords,
} from './keep.rules.ts';
import type {
  PhonebookContext,
  PhonebookEmitted,
  PhonebookEvent,
  PhonebookInput,
} from './phonebook.events.ts';

/**
 * Keeps one syncshell's history and presence the same at all of its members. It decides nothing: rules do. It holds
 * no channel and no disk either: it emits what shall be sent and stored.
 */
export const phonebookMachine = setup({
  types: {
    context: {} as PhonebookContext,
    events: {} as PhonebookEvent,
    emitted: {} as PhonebookEmitted,
    input: {} as PhonebookInput,
  },
  actors: { inbound: fromEventObservable<PhonebookEvent, undefined>(() => EMPTY) },
  delays: {
    antiEntropy: 45_000,
    /** How long records are collected before they are told on, one message a link: longer where more people make news. */
    gossip: ({ context: { roster } }) => Math.max(100, Object.keys(roster.members).length),
  },
  guards: {
    hasNews: ({ context }) => hasNews(context),
    isLastPeer: ({ context, event }) => {
      assertEvent(event, 'PEER_DOWN');
      return connectedPeers(context).every((peer) => peer === event.peer);
    },
  },
  actions: {
    syncWith: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'SYNC_WITH');
      const step = syncWith(context, event.peer);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    connectPeer: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'PEER_UP');
      const step = connectPeer(context, event.peer, event.now);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    dropPeer: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'PEER_DOWN');
      enqueue.assign(dropPeer(context, event.peer).context);
    }),
    hear: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'MESSAGE');
      const step = hear(context, event.from, event.message, event.now);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    keepOp: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'LOCAL_OP');
      const step = keepOps({ ...context, now: event.now }, null, { items: [event.op], refused: [] });
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    keepRecord: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'LOCAL_RECORD');
      const known = { ...context, now: event.now };
      const step = keepRecords(known, null, readRecords(known, [event.record]));
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    tellRecords: enqueueActions(({ context, enqueue }) => {
      const step = tellRecords(context);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    askNextPeer: enqueueActions(({ context, enqueue }) => {
      const step = askNextPeer(context);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
  },
}).createMachine({
  id: 'phonebook',
  context: ({ input }) => open(input),
  invoke: { id: 'inbound', src: 'inbound' },
  on: {
    SYNC_WITH: { actions: 'syncWith' },
    MESSAGE: { actions: 'hear' },
    LOCAL_OP: { actions: 'keepOp' },
    LOCAL_RECORD: { actions: 'keepRecord' },
    PEER_DOWN: { actions: 'dropPeer' },
  },
  initial: 'alone',
  states: {
    // Nobody is connected. A peer that is still being let in can sync, but nobody is kept informed.
    alone: {
      on: { PEER_UP: { target: 'gossiping', actions: 'connectPeer' } },
    },
    // Operations go to every connected peer at once.
    gossiping: {
      type: 'parallel',
      states: {
        // A round of questions finds what got lost.
        comparing: {
          initial: 'resting',
          states: {
            resting: {
              after: { antiEntropy: { target: 'resting', reenter: true, actions: 'askNextPeer' } },
            },
          },
        },
        // One record seldom comes alone: what arrives within a moment goes on together.
        telling: {
          initial: 'silent',
          states: {
            silent: { always: { guard: 'hasNews', target: 'collecting' } },
            collecting: { after: { gossip: { target: 'silent', actions: 'tellRecords' } } },
          },
        },
      },
      on: {
        PEER_UP: { actions: 'connectPeer' },
        PEER_DOWN: [{ guard: 'isLastPeer', target: 'alone', actions: 'dropPeer' }, { actions: 'dropPeer' }],
      },
    },
  },
});
