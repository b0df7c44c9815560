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
  readonly reason: string;
  /** Members at its frontier who signed, ascending. */
  readonly signers: readonly MemberId[];
  /** While it is proposed: members at its frontier who could still sign, ascending. */
  readonly electors: readonly MemberId[];
  readonly needed: 1 | 2;
  /**
   * `accepted`: the target is out. `proposed`: more signatures would make it so. `void`: nothing will, because its
   * target is gone anyway or everybody who signed it is.
   */
  readonly state: 'proposed' | 'accepted' | 'void';
}

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
    const electors = [...members].filter(
      (member) => member !== target && !signers.includes(member) && isMember(view, member),
    );
    removals[id] = {
      id,
      target,
      by,
      at,
      reason,
      signers,
      electors: state === 'proposed' ? electors.sort() : [],
      needed: neededSignatures(view, index),
      state,
    };
  }
  return removals;
}

/** A proposal that nobody seconds is over after 7 days: from then on no honest member adds a signature. */
export const PROPOSAL_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** Why a member's signature under a removal would be of no use now. */
export type SignProblem =
  'removal-over' | 'removal-expired' | 'removal-signed' | 'removal-not-yours' | 'removal-too-late';

/** Whether it is any use that a member adds its signature to a removal now. */
export function signProblem(removal: Removal, me: MemberId, now: number): SignProblem | undefined {
  if (removal.target === me) return 'removal-not-yours';
  if (removal.state !== 'proposed') return 'removal-over';
  if (removal.signers.includes(me)) return 'removal-signed';
  if (now > removal.at + PROPOSAL_LIFE_MS) return 'removal-expired';
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
