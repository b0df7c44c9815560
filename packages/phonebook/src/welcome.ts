import {
  equalBytes,
  err,
  ok,
  type MemberId,
  type Readings,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import { addOps } from './graph.rules.ts';
import { emptyGraph, type OpGraph } from './op-graph.ts';
import { decodeOp } from './op-codec.ts';
import { DEFAULT_POLICY, type CheckedOp, type Policy } from './op.ts';
import { resolve, type Roster } from './resolve.rules.ts';

/** A group of a thousand with years behind it stays far below. */
export const MAX_WELCOME_OPS = 20_000;

/** Why a newcomer takes nothing of the history it was handed (P94). */
export type WelcomeProblem =
  /** Something in it cannot be read, does not count or depends on what is not there; or it is too long. */
  | 'welcome-malformed'
  /** It is of another group than the code's, or without its genesis. */
  | 'welcome-wrong-genesis'
  /** Its founder laid down other rules than {@link DEFAULT_POLICY}, which are all that this version keeps. */
  | 'welcome-other-rules'
  /** Whoever made the code is not in the group now. */
  | 'welcome-issuer-not-a-member'
  /** The newcomer is not in it, or with another key-agreement key. */
  | 'welcome-without-me';

/**
 * Whether the history that a host hands to a newcomer is the one its invite code spoke of. Nothing of it may be
 * stored unless this says so (P94): the genesis must hash to the code's group id and lay down the rules that everybody
 * is told of, the code's issuer must be a member now, and so must the newcomer, under the keys it brought.
 *
 * @param kx the newcomer's key-agreement key, 32 bytes.
 */
export function checkWelcome(
  shell: ShellId,
  issuer: MemberId,
  me: MemberId,
  ops: readonly Uint8Array[],
  kx?: Uint8Array,
  readings?: Readings,
): Result<{ readonly graph: OpGraph; readonly roster: Roster }, WelcomeProblem> {
  if (ops.length > MAX_WELCOME_OPS) return err('welcome-malformed');
  const checked: CheckedOp[] = [];
  for (const bytes of ops) {
    const op = decodeOp(bytes, undefined, readings);
    if (!op.ok) return err('welcome-malformed');
    if (op.value.op.shell !== shell) return err('welcome-wrong-genesis');
    checked.push(op.value);
  }
  const { graph, refused } = addOps(emptyGraph(shell), checked);
  const roster = resolve(graph);
  if (roster.founder === null) return err('welcome-wrong-genesis');
  if (refused.length > 0 || graph.waiting.size > 0) return err('welcome-malformed');
  if (!isOurs(roster.policy)) return err('welcome-other-rules');
  if (roster.members[issuer] === undefined) return err('welcome-issuer-not-a-member');
  const mine = roster.members[me];
  if (mine === undefined || (kx !== undefined && !equalBytes(mine.kx, kx))) return err('welcome-without-me');
  return ok({ graph, roster });
}

/** A founder who could choose the quorum alone would have a group in which one signature removes anybody. */
const isOurs = (policy: Policy): boolean =>
  Object.entries(DEFAULT_POLICY).every(([rule, value]) => policy[rule as keyof Policy] === value);
