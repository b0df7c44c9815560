import type { InviteId } from './ids.ts';

/** What a proven holder of an invite is told about the group's password. */
export const PASSWORD_PROBLEMS = ['password-needed', 'password-wrong', 'password-unneeded'] as const;
/** Why a first join with a group password fails. */
export type PasswordProblem = (typeof PASSWORD_PROBLEMS)[number];

export const isPasswordProblem = (code: string): code is PasswordProblem =>
  PASSWORD_PROBLEMS.some((problem) => problem === code);

/** So many wrong passwords burn an invite. */
export const PASSWORD_TRIES = 3;

/** How many wrong passwords have come with each invite. */
export type WrongPasswords = Readonly<Record<InviteId, number>>;

/**
 * Counts a join that was denied with `password-wrong`. With `burnt` the invite is to be revoked before anything else is
 * received: a holder who opens many connections at once gets no further guess on any of them.
 */
export function countWrongPassword(
  before: WrongPasswords,
  invite: InviteId,
): { readonly wrong: WrongPasswords; readonly burnt: boolean } {
  const count = (before[invite] ?? 0) + 1;
  return { wrong: { ...before, [invite]: count }, burnt: count >= PASSWORD_TRIES };
}

/** Of an invite that is used, revoked or over nothing needs to be counted any more. */
export const forgetWrongPasswords = (
  before: WrongPasswords,
  isOpen: (invite: InviteId) => boolean,
): WrongPasswords =>
  Object.fromEntries(Object.entries(before).filter(([invite]) => isOpen(invite as InviteId)));
