import {
  concat,
  err,
  fromHex,
  ok,
  toHex,
  verify,
  type MemberId,
  type Result,
  type ShellId,
  ownBytes,
} from '@fyteclub/identity';
import { decodePayload, idOf, type PayloadProblem } from './op-layouts.ts';
import type { CheckedOp, OpSignature, SignedOp } from './op.ts';

/** No operation of today comes near; a longer one is refused before anything looks at it. */
export const MAX_OP_BYTES = 8 * 1024;

const KEY = 32;
const SIGNED = KEY + 64;

export type OpProblem = PayloadProblem | 'too-large' | 'foreign-shell' | 'bad-signature';

/** Payload, then each signer's key and signature, then how many signed (1 byte). */
export const encodeOp = ({ payload, signatures }: SignedOp): Uint8Array =>
  concat(
    payload,
    ...signatures.flatMap(({ by, signature }) => [fromHex(by) ?? new Uint8Array(), signature]),
    Uint8Array.of(signatures.length),
  );

/** Takes the bytes apart without believing any of them. */
export function splitOp(bytes: Uint8Array): Result<SignedOp, 'malformed' | 'too-large'> {
  if (bytes.length > MAX_OP_BYTES) return err('too-large');
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

/**
 * Reads an operation from anybody: bounded, one canonical spelling, of the expected group, signed by its author and
 * nobody else.
 *
 * @param shell the group it must belong to; without it any group will do, and `op.shell` tells which.
 */
export function decodeOp(bytes: Uint8Array, shell?: ShellId): Result<CheckedOp, OpProblem> {
  const split = splitOp(bytes);
  if (!split.ok) return split;
  const signed = split.value;
  const op = decodePayload(signed.payload);
  if (!op.ok) return op;
  if (shell !== undefined && op.value.shell !== shell) return err('foreign-shell');
  const [first, ...others] = signed.signatures;
  if (first?.by !== op.value.author || others.length > 0) return err('bad-signature');
  if (!verify(first.by, signed.payload, first.signature)) return err('bad-signature');
  return ok({ id: idOf(signed.payload), op: op.value, signed });
}
