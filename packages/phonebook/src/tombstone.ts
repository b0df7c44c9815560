import type { MemberId } from '@fyteclub/identity';
import { resolve, type Roster } from './resolve.rules.ts';
import { addOps } from './graph.rules.ts';
import type { OpGraph } from './op-graph.ts';
import { decodeOp, encodeOp } from './op-codec.ts';

/** The accepted removals of a member as signed bytes: what it is shown at a door that stays shut. At most a few. */
export function tombstonesOf(graph: OpGraph, roster: Roster, member: MemberId): readonly Uint8Array[] {
  return Object.values(roster.removals)
    .filter(({ target, state }) => target === member && state === 'accepted')
    .slice(0, MAX_TOMBSTONES)
    .flatMap(({ id }) => {
      const op = graph.ops.get(id);
      return op === undefined ? [] : [encodeOp(op.signed)];
    });
}

const MAX_TOMBSTONES = 4;

/**
 * Whether these bytes show a member that it was removed. It may have been away for long and lack the history around
 * the removal, so it judges by the roster it knows: as many of the members it knows as such a group needs must have
 * signed. Nobody but they can make it believe that it is out.
 */
export function provesRemoval(graph: OpGraph, roster: Roster, me: MemberId, told: Uint8Array): boolean {
  const removal = decodeOp(told, graph.shell);
  if (!removal.ok || removal.value.op.type !== 'remove' || removal.value.op.target !== me) return false;
  if (resolve(addOps(graph, [removal.value]).graph).former[me] === 'removed') return true;
  const { members, policy } = roster;
  const signers = removal.value.signed.signatures.filter(({ by }) => by !== me && members[by] !== undefined);
  return signers.length >= (Object.keys(members).length < policy.quorumAt ? 1 : 2);
}
