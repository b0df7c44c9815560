import {
  err,
  inviteIdOf,
  ok,
  verifyJoinConsent,
  verifyJoinProof,
  type MemberId,
  type Result,
} from '@fyteclub/identity';
import { inSet, type History, type OpSet } from './history.rules.ts';
import { NO_OP, type CheckedOp, type Op, type OpOf } from './op.ts';

export type Refusal =
  | 'foreign-shell'
  | 'broken-chain'
  | 'not-a-member'
  | 'wrong-invite-id'
  | 'duplicate-invite'
  | 'unknown-invite'
  | 'invite-used'
  | 'invite-revoked'
  | 'invite-void'
  | 'bad-proof'
  | 'bad-consent'
  | 'already-a-member'
  | 'key-left'
  | 'depends-on-refused'
  | 'waiting-full';

/**
 * One point of view: a set of operations that is closed under causality. What counts inside it depends on nothing
 * outside it, which is why everybody who has the same set sees the same group.
 */
export interface Scope {
  readonly history: History;
  readonly set: OpSet;
  readonly known: Map<number, boolean>;
}

export const scope = (history: History, set: OpSet): Scope => ({ history, set, known: new Map() });

const within = (view: Scope, indexes: readonly number[]): readonly number[] =>
  indexes.filter((index) => inSet(view.set, index));

/**
 * Whether an operation that was authorised at its own place still has effect in the whole set. It has none if its
 * author left without having seen it (P33), if its author's own admission has none, or if it admits through an
 * invite that has none.
 *
 * A LEAVE always counts: it concerns nobody but its author, and so two of them can never cancel each other.
 */
export function isEffective(view: Scope, index: number): boolean {
  if (!view.history.anyLeft) return true;
  const known = view.known.get(index);
  if (known !== undefined) return known;
  const effective = judgeEffect(view, index);
  view.known.set(index, effective);
  return effective;
}

function judgeEffect(view: Scope, index: number): boolean {
  const { history } = view;
  const { op } = history.at(index);
  if (op.type === 'genesis' || op.type === 'leave') return true;
  const unseen = within(view, history.leavesOf(op.author)).some(
    (leave) => !inSet(history.pastOf(leave), index),
  );
  if (unseen) return false;
  const past = history.pastOf(index);
  const admitted = history.admissionsOf(op.author).some((a) => inSet(past, a) && isEffective(view, a));
  if (!admitted) return false;
  return op.type !== 'admit' || history.supportOf(index).some((invite) => isEffective(view, invite));
}

export const hasLeft = (view: Scope, member: MemberId): boolean =>
  within(view, view.history.leavesOf(member)).length > 0;

export const isMember = (view: Scope, member: MemberId): boolean =>
  !hasLeft(view, member) &&
  within(view, view.history.admissionsOf(member)).some((index) => isEffective(view, index));

/** A member's operations form one chain from its first; a founder's begins at the genesis. */
function isChained(history: History, op: Op): boolean {
  if (op.type === 'genesis') return true;
  const first = history.length > 0 ? history.at(0).op.author : undefined;
  if (op.previous === NO_OP) return op.sequence === 1 && op.author !== first && op.parents.length > 0;
  const index = history.indexOf(op.previous);
  if (index === undefined) return false;
  const previous = history.at(index).op;
  return previous.author === op.author && previous.sequence + 1 === op.sequence;
}

/** The invites in sight that this admission may use, by index, or why there is none. */
function supporting(view: Scope, op: OpOf<'admit'>): Result<readonly number[], Refusal> {
  const { history } = view;
  const issued = within(view, history.about('invite', op.invite));
  if (issued.length === 0) return err('unknown-invite');
  if (within(view, history.about('revoke', op.invite)).some((index) => isEffective(view, index)))
    return err('invite-revoked');
  const uses = within(view, history.about('admit', op.invite)).filter((index) => isEffective(view, index));
  if (uses.some((index) => history.opOf('admit', index).joiner !== op.joiner)) return err('invite-used');
  const standing = issued.filter(
    (index) => isEffective(view, index) && isMember(view, history.opOf('invite', index).author),
  );
  if (standing.length === 0) return err('invite-void');
  const proven = standing.filter((index) =>
    verifyJoinProof(op, history.opOf('invite', index).proofKey, op.proof),
  );
  return proven.length === 0 ? err('bad-proof') : ok(proven);
}

function judgeAdmission(view: Scope, op: OpOf<'admit'>): Result<readonly number[], Refusal> {
  if (hasLeft(view, op.joiner)) return err('key-left');
  const support = supporting(view, op);
  if (!support.ok) return support;
  if (isMember(view, op.joiner)) return err('already-a-member');
  return verifyJoinConsent(op, op.consent) ? support : err('bad-consent');
}

/**
 * Whether an operation is authorised in the state of its own causal past. The answer never changes afterwards and is
 * the same for everybody, so an operation that fails is not kept at all.
 *
 * @param view the operation's causal past.
 * @returns for an admission, the invites that support it.
 */
export function authorise(view: Scope, { op }: CheckedOp): Result<readonly number[], Refusal> {
  if (!isChained(view.history, op)) return err('broken-chain');
  if (op.type === 'genesis') return ok([]);
  if (!isMember(view, op.author)) return err('not-a-member');
  switch (op.type) {
    case 'invite':
      if (inviteIdOf(op.proofKey) !== op.invite) return err('wrong-invite-id');
      return within(view, view.history.about('invite', op.invite)).length > 0
        ? err('duplicate-invite')
        : ok([]);
    case 'revoke':
      return within(view, view.history.about('invite', op.invite)).length > 0
        ? ok([])
        : err('unknown-invite');
    case 'admit':
      return judgeAdmission(view, op);
    case 'leave':
      return ok([]);
  }
}
