import {
  concat,
  err,
  hash256,
  ok,
  ownBytes,
  toHex,
  verify,
  type KeyRing,
  type Layout,
  type MemberId,
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

/** Everything but the signature: a flood brings each statement many times, and verifying is what costs. */
export function readAs<T extends { readonly shell: ShellId }>(
  form: Form<T>,
  bytes: Uint8Array,
  shell: ShellId,
): Result<Told<T>, StatementProblem> {
  if (bytes.length > form.maxBytes) return err('too-large');
  const end = Math.max(0, bytes.length - SIGNATURE_BYTES);
  const payload = bytes.subarray(0, end);
  const decoded = form.layout.decode(payload);
  if (!decoded.ok) return decoded;
  const statement = decoded.value;
  if (statement.shell !== shell) return err('foreign-shell');
  if (!form.isSane(statement)) return err('malformed');
  return ok({
    claim: { ...statement, bytes: ownBytes(bytes), hash: toHex(hash256(bytes)) },
    isGenuine: () => verify(form.signer(statement), payload, bytes.subarray(end)),
  });
}

/** Reads a statement from anybody: it vouches for itself, so it does not matter who relayed it. */
export function checkAs<T extends { readonly shell: ShellId }>(
  form: Form<T>,
  bytes: Uint8Array,
  shell: ShellId,
): Result<Checked<T>, StatementProblem> {
  const told = readAs(form, bytes, shell);
  if (!told.ok) return told;
  return told.value.isGenuine() ? ok(told.value.claim) : err('bad-signature');
}
