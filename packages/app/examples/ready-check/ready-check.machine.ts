import type { MemberId } from '@fyteclub/identity';
import { EMPTY } from 'rxjs';
import { assign, emit, enqueueActions, fromEventObservable, setup } from 'xstate';
import type { ReadySaid } from './messages.ts';
import { isEverybodyReady, withAnswer, without, type Answers } from './ready-check.rules.ts';

export interface ReadyCheckContext {
  readonly ready: boolean;
  readonly answers: Answers;
}

export type ReadyCheckEvent =
  | { readonly type: 'PEER_UP' | 'PEER_DOWN'; readonly member: MemberId }
  | { readonly type: 'MESSAGE'; readonly from: MemberId; readonly message: ReadySaid }
  /** The user. */
  | { readonly type: 'SAY'; readonly ready: boolean };

export type ReadyCheckEmitted =
  | { readonly type: 'SEND'; readonly to: MemberId; readonly message: ReadySaid }
  /** Everybody is ready at last. */
  | { readonly type: 'PULL' };

/** Asks everybody who is connected whether they are ready, and says when all of them are. */
export const readyCheckMachine = setup({
  types: {
    context: {} as ReadyCheckContext,
    events: {} as ReadyCheckEvent,
    emitted: {} as ReadyCheckEmitted,
  },
  actors: { inbound: fromEventObservable<ReadyCheckEvent, undefined>(() => EMPTY) },
  guards: {
    everybodyReady: ({ context: { ready, answers } }) => isEverybodyReady(ready, answers),
    somebodyUnready: ({ context: { ready, answers } }) => !isEverybodyReady(ready, answers),
  },
  actions: {
    learn: assign(({ context, event }) => {
      const { answers } = context;
      if (event.type === 'SAY') return { ready: event.ready };
      if (event.type === 'MESSAGE') return { answers: withAnswer(answers, event.from, event.message.ready) };
      if (event.type === 'PEER_UP') return { answers: withAnswer(answers, event.member, false) };
      return { answers: without(answers, event.member) };
    }),
    tellEverybody: enqueueActions(({ context: { ready, answers }, enqueue }) => {
      for (const to of Object.keys(answers) as MemberId[])
        enqueue.emit({ type: 'SEND', to, message: { type: 'ready.said', ready } });
    }),
    pull: emit({ type: 'PULL' }),
  },
}).createMachine({
  id: 'readyCheck',
  context: { ready: false, answers: {} },
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'waiting',
  // Whoever comes must hear where we stand, and whoever changes their mind is heard in either state.
  on: {
    PEER_UP: { actions: ['learn', 'tellEverybody'] },
    PEER_DOWN: { actions: 'learn' },
    MESSAGE: { actions: 'learn' },
    SAY: { actions: ['learn', 'tellEverybody'] },
  },
  states: {
    // Somebody is not ready, or nobody is there.
    waiting: { always: { guard: 'everybodyReady', target: 'ready' } },
    // Said once. Who becomes unready begins it anew.
    ready: { entry: 'pull', always: { guard: 'somebodyUnready', target: 'waiting' } },
  },
});
