import {
  equalBytes,
  err,
  inviteIdOf,
  ok,
  verifyJoinConsent,
  verifyJoinProof,
  type Result,
} from '@fyteclub/identity';
import { hasLeft, isEffective, isMember, within, type Scope } from './effect.rules.ts';
import type { History } from './history.rules.ts';
import { NO_OP, type CheckedOp, type Op, type OpOf } from './op.ts';

/**
 * Why an operation is no part of the history: it is not authorised by its own causal past, which is the same for
 * everybody and never changes.
 */
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
  | 'removes-a-stranger'
  | 'removes-itself'
  | 'depends-on-refused'
  | 'waiting-full';

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

/**
 * Whether what the past says of invites and members is final. A removal in sight may yet gain signatures and undo a
 * revocation or an admission, so then the resolver judges those (`isInvited`), each time anew.
 */
const isFinal = (view: Scope): boolean => within(view, view.history.ofType('remove')).length === 0;

/** What was found of an admission: a newcomer judges the whole history twice, when it is welcomed and when it begins. */
const proofs = new WeakMap<OpOf<'admit'>, { readonly proofKey: Uint8Array; readonly holds: boolean }>();
const consents = new WeakMap<OpOf<'admit'>, boolean>();

function isProven(op: OpOf<'admit'>, proofKey: Uint8Array): boolean {
  const known = proofs.get(op);
  if (known !== undefined && equalBytes(known.proofKey, proofKey)) return known.holds;
  const holds = verifyJoinProof(op, proofKey, op.proof);
  proofs.set(op, { proofKey, holds });
  return holds;
}

function isConsented(op: OpOf<'admit'>): boolean {
  const holds = consents.get(op) ?? verifyJoinConsent(op, op.consent);
  consents.set(op, holds);
  return holds;
}

/** The invites in sight that this admission may use, by index, or why there is none. */
function supporting(view: Scope, op: OpOf<'admit'>): Result<readonly number[], Refusal> {
  const { history } = view;
  const issued = within(view, history.about('invite', op.invite));
  if (issued.length === 0) return err('unknown-invite');
  if (isFinal(view)) {
    const effective = (indexes: readonly number[]): readonly number[] =>
      within(view, indexes).filter((index) => isEffective(view, index));
    if (effective(history.about('revoke', op.invite)).length > 0) return err('invite-revoked');
    const uses = effective(history.about('admit', op.invite));
    if (uses.some((index) => history.opOf('admit', index).joiner !== op.joiner)) return err('invite-used');
  }
  const standing = issued.filter(
    (index) => isEffective(view, index) && isMember(view, history.opOf('invite', index).author),
  );
  if (standing.length === 0) return err('invite-void');
  const proven = standing.filter((index) => isProven(op, history.opOf('invite', index).proofKey));
  return proven.length === 0 ? err('bad-proof') : ok(proven);
}

function judgeAdmission(view: Scope, op: OpOf<'admit'>): Result<readonly number[], Refusal> {
  if (hasLeft(view, op.joiner)) return err('key-left');
  const support = supporting(view, op);
  if (!support.ok) return support;
  if (isFinal(view) && isMember(view, op.joiner)) return err('already-a-member');
  return isConsented(op) ? support : err('bad-consent');
}

function judgeRemoval(view: Scope, op: OpOf<'remove'>): Result<readonly number[], Refusal> {
  if (op.target === op.author) return err('removes-itself');
  return isMember(view, op.target) ? ok([]) : err('removes-a-stranger');
}

/**
 * Whether an operation is authorised in the state of its own causal past. The answer never changes afterwards and is
 * the same for everybody, so an operation that fails is not kept at all. That is why removals, which may gain
 * signatures later, have no say here: an operation of somebody who was removed enters the history, without effect.
 *
 * @param view the operation's causal past, before removals.
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
    case 'remove':
      return judgeRemoval(view, op);
    case 'rotate':
    case 'leave':
    case 'password':
      return ok([]);
  }
}
