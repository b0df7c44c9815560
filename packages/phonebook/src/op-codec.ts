import {
  concat,
  domain,
  equalBytes,
  err,
  fromHex,
  LABELS,
  NO_READINGS,
  ok,
  ownBytes,
  toHex,
  verify,
  type MemberId,
  type Readings,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import { decodePayload, idOf, MAX_MEMBERS, type PayloadProblem } from './op-layouts.ts';
import type { CheckedOp, Op, OpSignature, SignedOp } from './op.ts';
import { MAX_SIGNATURES } from './signatures.rules.ts';

/** No operation but a rotation comes near; a longer one is refused before anything looks at it. */
export const MAX_OP_BYTES = 8 * 1024;
/** A rotation carries a box for every member. */
export const MAX_ROTATE_BYTES = MAX_MEMBERS * 80 + MAX_OP_BYTES;

const KEY = 32;
const SIGNED = KEY + 64;
const ROTATE = domain(LABELS.rotate, 1);

/** Why signed bytes are no operation of this syncshell, before anybody asks whether it is authorised. */
export type OpProblem = PayloadProblem | 'too-large' | 'foreign-shell' | 'bad-signature';

const limitOf = (bytes: Uint8Array): number =>
  equalBytes(bytes.subarray(0, ROTATE.length), ROTATE) ? MAX_ROTATE_BYTES : MAX_OP_BYTES;

/** Payload, then each signer's key and signature, then how many signed (1 byte). */
export const encodeOp = ({ payload, signatures }: SignedOp): Uint8Array =>
  concat(
    payload,
    ...signatures.flatMap(({ by, signature }) => [fromHex(by) ?? new Uint8Array(), signature]),
    Uint8Array.of(signatures.length),
  );

/** Takes the bytes apart without believing any of them. */
export function splitOp(bytes: Uint8Array): Result<SignedOp, 'malformed' | 'too-large'> {
  if (bytes.length > limitOf(bytes)) return err('too-large');
  const count = bytes.at(-1) ?? 0;
  const end = bytes.length - 1 - count * SIGNED;
  if (count === 0 || end <= 0) return err('malformed');
  const signatures: OpSignature[] = [];
  for (let at = end; at < bytes.length - 1; at += SIGNED) {
    const by = toHex(bytes.subarray(at, at + KEY)) as MemberId;
    signatures.push({ by, signature: ownBytes(bytes.subarray(at + KEY, at + SIGNED)) });
  }
  return ok({ payload: ownBytes(bytes.subarray(0, end)), signatures });
}

/** Names an operation's place in a store: the same for every copy of it, however many have signed. Names nobody. */
export function opKey(bytes: Uint8Array): string {
  const split = splitOp(bytes);
  if (!split.ok) throw new RangeError('not an operation');
  return idOf(split.value.payload);
}

/** Who signs what: the author everything, and others a removal. One spelling: ascending, each key once. */
function mayBeSignedBy(op: Op, signatures: readonly OpSignature[]): boolean {
  const ascending = signatures.every(({ by }, i) => i === 0 || (signatures[i - 1]?.by ?? '') < by);
  const limit = op.type === 'remove' ? MAX_SIGNATURES : 1;
  return ascending && signatures.length <= limit && signatures.some(({ by }) => by === op.author);
}

/**
 * Reads an operation from anybody: bounded, one canonical spelling, of the expected group, signed by its author and,
 * for a removal, perhaps by others. Whether those may sign is the resolver's business.
 *
 * @param shell the group it must belong to; without it any group will do, and `op.shell` tells which.
 */
export function decodeOp(
  bytes: Uint8Array,
  shell?: ShellId,
  readings: Readings = NO_READINGS,
): Result<CheckedOp, OpProblem> {
  if (bytes.length > limitOf(bytes)) return err('too-large');
  const read = readings.recall('operation', bytes, readOp);
  return read.ok && shell !== undefined && read.value.op.shell !== shell ? err('foreign-shell') : read;
}

function readOp(bytes: Uint8Array): Result<CheckedOp, OpProblem> {
  const split = splitOp(bytes);
  if (!split.ok) return split;
  const signed = split.value;
  const op = decodePayload(signed.payload);
  if (!op.ok) return op;
  const fits = mayBeSignedBy(op.value, signed.signatures);
  if (!fits || !signed.signatures.every(({ by, signature }) => verify(by, signed.payload, signature)))
    return err('bad-signature');
  return ok({ id: idOf(signed.payload), op: op.value, signed });
}
