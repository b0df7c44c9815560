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
import type { CheckedOp } from './op.ts';
import { resolve, type Roster } from './resolve.rules.ts';

/** A group of a thousand with years behind it stays far below. */
export const MAX_WELCOME_OPS = 20_000;

/** Why a newcomer takes nothing of the history that it was handed (P94). */
export type WelcomeProblem =
  'welcome-malformed' | 'welcome-wrong-genesis' | 'welcome-issuer-not-a-member' | 'welcome-without-me';

/**
 * Whether the history that a host hands to a newcomer is the one its invite code spoke of. Nothing of it may be
 * stored unless this says so (P94): the genesis must hash to the code's group id, the code's issuer must be a member
 * now, and so must the newcomer, under the keys it brought.
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
  if (roster.members[issuer] === undefined) return err('welcome-issuer-not-a-member');
  const mine = roster.members[me];
  if (mine === undefined || (kx !== undefined && !equalBytes(mine.kx, kx))) return err('welcome-without-me');
  return ok({ graph, roster });
}
