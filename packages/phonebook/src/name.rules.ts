import { err, ok, utf8, type Result } from '@fyteclub/identity';

/** A name is at most this many code points… */
export const NAME_CHARACTERS = 32;
/** …and this many bytes of UTF-8. */
export const NAME_BYTES = 96;

/** A reason is at most this many code points. */
export const REASON_CHARACTERS = 64;

/** Why a name cannot be taken. */
export type NameProblem = 'name-empty' | 'name-too-long';

export const fitsName = (text: string): boolean =>
  Array.from(text).length <= NAME_CHARACTERS && utf8(text).length <= NAME_BYTES;

/**
 * A name as a person should see it. Names are told by others, so control and format characters (which turn text
 * around or hide it), private-use and unassigned ones are gone, white space is single, and the length is bounded.
 * Law: idempotent.
 */
export const displayName = (text: string): string => visible(text, NAME_CHARACTERS);

/** The same for the reason of a removal, which may be a sentence. */
export const displayReason = (text: string): string => visible(text, REASON_CHARACTERS);

function visible(text: string, limit: number): string {
  const shown = text
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .normalize('NFC')
    .replace(/ +/g, ' ');
  return Array.from(shown.trim()).slice(0, limit).join('').trim();
}

/** Prepares the reason of a removal that a person typed; may be empty. */
export function checkReason(text: string): Result<string, 'reason-too-long'> {
  const typed = text.replace(/[\s\p{Z}]+/gu, ' ').trim();
  return Array.from(typed.normalize('NFC')).length <= REASON_CHARACTERS
    ? ok(displayReason(text))
    : err('reason-too-long');
}

/** Prepares a name that a person typed: what is signed is what everybody will see. */
export function checkName(text: string): Result<string, NameProblem> {
  const name = displayName(text);
  if (name === '') return err('name-empty');
  const typed = text.replace(/[\s\p{Z}]+/gu, ' ').trim();
  return fitsName(typed.normalize('NFC')) ? ok(name) : err('name-too-long');
}
