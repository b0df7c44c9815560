import type { MemberId, OpId } from '@fyteclub/identity';
import {
  acceptedRemovals,
  ballotOf,
  isMember,
  neededSignatures,
  standingSigners,
  type Scope,
} from './effect.rules.ts';
import type { Member } from './resolve.rules.ts';

/** One REMOVE and what came of it so far. */
export interface Removal {
  readonly id: OpId;
  readonly target: MemberId;
  /** Who proposed it. */
  readonly by: MemberId;
  /** The proposer's clock, milliseconds since the epoch. */
  readonly at: number;
  /** Hostile text: show it through `displayReason`. May be empty. */
  readonly reason: string;
  /** Members at its frontier who signed, ascending. */
  readonly signers: readonly MemberId[];
  /** Members at its frontier whose signature would add something, ascending. */
  readonly electors: readonly MemberId[];
  /** Signatures that it takes (P30). */
  readonly needed: 1 | 2;
  /**
   * `accepted`: the target is out. `proposed`: more signatures would make it so. `void`: nothing will, because its
   * target is gone anyway or everybody who signed it is.
   */
  readonly state: 'proposed' | 'accepted' | 'void';
}

/**
 * Signatures that no admission which comes to light later can make too few. One that was enough may be seconded for
 * that.
 */
const MOST_NEEDED = 2;

export function resolveRemovals(view: Scope): Readonly<Record<OpId, Removal>> {
  const { history } = view;
  const accepted = new Set(acceptedRemovals(view));
  const removals: Record<OpId, Removal> = {};
  for (const index of history.ofType('remove')) {
    const { id } = history.at(index);
    const { target, author: by, at, reason } = history.opOf('remove', index);
    const { members, signers } = ballotOf(history, index);
    const isOpen = isMember(view, target) && standingSigners(view, index).length > 0;
    const state = accepted.has(index) ? 'accepted' : isOpen ? 'proposed' : 'void';
    const isFirm = state === 'void' || (state === 'accepted' && signers.length >= MOST_NEEDED);
    const electors = [...members].filter(
      (member) => !isFirm && member !== target && !signers.includes(member) && isMember(view, member),
    );
    removals[id] = {
      id,
      target,
      by,
      at,
      reason,
      signers,
      electors: electors.sort(),
      needed: neededSignatures(view, index),
      state,
    };
  }
  return removals;
}

/** A proposal that nobody seconds is over after 7 days: from then on no honest member adds a signature. */
export const PROPOSAL_LIFE_MS = 7 * 24 * 60 * 60 * 1000;
/** A proposal dated further ahead than any clock is wrong by would never be over, so nobody seconds it at all. */
const PROPOSAL_AHEAD_MS = 24 * 60 * 60 * 1000;

/** Whether it is too late to second a proposal, by the proposer's clock and ours. */
export const isProposalOver = (at: number, now: number): boolean =>
  now > at + PROPOSAL_LIFE_MS || at > now + PROPOSAL_AHEAD_MS;

/** Why it is no use that a member signs a removal. */
export type SignProblem =
  /** It was carried out for good, or nothing can come of it. */
  | 'removal-over'
  /** It was proposed more than {@link PROPOSAL_LIFE_MS} ago, or is dated ahead of time. */
  | 'removal-expired'
  /** The member has signed it. */
  | 'removal-signed'
  /** The member is its target. */
  | 'removal-not-yours'
  /** The member was not in yet where it was proposed. */
  | 'removal-too-late';

/** Whether it is any use that a member adds its signature to a removal now. */
export function signProblem(removal: Removal, me: MemberId, now: number): SignProblem | undefined {
  if (removal.target === me) return 'removal-not-yours';
  if (removal.state !== 'proposed' && removal.electors.length === 0) return 'removal-over';
  if (removal.signers.includes(me)) return 'removal-signed';
  if (isProposalOver(removal.at, now)) return 'removal-expired';
  return removal.electors.includes(me) ? undefined : 'removal-too-late';
}

/** Everybody who came by this member's invites, and by theirs in turn; the member itself is not among them. */
export function broughtBy(
  members: Readonly<Record<MemberId, Member>>,
  member: MemberId,
): readonly MemberId[] {
  const brought: MemberId[] = [];
  const queue = [member];
  for (let by = queue.shift(); by !== undefined; by = queue.shift()) {
    for (const { id, invitedBy } of Object.values(members)) {
      if (invitedBy !== by || brought.includes(id)) continue;
      brought.push(id);
      queue.push(id);
    }
  }
  return brought;
}
