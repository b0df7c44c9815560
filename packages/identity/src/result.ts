/** An expected outcome as a value: failures that a caller must handle are codes, thrown errors are bugs. */
export type Result<T, E = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** What a function answers that could. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
/** What a function answers that could not do it: an expected failure is a value, and never thrown. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
