import type { MemberId } from './ids.ts';
import type { KnownInvite, MembershipView } from './membership-view.ts';

/** What a proven holder of an invite is told in so many words. */
export const INVITE_PROBLEMS = ['invite-used', 'invite-expired', 'invite-revoked', 'invite-void'] as const;
/** Why an invite lets nobody in; only somebody who proved to hold it is told which. */
export type InviteProblem = (typeof INVITE_PROBLEMS)[number];

export const isInviteProblem = (code: string): code is InviteProblem =>
  INVITE_PROBLEMS.some((problem) => problem === code);

/**
 * Whether an invite still admits this joiner. Somebody it already admitted may come again with the same key, also
 * after it ran out: the first welcome may have been lost on the way.
 */
export function inviteProblem(
  invite: KnownInvite,
  joiner: MemberId,
  view: MembershipView,
  now: number,
): InviteProblem | undefined {
  switch (invite.state) {
    case 'revoked':
      return 'invite-revoked';
    case 'void':
      return 'invite-void';
    case 'used':
    case 'used-twice':
      return invite.usedBy.includes(joiner) && view.isMember(joiner) ? undefined : 'invite-used';
    case 'open':
      return now > invite.expiresAt ? 'invite-expired' : undefined;
  }
}
