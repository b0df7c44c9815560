import type { InviteId, MemberId, OpId } from '@fyteclub/identity';
import { NO_OP, type CheckedOp } from './op.ts';

/** Something that honest nodes do not do. Shown to everybody; evicts nobody by itself. */
export type Flag =
  /** Two operations by one author claim the same predecessor: its key is used twice (P41). */
  | { readonly kind: 'equivocation'; readonly author: MemberId; readonly ops: readonly OpId[] }
  /** One invite admitted different people in two partitions; all of them stay (P38). */
  | {
      readonly kind: 'used-twice';
      readonly invite: InviteId;
      readonly joiners: readonly MemberId[];
      readonly admits: readonly OpId[];
    }
  /** One key consented to two key-agreement keys, which only its owner can do; the first in canonical order counts. */
  | { readonly kind: 'conflicting-keys'; readonly member: MemberId; readonly admits: readonly OpId[] }
  /** Two presence records of one member carry the same sequence number (P21). */
  | { readonly kind: 'rival-records'; readonly member: MemberId; readonly sequence: number };

/** @param ops in canonical order, which is the order of the flags. */
export function equivocations(ops: readonly CheckedOp[]): readonly Flag[] {
  const siblings = new Map<string, { readonly author: MemberId; readonly ids: OpId[] }>();
  for (const { id, op } of ops) {
    if (op.type === 'genesis') continue;
    const place = op.previous === NO_OP ? `first of ${op.author}` : op.previous;
    const known = siblings.get(place);
    if (known === undefined) siblings.set(place, { author: op.author, ids: [id] });
    else known.ids.push(id);
  }
  return [...siblings.values()]
    .filter(({ ids }) => ids.length > 1)
    .map(({ author, ids }): Flag => ({ kind: 'equivocation', author, ops: [...ids].sort() }));
}
