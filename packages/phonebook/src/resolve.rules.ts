import {
  concat,
  equalBytes,
  fromHex,
  hash256,
  type EpochId,
  type GroupPassword,
  type InviteId,
  type MemberId,
  type OpId,
  type ShellId,
} from '@fyteclub/identity';
import {
  acceptedRemovals,
  hasLeft,
  isEffective,
  isMember,
  isRemoved,
  scope,
  type Scope,
} from './effect.rules.ts';
import { usableEpoch } from './epoch.rules.ts';
import { equivocations, type Flag } from './flags.rules.ts';
import { indexOf } from './graph-index.rules.ts';
import { inSet } from './op-set.rules.ts';
import type { OpGraph } from './op-graph.ts';
import { DEFAULT_POLICY, type Policy } from './op.ts';
import { resolveRemovals, type Removal } from './removal.rules.ts';

/** Somebody who is in, as the history leaves it. */
export interface Member {
  readonly id: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly kx: Uint8Array;
  /** Who issued the invite; null for the founder. */
  readonly invitedBy: MemberId | null;
  readonly via: InviteId | null;
  /** The operation that admitted it; the genesis for the founder. */
  readonly admit: OpId;
  /** 0 is the most senior: the place among all admissions in canonical order. */
  readonly seniority: number;
}

/**
 * `used-twice`: two members let somebody in with it while they were apart. `void`: whoever made it had no right to,
 * as seen from all that is known.
 */
export type InviteState = 'open' | 'used' | 'used-twice' | 'revoked' | 'void';

/** An invite as the history leaves it. */
export interface InviteRecord {
  readonly id: InviteId;
  readonly by: MemberId;
  readonly proofKey: Uint8Array;
  /** Milliseconds since the epoch. An expired invite is still `open` here: time is the admitter's to check. */
  readonly expiresAt: number;
  readonly needsPassword: boolean;
  readonly state: InviteState;
  /** Ascending. */
  readonly usedBy: readonly MemberId[];
}

/** Who is in: a pure function of the set of operations. */
export interface Roster {
  readonly shell: ShellId;
  readonly name: string;
  /** Null until the genesis is here. */
  readonly founder: MemberId | null;
  readonly policy: Policy;
  readonly members: Readonly<Record<MemberId, Member>>;
  /** Keys that were members and never will be again. */
  readonly former: Readonly<Record<MemberId, 'left' | 'removed'>>;
  readonly invites: Readonly<Record<InviteId, InviteRecord>>;
  readonly removals: Readonly<Record<OpId, Removal>>;
  /** The epoch to seal under now; null between a loss and the rotation that answers it. */
  readonly epoch: EpochId | null;
  /** What a first join must prove to know; null if the group asks for no password. */
  readonly password: GroupPassword | null;
  /** Whoever was removed and had heard of the password before, ascending; empty without one. */
  readonly passwordKnownTo: readonly MemberId[];
  /** Ascending. */
  readonly heads: readonly OpId[];
  /** BLAKE2b-256 of the heads one after another, 32 bytes: equal exactly if the histories are. */
  readonly headsHash: Uint8Array;
  /** The same for the signatures under removals, which grow without changing the heads; 32 bytes. */
  readonly signaturesHash: Uint8Array;
  readonly flags: readonly Flag[];
}

export const hashHeads = (heads: readonly OpId[]): Uint8Array =>
  hash256(concat(...heads.map((id) => fromHex(id) ?? new Uint8Array())));

/** Law: any order of delivery, any duplication of operations and signatures gives the same roster (P27). */
export function resolve(graph: OpGraph): Roster {
  const { order: ops, history, heads, signatures } = indexOf(graph);
  const view = scope(history, history.everything());
  const genesis = ops[0]?.op;
  const founded = genesis?.type === 'genesis' ? genesis : undefined;
  const { invites, doubleUse } = resolveInvites(view);
  const { members, former, conflicts } = resolveMembers(view);
  return {
    shell: graph.shell,
    name: founded?.name ?? '',
    founder: founded?.founder ?? null,
    policy: founded?.policy ?? DEFAULT_POLICY,
    members,
    former,
    invites,
    removals: resolveRemovals(view),
    epoch: usableEpoch(view, graph.shell),
    ...resolvePassword(view),
    heads,
    headsHash: hashHeads(heads),
    signaturesHash: signatures,
    flags: [...equivocations(ops), ...doubleUse, ...conflicts],
  };
}

/** Effective admissions with the keys they bring, in canonical order. */
function admissions(view: Scope): readonly Omit<Member, 'seniority'>[] {
  const { history } = view;
  const found: Omit<Member, 'seniority'>[] = [];
  for (let index = 0; index < history.length; index++) {
    const { id: admit, op } = history.at(index);
    if (op.type === 'genesis')
      found.push({ id: op.founder, kx: op.founderKx, invitedBy: null, via: null, admit });
    if (op.type !== 'admit' || !isEffective(view, index)) continue;
    const invite = history.supportOf(index).find((support) => isEffective(view, support)) ?? 0;
    const invitedBy = history.at(invite).op.author;
    found.push({ id: op.joiner, kx: op.joinerKx, invitedBy, via: op.invite, admit });
  }
  return found;
}

function resolveMembers(view: Scope) {
  const first = new Map<MemberId, Member>();
  const rivals = new Map<MemberId, OpId[]>();
  for (const admission of admissions(view)) {
    const earlier = first.get(admission.id);
    if (earlier === undefined) first.set(admission.id, { ...admission, seniority: first.size });
    else if (!equalBytes(earlier.kx, admission.kx))
      rivals.set(admission.id, [...(rivals.get(admission.id) ?? [earlier.admit]), admission.admit]);
  }
  const members: Record<MemberId, Member> = {};
  const former: Record<MemberId, 'left' | 'removed'> = {};
  for (const [id, member] of first) {
    if (isRemoved(view, id)) former[id] = 'removed';
    else if (hasLeft(view, id)) former[id] = 'left';
    else members[id] = member;
  }
  const conflicts = [...rivals].map(([member, admits]): Flag => ({
    kind: 'conflicting-keys',
    member,
    admits,
  }));
  return { members, former, conflicts };
}

/** The last word in canonical order, of those that have effect. */
function resolvePassword(view: Scope): Pick<Roster, 'password' | 'passwordKnownTo'> {
  const { history } = view;
  const said = history.ofType('password').filter((index) => isEffective(view, index));
  const last = said.at(-1);
  const verifier = last === undefined ? new Uint8Array() : history.opOf('password', last).verifier;
  if (last === undefined || verifier.length === 0) return { password: null, passwordKnownTo: [] };
  const since = acceptedRemovals(view).filter((removal) => !inSet(history.pastOf(last), removal));
  const knownTo = new Set(since.map((removal) => history.opOf('remove', removal).target));
  return { password: { version: said.length, verifier }, passwordKnownTo: [...knownTo].sort() };
}

function resolveInvites(view: Scope) {
  const invites: Record<InviteId, InviteRecord> = {};
  const doubleUse: Flag[] = [];
  const { history } = view;
  for (let index = 0; index < history.length; index++) {
    const { op } = history.at(index);
    if (op.type !== 'invite' || invites[op.invite] !== undefined) continue;
    const id = op.invite;
    const effective = (indexes: readonly number[]) => indexes.filter((i) => isEffective(view, i));
    const uses = effective(history.about('admit', id));
    const usedBy = [...new Set(uses.map((i) => history.opOf('admit', i).joiner))].sort();
    const revoked = effective(history.about('revoke', id)).length > 0;
    const alive = effective([index]).length > 0 && isMember(view, op.author);
    const state = inviteState(usedBy.length, revoked, alive);
    const { author: by, proofKey, expiresAt, needsPassword } = op;
    invites[id] = { id, by, proofKey, expiresAt, needsPassword, state, usedBy };
    if (state === 'used-twice')
      doubleUse.push({
        kind: 'used-twice',
        invite: id,
        joiners: usedBy,
        admits: uses.map((i) => history.at(i).id).sort(),
      });
  }
  return { invites, doubleUse };
}

/** What happened outweighs what was forbidden since: an admission stands though its invite was closed elsewhere. */
function inviteState(users: number, revoked: boolean, alive: boolean): InviteState {
  if (users > 1) return 'used-twice';
  if (users === 1) return 'used';
  if (revoked) return 'revoked';
  return alive ? 'open' : 'void';
}
