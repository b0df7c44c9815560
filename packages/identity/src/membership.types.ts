import type { InviteId } from './ids.ts';

/** Where one node stands to one syncshell. */
export interface MembershipInput {
  /** Where the stored state of this syncshell says that we stand. */
  readonly standing: 'outside' | 'member';
}

/** What a membership's machine is told: what people want, and what came of dialling and of the handshake. */
export type MembershipEvent =
  /** An invite was pasted. Times in milliseconds since the epoch. */
  | { type: 'JOIN'; invite: InviteId; expiresAt: number; now: number; useReply: boolean }
  /** Our own syncshell was created. */
  | { type: 'CREATED' }
  | { type: 'CANCEL' }
  | { type: 'REACHED' }
  | { type: 'UNREACHABLE' }
  | { type: 'PROVEN' }
  | { type: 'DENIED'; code: string }
  | { type: 'WELCOMED' }
  | { type: 'REFUSED'; code: string }
  | { type: 'CHANNEL_LOST' }
  /** The end of our lease (`leaseEndsAt`), in answer to CHECK_LEASE or because a member renewed it. */
  | { type: 'LEASE'; expiresAt: number; now: number }
  | { type: 'REMOVED' }
  | { type: 'LEFT' };

/** What a membership's machine asks of the node around it. */
export type MembershipEmitted =
  /** Dial the invite's endpoint; `attempt` counts from 0 and slows the caller down. */
  | { type: 'DIAL'; invite: InviteId; attempt: number }
  /** Show a reply code and meet whoever it is pasted by. */
  | { type: 'MEET'; invite: InviteId; attempt: number }
  | { type: 'JOINED' }
  /** Stop every attempt and keep nothing of it. */
  | { type: 'JOIN_FAILED'; code: string }
  | { type: 'CHECK_LEASE' }
  /** No member with a lease takes us any more: tell the user, and keep dialling for others who slept. */
  | { type: 'LEASE_OVER' }
  /** We are in again, without an invite: tell the user, and let go of an attempt to join. */
  | { type: 'LEASE_RENEWED' }
  /** Close every link of this syncshell. */
  | { type: 'SHUT_DOWN'; why: 'left' | 'removed' };

/** What a membership's machine keeps of the join that it is at. */
export interface MembershipContext {
  /** Where the machine begins. */
  readonly standing: MembershipInput['standing'];
  /** The invite of the latest join. */
  readonly invite: InviteId | null;
  /** How long it had to live when it was pasted, in ms. */
  readonly inviteLifeMs: number;
  /** The direct way did not work, or was not wanted: every attempt waits for the reply to be pasted. */
  readonly replying: boolean;
  readonly attempt: number;
  /** We are on the roster but our lease ran out: a failed join leads back to that. */
  readonly leaseOver: boolean;
  /** Why the latest join failed. */
  readonly problem: string;
}

export const NEWCOMER = {
  invite: null,
  inviteLifeMs: 0,
  replying: false,
  attempt: 0,
  leaseOver: false,
  problem: '',
} as const satisfies Omit<MembershipContext, 'standing'>;
