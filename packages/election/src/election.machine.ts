import { EMPTY } from 'rxjs';
import { assertEvent, enqueueActions, fromEventObservable, setup } from 'xstate';
import type { ElectionContext, ElectionEmitted, ElectionEvent, ElectionInput } from './election.events.ts';
import {
  announce,
  begin,
  hear,
  isAlone,
  lose,
  meet,
  publish,
  replaceLostHost,
  setMembers,
} from './election.rules.ts';

const suspicionOf = (member: string): string => `suspicion.${member}`;

/**
 * Finds out who hosts, without votes: everybody tells whom it met when, and everybody computes the same. Keys stay
 * outside: the machine asks for a list to be signed.
 */
export const electionMachine = setup({
  types: {
    context: {} as ElectionContext,
    events: {} as ElectionEvent,
    emitted: {} as ElectionEmitted,
    input: {} as ElectionInput,
  },
  actors: { inbound: fromEventObservable<ElectionEvent, undefined>(() => EMPTY) },
  delays: {
    /** How long witness lists may take to come in after somebody appeared. */
    settle: 2_000,
    /** How long a silent member may take to come back before it counts as gone. */
    suspicion: 4_000,
  },
  guards: {
    isAlone: ({ context }) => isAlone(context),
    isNewRun: ({ context, event }) => {
      assertEvent(event, 'PEER_UP');
      return context.online[event.member] !== event.instance;
    },
  },
  actions: {
    setMembers: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'MEMBERS');
      enqueue.assign(setMembers(context, event.members));
    }),
    meet: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'PEER_UP');
      enqueue.cancel(suspicionOf(event.member));
      const step = meet(context, event.member, event.instance, event.now);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    suspect: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'PEER_DOWN');
      const { member } = event;
      enqueue.raise({ type: 'SUSPICION_OVER', member }, { delay: 'suspicion', id: suspicionOf(member) });
    }),
    lose: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'SUSPICION_OVER');
      enqueue.assign(lose(context, event.member));
    }),
    hear: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'MESSAGE');
      const step = hear(context, event.from, event.message, event.now);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    publish: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'LIST_SIGNED');
      const step = publish(context, event.list);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    announce: enqueueActions(({ context, enqueue }) => {
      const step = announce(context);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    replaceLostHost: enqueueActions(({ context, enqueue }) => {
      const step = replaceLostHost(context);
      enqueue.assign(step.context);
      for (const effect of step.effects) enqueue.emit(effect);
    }),
    resign: enqueueActions(({ context, enqueue }) => {
      const message = { type: 'election.resign', instance: context.instance } as const;
      enqueue.emit({ type: 'SEND', to: 'all', message });
    }),
  },
}).createMachine({
  id: 'election',
  context: ({ input }) => begin(input),
  invoke: { id: 'inbound', src: 'inbound' },
  on: {
    PEER_DOWN: { actions: 'suspect' },
    RESIGN: { target: '.resigned', actions: 'resign' },
  },
  initial: 'gathering',
  states: {
    // Somebody appeared, so lists are on their way: judging now would only make the host jump.
    gathering: {
      always: { guard: 'isAlone', target: 'settled' },
      after: { settle: 'settled' },
      on: {
        MEMBERS: { actions: ['setMembers', 'replaceLostHost'] },
        PEER_UP: { actions: 'meet' },
        MESSAGE: { actions: ['hear', 'replaceLostHost'] },
        LIST_SIGNED: { actions: 'publish' },
        SUSPICION_OVER: { actions: ['lose', 'replaceLostHost'] },
      },
    },
    // Every piece of news is judged at once; a new run of a peer brings lists, which are awaited first.
    settled: {
      entry: 'announce',
      on: {
        MEMBERS: { actions: ['setMembers', 'announce'] },
        PEER_UP: [{ guard: 'isNewRun', target: 'gathering', actions: 'meet' }, { actions: 'meet' }],
        MESSAGE: { actions: ['hear', 'announce'] },
        LIST_SIGNED: { actions: ['publish', 'announce'] },
        SUSPICION_OVER: { actions: ['lose', 'announce'] },
      },
    },
    // We are on our way out and take no part any more.
    resigned: { type: 'final' },
  },
});
