import type { KeyRing } from '@fyteclub/identity';
import { indexOf } from './graph-index.rules.ts';
import type { OpGraph } from './op-graph.ts';
import { fitsName } from './name.rules.ts';
import { encodeGenesis, encodeMemberOp, MAX_PARENTS } from './op-layouts.ts';
import { decodeOp, encodeOp } from './op-codec.ts';
import {
  DEFAULT_POLICY,
  NO_OP,
  type CheckedOp,
  type GenesisOp,
  type MemberOp,
  type Op,
  type OpBody,
  type OpOf,
  type SignedOp,
} from './op.ts';

/**
 * Begins a syncshell, whose id is the id of this operation.
 *
 * @param name already through `checkName`.
 * @param nonce 32 random bytes.
 * @throws RangeError if name or nonce do not fit.
 */
export function createGenesis(
  ring: KeyRing,
  name: string,
  now: number,
  nonce: Uint8Array,
): CheckedOp<GenesisOp> {
  if (!fitsName(name)) throw new RangeError(`not a name of a syncshell: ${name}`);
  const payload = encodeGenesis({
    founder: ring.memberId,
    founderKx: ring.kxPublic,
    nonce,
    createdAt: now,
    name,
    policy: DEFAULT_POLICY,
  });
  return signed<GenesisOp>(ring, payload);
}

/**
 * Signs what a member does, after everything it has seen. Whether the group lets it count is decided by `addOps`,
 * for us as for everybody else.
 *
 * @throws RangeError if a value of the body does not fit its field.
 */
export function authorOp(ring: KeyRing, graph: OpGraph, body: OpBody, now: number): CheckedOp<MemberOp> {
  const { order, heads } = indexOf(graph);
  const last = lastBy(order, ring.memberId);
  return signed<MemberOp>(
    ring,
    encodeMemberOp({
      shell: graph.shell,
      author: ring.memberId,
      sequence: (last?.op.sequence ?? 0) + 1,
      previous: last?.id ?? NO_OP,
      parents: heads.slice(0, MAX_PARENTS),
      at: now,
      ...body,
    }),
  );
}

/**
 * Adds our signature to somebody's removal. Whether we may sign is decided by `addOps`, for us as for everybody else.
 */
export function signRemoval(ring: KeyRing, { signed: { payload, signatures } }: CheckedOp<OpOf<'remove'>>) {
  const mine = { by: ring.memberId, signature: ring.sign(payload) };
  const others = signatures.filter(({ by }) => by !== ring.memberId);
  return readBack<OpOf<'remove'>>({
    payload,
    signatures: [...others, mine].sort((a, b) => (a.by < b.by ? -1 : 1)),
  });
}

/** The end of a member's chain; of two ends, the lower id, so that a key used twice goes on predictably. */
function lastBy(ops: readonly CheckedOp[], author: string): CheckedOp | undefined {
  return ops
    .filter(({ op }) => op.author === author)
    .reduce<CheckedOp | undefined>((best, next) => {
      if (best === undefined || next.op.sequence > best.op.sequence) return next;
      return next.op.sequence === best.op.sequence && next.id < best.id ? next : best;
    }, undefined);
}

const signed = <T extends Op>(ring: KeyRing, payload: Uint8Array): CheckedOp<T> =>
  readBack<T>({ payload, signatures: [{ by: ring.memberId, signature: ring.sign(payload) }] });

/** What was just signed as others will see it, so that what we keep is exactly that. */
function readBack<T extends Op>(written: SignedOp): CheckedOp<T> {
  const checked = decodeOp(encodeOp(written));
  if (!checked.ok) throw new Error(`signed an operation that nobody would accept: ${checked.error}`);
  return checked.value as CheckedOp<T>;
}
