import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';
import type {
  ReconnectContext,
  ReconnectEmitted,
  ReconnectEvent,
  ReconnectInput,
} from './reconnect.types.ts';

function known<T>(part: T | null): T {
  if (part === null) throw new Error('nothing was proven yet');
  return part;
}

/** One control connection, from the first frame until it counts: both roles, joins and reconnects. */
export const reconnectMachine = setup({
  types: {
    input: {} as ReconnectInput,
    context: {} as ReconnectContext,
    events: {} as ReconnectEvent,
    emitted: {} as ReconnectEmitted,
    output: {} as { code: string },
  },
  actors: { inbound: fromEventObservable<ReconnectEvent, undefined>(() => EMPTY) },
  actions: {
    startHandshake: emit({ type: 'START_HANDSHAKE' }),
    admit: emit(({ context }) => ({ type: 'ADMIT', ...known(context.peer), ...known(context.join) })),
    sync: emit(({ context }) => ({ type: 'SYNC', member: known(context.peer).member })),
    checkMembership: emit(({ context }) => ({
      type: 'CHECK_MEMBERSHIP',
      member: known(context.peer).member,
    })),
    announce: emit(({ context }) => {
      const { member, instance } = known(context.peer);
      return { type: 'CONNECTED', member, instance };
    }),
    close: emit(({ context }) => ({ type: 'CLOSE', code: context.code })),
    rememberPeer: assign(({ event }) => {
      if (event.type !== 'PROVEN') return {};
      const { member, kx, instance, join = null } = event;
      return { peer: { member, kx, instance }, join };
    }),
    rememberCode: assign(({ event }) => ('code' in event ? { code: event.code } : {})),
    rememberStanding: assign(({ event }) =>
      event.type === 'MEMBERSHIP' ? { code: event.removed ? 'removed' : 'not-a-member' } : {},
    ),
    because: assign((_, { code }: { code: string }) => ({ code })),
  },
  guards: {
    asksToJoin: ({ context, event }) =>
      event.type === 'PROVEN' && event.purpose === 'join' && context.role === 'responder',
    hasJoined: ({ context, event }) =>
      event.type === 'PROVEN' && event.purpose === 'join' && context.role === 'initiator',
    isMember: ({ event }) => event.type === 'MEMBERSHIP' && event.member,
  },
  delays: { greet: 10_000, prove: 10_000, admit: 30_000, welcome: 30_000, sync: 30_000 },
}).createMachine({
  id: 'reconnect',
  context: ({ input }) => ({ role: input.role, peer: null, join: null, code: '' }),
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'greeting',
  on: {
    CHANNEL_LOST: { target: '.closed', actions: { type: 'because', params: { code: 'channel-lost' } } },
  },
  states: {
    // A stranger who opens a channel and says nothing must not hold it.
    greeting: {
      entry: 'startHandshake',
      after: {
        greet: { target: 'closed', actions: { type: 'because', params: { code: 'handshake-timeout' } } },
      },
      on: {
        FRAME_RECEIVED: { target: 'proving' },
        DENIED: { target: 'denied', actions: 'rememberCode' },
      },
    },
    // The handshake object outside decides; nothing the other side says is believed before it has.
    proving: {
      after: {
        prove: { target: 'closed', actions: { type: 'because', params: { code: 'handshake-timeout' } } },
      },
      on: {
        PROVEN: [
          { guard: 'asksToJoin', target: 'admitting', actions: 'rememberPeer' },
          { guard: 'hasJoined', target: 'welcoming', actions: 'rememberPeer' },
          { target: 'syncing', actions: 'rememberPeer' },
        ],
        DENIED: { target: 'denied', actions: 'rememberCode' },
      },
    },
    // The admission is signed and stored before the joiner hears a word of the roster.
    admitting: {
      entry: 'admit',
      after: {
        admit: { target: 'closed', actions: { type: 'because', params: { code: 'admission-timeout' } } },
      },
      on: {
        ADMITTED: { target: 'syncing' },
        REFUSED: { target: 'denied', actions: 'rememberCode' },
      },
    },
    // The joiner stores nothing until the welcome proves to be of the group that its code named.
    welcoming: {
      after: {
        welcome: { target: 'closed', actions: { type: 'because', params: { code: 'welcome-timeout' } } },
      },
      on: {
        WELCOMED: { target: 'syncing' },
        REFUSED: { target: 'denied', actions: 'rememberCode' },
      },
    },
    // A removal that only one side knows of must reach the other before either counts as connected.
    syncing: {
      entry: 'sync',
      after: { sync: { target: 'closed', actions: { type: 'because', params: { code: 'sync-timeout' } } } },
      on: { SYNCED: { target: 'confirming' } },
    },
    // The second look at the roster: the first was made with a graph that may have been out of date.
    confirming: {
      entry: 'checkMembership',
      on: {
        MEMBERSHIP: [
          { guard: 'isMember', target: 'connected' },
          { target: 'denied', actions: 'rememberStanding' },
        ],
      },
    },
    // Counts from here on; a member who is removed or leaves later is shown out at once.
    connected: {
      entry: 'announce',
      on: {
        MEMBERSHIP: [{ guard: 'isMember' }, { target: 'denied', actions: 'rememberStanding' }],
      },
    },
    // Refused: dialling again would end the same way.
    denied: { type: 'final', entry: 'close' },
    // The line or somebody's patience ended: worth another dial.
    closed: { type: 'final', entry: 'close' },
  },
  output: ({ context }) => ({ code: context.code }),
});
