/** An expected outcome as a value: failures that a caller must handle are codes, thrown errors are bugs. */
export type Result<T, E = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Its type has no error, so it is a {@link Result} of every kind of error. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
/** Its type has no value, so it is a {@link Result} of every kind of value. Errors are codes, not words for people. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
