import { toHex, type MemberId, type OpId } from '@fyteclub/identity';
import type { OpGraph } from './op-graph.ts';
import { dependencies, type CheckedOp } from './op.ts';
import { hashHeads, type Roster } from './resolve.rules.ts';

/** A statement that names the history its author had (`Roster.headsHash`), such as a token. */
export interface Dated {
  readonly issuer: MemberId;
  readonly headsHash: Uint8Array;
  /** The issuer's clock, milliseconds since the epoch. */
  readonly issuedAt: number;
}

function pastOf({ ops }: OpGraph, removal: CheckedOp): readonly CheckedOp[] {
  const seen = new Map<OpId, CheckedOp>();
  const next = [...dependencies(removal.op)];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    const known = ops.get(id);
    if (known === undefined || seen.has(id)) continue;
    seen.set(id, known);
    next.push(...dependencies(known.op));
  }
  return [...seen.values()];
}

/**
 * Whether somebody who was removed said this in the removal's causal past (P8). The hash of the heads it had then
 * cannot be turned round, so it must be that of heads we can name: what the removal or any operation before it was
 * built on, or one such operation alone, which is what heads are most of the time. What fits none is taken for later.
 */
export function saidBeforeRemoval(graph: OpGraph, roster: Roster, said: Dated): boolean {
  const hash = toHex(said.headsHash);
  return Object.values(roster.removals)
    .filter(({ target, state }) => target === said.issuer && state === 'accepted')
    .every(({ id, at }) => {
      const removal = graph.ops.get(id);
      if (removal === undefined || said.issuedAt > at) return false;
      const past = pastOf(graph, removal);
      const heads = [removal.op.parents, ...past.flatMap((op) => [op.op.parents, [op.id]])];
      return heads.some((ids) => toHex(hashHeads(ids)) === hash);
    });
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When the first of all the other members was admitted; Infinity while there is nobody else. A founder was alone when
 * it founded the group, also if its clock was set back before it let anybody in: by a day at most, or whoever founds a
 * group in a far future would renew its own lease till then.
 */
export function aloneUntil({ ops, shell }: OpGraph, { members, founder }: Roster, member: MemberId): number {
  const others = Object.values(members).filter(({ id }) => id !== member);
  const admitted = Math.min(Infinity, ...others.map(({ admit }) => ops.get(admit)?.op.at ?? Infinity));
  const founded = member === founder ? (ops.get(shell as string as OpId)?.op.at ?? 0) : 0;
  return Math.max(Math.min(founded, admitted + DAY_MS), admitted);
}
