import type { InviteId } from './ids.ts';

/** Input of `membershipMachine`, of which there is one for each syncshell. */
export interface MembershipInput {
  /** Where the stored state of this syncshell says that we stand. */
  readonly standing: 'outside' | 'member';
}

/**
 * What `membershipMachine` is told: what a person wants, and what came of its own effects. Times in milliseconds since
 * the epoch.
 */
export type MembershipEvent =
  /** An invite was pasted; `useReply`: do not dial, begin with a reply code. */
  | { type: 'JOIN'; invite: InviteId; expiresAt: number; now: number; useReply: boolean }
  /** Our own syncshell was created. */
  | { type: 'CREATED' }
  /** The person calls the join off. */
  | { type: 'CANCEL' }
  /** DIAL or MEET led to a connection; the handshake begins. */
  | { type: 'REACHED' }
  /** DIAL led to none. */
  | { type: 'UNREACHABLE' }
  /** The handshake is done; the welcome is awaited. */
  | { type: 'PROVEN' }
  /** The handshake failed; another attempt would end the same way. */
  | { type: 'DENIED'; code: string }
  /** The welcome proved to be of the code's group, and is stored. */
  | { type: 'WELCOMED' }
  /** The welcome was no good, and nothing of it is stored. */
  | { type: 'REFUSED'; code: string }
  /** The connection ended without a refusal before the welcome was here: worth another attempt. */
  | { type: 'CHANNEL_LOST' }
  /** The end of our lease (`leaseEndsAt`), in answer to CHECK_LEASE or because a member renewed it. */
  | { type: 'LEASE'; expiresAt: number; now: number }
  /** Others removed us: an accepted removal came in, or the tombstone was shown at a door. */
  | { type: 'REMOVED' }
  /** Our own leaving is signed and stored. */
  | { type: 'LEFT' };

/** What `membershipMachine` asks of the app. */
export type MembershipEmitted =
  /** Dial the invite's endpoint; `attempt` counts from 0 and slows the caller down. */
  | { type: 'DIAL'; invite: InviteId; attempt: number }
  /** Show a reply code and meet whoever it is pasted by. */
  | { type: 'MEET'; invite: InviteId; attempt: number }
  /** The join is done: tell the user. */
  | { type: 'JOINED' }
  /** Stop every attempt and keep nothing of it. */
  | { type: 'JOIN_FAILED'; code: string }
  /** Answer LEASE. */
  | { type: 'CHECK_LEASE' }
  /** No member with a lease takes us any more: tell the user, and keep dialling for others who slept. */
  | { type: 'LEASE_OVER' }
  /** We are in again, without an invite: tell the user, and let go of an attempt to join. */
  | { type: 'LEASE_RENEWED' }
  /** Close every link of this syncshell. */
  | { type: 'SHUT_DOWN'; why: 'left' | 'removed' };

/** What `membershipMachine` remembers: plain data. */
export interface MembershipContext {
  /** Where the machine begins. */
  readonly standing: MembershipInput['standing'];
  /** The invite of the latest join. */
  readonly invite: InviteId | null;
  /** How long it had to live when it was pasted, in ms. */
  readonly inviteLifeMs: number;
  /** The direct way did not work, or was not wanted: every attempt waits for the reply to be pasted. */
  readonly replying: boolean;
  /** Connections that broke since the invite was pasted. */
  readonly attempt: number;
  /** We are on the roster but our lease ran out: a failed join leads back to that. */
  readonly leaseOver: boolean;
  /** The code of why the latest join failed; empty if it did not. */
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
