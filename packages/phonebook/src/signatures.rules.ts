import { concat, fromHex, hash256, type MemberId } from '@fyteclub/identity';
import type { CheckedOp, OpSignature, SignedOp } from './op.ts';

/** Signatures under one removal; the two that ever count fit many times over. */
export const MAX_SIGNATURES = 32;

const byKey = (a: OpSignature, b: OpSignature): number => (a.by < b.by ? -1 : 1);

/**
 * The author's signature and the lowest others that may sign, ascending.
 * Law: taking more signatures in, in any order and any number of times, gives the same.
 */
function keep(
  { op: { author } }: CheckedOp,
  signatures: readonly OpSignature[],
  maySign: (member: MemberId) => boolean,
): readonly OpSignature[] {
  const distinct = new Map(signatures.map((signature) => [signature.by, signature]));
  const others = [...distinct.values()].filter(({ by }) => by !== author && maySign(by)).sort(byKey);
  const own = distinct.get(author);
  return [...(own === undefined ? [] : [own]), ...others.slice(0, MAX_SIGNATURES - 1)].sort(byKey);
}

/**
 * An operation with the signatures of two copies of it, as far as their keys may sign (P31).
 *
 * @returns the first copy itself if the second adds nothing.
 */
export function unite(
  known: CheckedOp,
  told: SignedOp,
  maySign: (member: MemberId) => boolean = () => true,
): CheckedOp {
  const signatures = keep(known, [...told.signatures, ...known.signed.signatures], maySign);
  const before = known.signed.signatures;
  const same = signatures.length === before.length && signatures.every(({ by }, i) => before[i]?.by === by);
  return same ? known : { ...known, signed: { ...known.signed, signatures } };
}

/** Whether a copy of a removal that we hold carries signatures that ours lacks. */
export const addsSignatures = (known: CheckedOp, told: SignedOp): boolean =>
  known.op.type === 'remove' && unite(known, told) !== known;

/** Equal exactly if two histories hold the same signatures under the same removals; 32 bytes. */
export function signaturesHash(ops: readonly CheckedOp[]): Uint8Array {
  const removals = ops.filter(({ op }) => op.type === 'remove').sort((a, b) => (a.id < b.id ? -1 : 1));
  return hash256(
    concat(
      ...removals.flatMap(({ id, signed }) =>
        [id, ...signed.signatures.map(({ by }) => by)].map((hex) => fromHex(hex) ?? new Uint8Array()),
      ),
    ),
  );
}
