import type { MemberId } from '@fyteclub/identity';
import type { Ballot, History } from './history.rules.ts';
import { inSet, type OpSet } from './op-set.rules.ts';

/**
 * One point of view: a set of operations that is closed under causality. What counts inside it depends on nothing
 * outside it, which is why everybody who has the same set sees the same group.
 */
export interface Scope {
  readonly history: History;
  readonly set: OpSet;
  readonly known: Map<number, boolean>;
  /** The removals that count, once they were judged. */
  accepted: readonly number[] | undefined;
}

export const scope = (history: History, set: OpSet): Scope => ({
  history,
  set,
  known: new Map(),
  accepted: undefined,
});

/**
 * The same without any removal counting. Who may sign for a removal, and so whether it counts, can still grow; whether
 * an operation enters the history at all must not hang on that, or two members would keep different histories.
 */
export const scopeBeforeRemovals = (history: History, set: OpSet): Scope => ({
  ...scope(history, set),
  accepted: [],
});

export const within = (view: Scope, indexes: readonly number[]): readonly number[] =>
  indexes.filter((index) => inSet(view.set, index));

/**
 * Whether an operation that was authorised at its own place still has effect in the whole set. It has none if its
 * author left or was removed without having seen it (strong remove, P33), if its author's own admission has none, or
 * if it admits through an invite that has none. A removal has effect exactly if it is accepted.
 *
 * A LEAVE always counts: it concerns nobody but its author, and so two of them can never cancel each other.
 */
export function isEffective(view: Scope, index: number): boolean {
  if (!view.history.anyLoss) return true;
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
  if (op.type === 'remove') return acceptedRemovals(view).includes(index);
  const ends = [...within(view, history.leavesOf(op.author)), ...removalsAgainst(view, op.author)];
  if (ends.some((end) => !inSet(history.pastOf(end), index))) return false;
  const past = history.pastOf(index);
  const admitted = history.admissionsOf(op.author).some((a) => inSet(past, a) && isEffective(view, a));
  if (!admitted) return false;
  return op.type !== 'admit' || isInvited(view, index);
}

/**
 * Whether an invite stood behind an admission at its own place: its issuer not removed (P39), nobody let in by it before
 * and nobody having closed it, as far as those have effect themselves. Without a removal in its past all that but the
 * first was settled when the admission entered the history.
 */
function isInvited(view: Scope, index: number): boolean {
  const { history } = view;
  const past = history.pastOf(index);
  const stands = history.supportOf(index).some((invite) => {
    const issuer = history.at(invite).op.author;
    const gone = removalsAgainst(view, issuer).some((removal) => inSet(past, removal));
    return !gone && isEffective(view, invite);
  });
  if (!stands || !history.ofType('remove').some((removal) => inSet(past, removal))) return stands;
  const { invite } = history.opOf('admit', index);
  const counts = (other: number): boolean => inSet(past, other) && isEffective(view, other);
  return !history.about('revoke', invite).some(counts) && !history.about('admit', invite).some(counts);
}

const targetOf = (history: History, removal: number): MemberId => history.opOf('remove', removal).target;

const removalsAgainst = (view: Scope, member: MemberId): readonly number[] =>
  acceptedRemovals(view).filter((removal) => targetOf(view.history, removal) === member);

export const hasLeft = (view: Scope, member: MemberId): boolean =>
  within(view, view.history.leavesOf(member)).length > 0;

/** For good: a tombstone never expires. */
export const isRemoved = (view: Scope, member: MemberId): boolean => removalsAgainst(view, member).length > 0;

const isAdmitted = (view: Scope, member: MemberId): boolean =>
  within(view, view.history.admissionsOf(member)).some((index) => isEffective(view, index));

export const isMember = (view: Scope, member: MemberId): boolean =>
  !hasLeft(view, member) && !isRemoved(view, member) && isAdmitted(view, member);

export function membersIn(view: Scope): ReadonlySet<MemberId> {
  const { history } = view;
  const founders = within(view, history.ofType('genesis')).map((index) => history.at(index).op.author);
  const joiners = within(view, history.ofType('admit')).map((index) => history.opOf('admit', index).joiner);
  return new Set([...founders, ...joiners].filter((member) => isMember(view, member)));
}

export function ballotOf(history: History, removal: number): Ballot {
  return history.ballotOf(removal, () => {
    const members = membersIn(scope(history, history.pastOf(removal)));
    const { signatures } = history.at(removal).signed;
    const target = targetOf(history, removal);
    const signers = signatures.map(({ by }) => by).filter((by) => by !== target && members.has(by));
    return { members, signers };
  });
}

/**
 * How many signatures a removal takes: one in a small group, two where the members at its frontier and those admitted
 * concurrently with it reach the policy's number (P30). Pretending not to have seen an admission makes it concurrent,
 * so a stale frontier gains nothing where others than the target admitted. Nor does the target gain by bringing people
 * meanwhile.
 */
export function neededSignatures(view: Scope, removal: number): 1 | 2 {
  const { history } = view;
  const { quorumAt } = history.opOf('genesis', 0).policy;
  const { members } = ballotOf(history, removal);
  const target = targetOf(history, removal);
  const past = history.pastOf(removal);
  const targets: number[] = [];
  const joiners = new Set<MemberId>();
  for (const index of history.ofType('admit')) {
    if (members.size + joiners.size >= quorumAt) break;
    const theirs = history.pastOf(index);
    if (!inSet(view.set, index) || inSet(past, index) || inSet(theirs, removal)) continue;
    const { author, joiner } = history.opOf('admit', index);
    if (author === target || targets.some((earlier) => inSet(theirs, earlier))) targets.push(index);
    else if (!members.has(joiner)) joiners.add(joiner);
  }
  return members.size + joiners.size >= quorumAt ? 2 : 1;
}

/** Signers whose word counts while the removals accepted so far stand. */
export const standingSigners = (view: Scope, removal: number): readonly MemberId[] =>
  ballotOf(view.history, removal).signers.filter(
    (signer) =>
      !isRemoved(view, signer) && isAdmitted(view, signer) && !actsAfterLeaving(view, removal, signer),
  );

/** Only of the author is it known what it had seen when it signed. */
const actsAfterLeaving = (view: Scope, removal: number, signer: MemberId): boolean =>
  view.history.at(removal).op.author === signer &&
  within(view, view.history.leavesOf(signer)).some((leave) => !inSet(view.history.pastOf(leave), removal));

/** What decides between concurrent removals. Nothing in it changes any more once a removal has its signatures. */
function rankOf(view: Scope, removal: number) {
  const { history } = view;
  const { id, op } = history.at(removal);
  const signed = Math.min(ballotOf(history, removal).signers.length, neededSignatures(view, removal));
  const seniority = within(view, history.admissionsOf(op.author))[0] ?? Infinity;
  return { removal, id, signed, seniority };
}

/**
 * All removals in the order in which they are heard: each time, of those whose causes were all heard, the best. One
 * member can sign thousands, so no pair of them is looked at twice.
 */
function inOrder(view: Scope): readonly number[] {
  const removals = within(view, view.history.ofType('remove'));
  const waiting = removals.map((removal) => rankOf(view, removal));
  waiting.sort((a, b) => b.signed - a.signed || a.seniority - b.seniority || (a.id < b.id ? -1 : 1));
  const effects = new Map(removals.map((removal): [number, number[]] => [removal, []]));
  const causes = new Map<number, number>();
  for (const removal of removals) {
    const past = view.history.pastOf(removal);
    const before = removals.filter((other) => inSet(past, other));
    causes.set(removal, before.length);
    for (const other of before) effects.get(other)?.push(removal);
  }
  const heard: number[] = [];
  while (waiting.length > 0) {
    const [next] = waiting.splice(
      waiting.findIndex(({ removal }) => causes.get(removal) === 0),
      1,
    );
    if (next === undefined) break;
    heard.push(next.removal);
    for (const effect of effects.get(next.removal) ?? []) causes.set(effect, (causes.get(effect) ?? 0) - 1);
  }
  return heard;
}

const hasQuorum = (view: Scope, removal: number): boolean =>
  ballotOf(view.history, removal).members.has(targetOf(view.history, removal)) &&
  standingSigners(view, removal).length >= neededSignatures(view, removal);

/**
 * Which removals count. They are heard one after the other, causes before effects; among concurrent ones the better
 * signed first (no signature beyond the needed ones weighs), then that of the more senior author, then the lower id.
 * Each counts if enough of its signers are still in after those heard before: so of two who remove each other one
 * stays (P32). One that counts stands even if its signer goes by a later one.
 */
export function acceptedRemovals(view: Scope): readonly number[] {
  if (view.accepted !== undefined) return view.accepted;
  const accepted: number[] = [];
  view.accepted = accepted;
  for (const next of inOrder(view)) {
    if (!hasQuorum(view, next)) continue;
    accepted.push(next);
    // What was judged so far was judged without this one.
    view.known.clear();
  }
  return accepted;
}
