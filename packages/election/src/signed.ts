import {
  concat,
  err,
  hash256,
  NO_READINGS,
  ok,
  toHex,
  verify,
  type KeyRing,
  type Layout,
  type MemberId,
  type Readings,
  type Result,
  type ShellId,
} from '@fyteclub/identity';

const SIGNATURE_BYTES = 64;
/** Sequence numbers, incarnations and times lie below this (the year 10889), so that one more always fits. */
export const MAX_NUMBER = 2 ** 48;

/** Why a signed statement is refused. */
export type StatementProblem =
  'malformed' | 'foreign-version' | 'too-large' | 'foreign-shell' | 'bad-signature';

/** What one kind of signed statement must look like. */
export interface Form<T> {
  readonly layout: Layout<T>;
  /** With the signature. */
  readonly maxBytes: number;
  readonly signer: (statement: T) => MemberId;
  readonly isSane: (statement: T) => boolean;
}

/** A statement with the bytes to hand on. */
export type Checked<T> = T & {
  /** Payload and signature. */
  readonly bytes: Uint8Array;
  /** BLAKE2b-256 of `bytes`, hex: decides between two statements of one number. */
  readonly hash: string;
};

/** A statement in good form; its signature is looked at only when what it says is news. */
export interface Told<T> {
  readonly claim: Checked<T>;
  readonly isGenuine: () => boolean;
}

/** @throws RangeError when a value does not fit the layout. @returns payload and signature. */
export function signAs<T>(form: Form<T>, ring: KeyRing, statement: T): Uint8Array {
  const payload = form.layout.encode(statement);
  return concat(payload, ring.sign(payload));
}

/** The signature is looked at once, if ever. */
function told<T>(form: Form<T>, statement: T, bytes: Uint8Array, payload: Uint8Array): Told<T> {
  let genuine: boolean | undefined;
  return {
    claim: { ...statement, bytes, hash: toHex(hash256(bytes)) },
    isGenuine: () =>
      (genuine ??= verify(form.signer(statement), payload, bytes.subarray(bytes.length - SIGNATURE_BYTES))),
  };
}

/** Everything but the signature: a flood brings each statement many times, and verifying is what costs. */
export function readAs<T extends { readonly shell: ShellId }>(
  form: Form<T>,
  bytes: Uint8Array,
  shell: ShellId,
  readings: Readings = NO_READINGS,
): Result<Told<T>, StatementProblem> {
  if (bytes.length > form.maxBytes) return err('too-large');
  const read = readings.recall(form.layout.label, bytes, (own): Result<Told<T>, StatementProblem> => {
    const payload = own.subarray(0, Math.max(0, own.length - SIGNATURE_BYTES));
    const decoded = form.layout.decode(payload);
    if (!decoded.ok) return decoded;
    return form.isSane(decoded.value) ? ok(told(form, decoded.value, own, payload)) : err('malformed');
  });
  return read.ok && read.value.claim.shell !== shell ? err('foreign-shell') : read;
}

/** Reads a statement from anybody: it vouches for itself, so it does not matter who relayed it. */
export function checkAs<T extends { readonly shell: ShellId }>(
  form: Form<T>,
  bytes: Uint8Array,
  shell: ShellId,
  readings?: Readings,
): Result<Checked<T>, StatementProblem> {
  const read = readAs(form, bytes, shell, readings);
  if (!read.ok) return read;
  return read.value.isGenuine() ? ok(read.value.claim) : err('bad-signature');
}
