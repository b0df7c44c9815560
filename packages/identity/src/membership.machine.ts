import { EMPTY } from 'rxjs';
import { assign, emit, fromEventObservable, setup } from 'xstate';
import type { InviteId } from './ids.ts';
import {
  NEWCOMER,
  type MembershipContext,
  type MembershipEmitted,
  type MembershipEvent,
  type MembershipInput,
} from './membership.types.ts';

/** What a timer can hold: Node fires at once beyond it. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

function attemptOf({ invite, attempt }: MembershipContext): { invite: InviteId; attempt: number } {
  if (invite === null) throw new Error('nobody invited us');
  return { invite, attempt };
}

const isOver = (event: MembershipEvent): boolean => event.type === 'LEASE' && event.now > event.expiresAt;

/** Where we stand in one syncshell: how we get in, and what ends it. */
export const membershipMachine = setup({
  types: {
    input: {} as MembershipInput,
    context: {} as MembershipContext,
    events: {} as MembershipEvent,
    emitted: {} as MembershipEmitted,
  },
  actors: { inbound: fromEventObservable<MembershipEvent, undefined>(() => EMPTY) },
  actions: {
    dial: emit(({ context }) => ({ type: 'DIAL', ...attemptOf(context) })),
    meet: emit(({ context }) => ({ type: 'MEET', ...attemptOf(context) })),
    joined: emit({ type: 'JOINED' }),
    joinFailed: emit(({ context }) => ({ type: 'JOIN_FAILED', code: context.problem })),
    checkLease: emit({ type: 'CHECK_LEASE' }),
    leaseOver: emit({ type: 'LEASE_OVER' }),
    renewed: emit({ type: 'LEASE_RENEWED' }),
    shutDown: emit((_, { why }: { why: 'left' | 'removed' }) => ({ type: 'SHUT_DOWN', why })),
    rememberInvite: assign(({ event }) => {
      if (event.type !== 'JOIN') return {};
      const inviteLifeMs = Math.max(0, event.expiresAt - event.now);
      return { invite: event.invite, inviteLifeMs, replying: event.useReply, attempt: 0, problem: '' };
    }),
    rememberProblem: assign(({ event }) => ('code' in event ? { problem: event.code } : {})),
    expire: assign({ problem: 'invite-expired' }),
    cancel: assign({ problem: 'join-cancelled' }),
    replying: assign({ replying: true }),
    tryAgain: assign(({ context }) => ({ attempt: context.attempt + 1 })),
    rememberLease: assign(({ event }) => ({ leaseOver: isOver(event) })),
  },
  guards: {
    startsAsMember: ({ context }) => context.standing === 'member',
    replying: ({ context }) => context.replying,
    leaseOver: ({ context }) => context.leaseOver,
    leaseEnded: ({ event }) => isOver(event),
    renewed: ({ context, event }) => context.leaseOver && !isOver(event),
  },
  delays: {
    direct: 15_000,
    inviteLife: ({ context }) => Math.min(context.inviteLifeMs, LONGEST_DELAY_MS),
    leaseCheck: 60 * 60 * 1000,
    lapseCheck: 60 * 1000,
  },
}).createMachine({
  id: 'membership',
  context: ({ input: { standing } }) => ({ ...NEWCOMER, standing }),
  invoke: { id: 'inbound', src: 'inbound' },
  initial: 'starting',
  states: {
    // What was stored decides; a member does not join again after a restart.
    starting: { always: [{ guard: 'startsAsMember', target: 'member' }, { target: 'outside' }] },
    // Nothing is stored and nobody is called before an invite is pasted.
    outside: {
      on: { JOIN: { target: 'joining', actions: 'rememberInvite' }, CREATED: { target: 'member' } },
    },
    // Whatever the step, people can call it off, a tombstone ends it, and another sleeper makes it needless.
    joining: {
      initial: 'choosing',
      on: {
        CANCEL: { target: '.failed', actions: 'cancel' },
        LEASE: { guard: 'renewed', target: 'member', actions: ['rememberLease', 'renewed'] },
        REMOVED: { target: 'removed' },
      },
      states: {
        // One paste if somebody can be reached; the reply code costs the inviter a second one.
        choosing: { always: [{ guard: 'replying', target: 'replyNeeded' }, { target: 'dialling' }] },
        dialling: {
          entry: 'dial',
          after: { direct: { target: 'replyNeeded' } },
          on: { REACHED: { target: 'proving' }, UNREACHABLE: { target: 'replyNeeded' } },
        },
        // People need minutes to carry the reply back, so only the invite's own end stops the waiting.
        replyNeeded: {
          entry: ['replying', 'meet'],
          after: { inviteLife: { target: 'failed', actions: 'expire' } },
          on: { REACHED: { target: 'proving' } },
        },
        // Both sides prove themselves; until then the line could belong to anybody.
        proving: {
          on: {
            PROVEN: { target: 'welcoming' },
            DENIED: { target: 'failed', actions: 'rememberProblem' },
            CHANNEL_LOST: { target: 'choosing', actions: 'tryAgain' },
          },
        },
        // Perhaps already admitted without knowing it: the same key may come again with the same invite.
        welcoming: {
          on: {
            WELCOMED: { target: '#membership.member', actions: ['rememberLease', 'joined'] },
            REFUSED: { target: 'failed', actions: 'rememberProblem' },
            CHANNEL_LOST: { target: 'choosing', actions: 'tryAgain' },
          },
        },
        // Nothing of the attempt is kept; where we stood before is where we stand now.
        failed: {
          entry: 'joinFailed',
          always: [{ guard: 'leaseOver', target: '#membership.expired' }, { target: '#membership.outside' }],
        },
      },
    },
    // A lease outlasts what a timer can hold, so it is looked at every hour instead of timed.
    member: {
      entry: 'checkLease',
      after: { leaseCheck: { target: 'member', reenter: true } },
      on: {
        LEASE: { guard: 'leaseEnded', target: 'expired', actions: ['rememberLease', 'leaseOver'] },
        REMOVED: { target: 'removed' },
        LEFT: { target: 'left' },
      },
    },
    // Still on the roster: a new invite, or another sleeper whose lease is over too, brings us back. Or it was only our
    // clock that was wrong, and somebody has set it right.
    expired: {
      after: { lapseCheck: { target: 'expired', reenter: true, actions: 'checkLease' } },
      on: {
        LEASE: [{ guard: 'leaseEnded' }, { target: 'member', actions: ['rememberLease', 'renewed'] }],
        JOIN: { target: 'joining', actions: 'rememberInvite' },
        REMOVED: { target: 'removed' },
        LEFT: { target: 'left' },
      },
    },
    // Signed by ourselves; coming back takes a new invite and a new key.
    left: { type: 'final', entry: { type: 'shutDown', params: { why: 'left' } } },
    // A tombstone holds for this key for good.
    removed: { type: 'final', entry: { type: 'shutDown', params: { why: 'removed' } } },
  },
});
