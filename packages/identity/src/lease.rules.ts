import type { MemberId, ShellId } from './ids.ts';
import type { MembershipView } from './membership-view.ts';
import { err, ok, type Result } from './result.ts';
import type { Token } from './token.ts';
import { issuerStands, tokenStanding, type TokenProblem } from './token.rules.ts';

/** What a member's tokens amount to. `over`: nothing is wrong with the member, only none of its tokens counts now. */
export type Lease =
  | { readonly state: 'live'; readonly token: Token }
  | { readonly state: 'over'; readonly token: Token; readonly problem: TokenProblem };

/** Ran out, or its issuer could not give it: a matter of the token, not of its member. */
const LEASELESS: readonly TokenProblem[] = ['token-expired', 'token-removed-issuer', 'token-self-issued'];

/**
 * @param tokens of one member, the newest first; more than one, so that a removal which makes the newest void leaves a member what it
 * had before.
 */
export function leaseStanding(
  tokens: readonly [Token, ...Token[]],
  view: MembershipView,
  now: number,
  expect: { readonly shell: ShellId },
): Result<Lease, TokenProblem> {
  const [newest] = tokens;
  const standings = tokens.map((token) => tokenStanding(token, view, now, expect));
  for (const standing of standings) if (standing.ok) return ok({ state: 'live', token: standing.value });
  const problems = standings.flatMap((standing) => (standing.ok ? [] : standing.error));
  const wrong = problems.find((problem) => !LEASELESS.includes(problem));
  return wrong === undefined
    ? ok({ state: 'over', token: newest, problem: problems[0] ?? 'token-expired' })
    : err(wrong);
}

/** When our own lease ends, as the membership machine is told it; 0 if nothing that we hold counts. */
export function leaseEndsAt(
  tokens: readonly Token[],
  view: MembershipView,
  now: number,
  expect: { readonly shell: ShellId },
): number {
  const ends = tokens
    .filter((token) => tokenStanding(token, view, now, expect).ok)
    .map(({ expiresAt }) => expiresAt);
  return Math.max(0, ...ends);
}

const isHalfUsed = ({ issuedAt, expiresAt }: Token, now: number): boolean =>
  2 * (now - issuedAt) >= expiresAt - issuedAt;

/**
 * Whether `by`, a current member, issues a new token to a member whom it meets and who showed these, the newest first:
 * half of the newest is used, or its issuer has been removed and nobody should have to ask any more on which side of
 * the removal it was issued. Whoever did not issue the newest also sees to it that there is a second one by somebody
 * else, so that no single issuer can leave a member with nothing by being removed.
 */
export function needsRenewal(
  [newest, spare]: readonly [Token, ...Token[]],
  by: MemberId,
  view: MembershipView,
  now: number,
): boolean {
  if (isHalfUsed(newest, now) || view.wasRemoved(newest.issuer)) return true;
  return by !== newest.issuer && (spare === undefined || isHalfUsed(spare, now));
}

/** Whoever is alone in a group has nobody to ask and must not be locked out of it. */
export const renewsItself = (token: Token, members: readonly MemberId[], now: number): boolean =>
  members.length === 1 && members[0] === token.member && isHalfUsed(token, now);

/**
 * The order in which a member keeps and shows its tokens, at most two: the one that lives longest, and the longest-lived
 * by anybody else, in case the issuer of the first is removed by people who had not seen it issued.
 */
export function worthKeeping(held: readonly Token[], view: MembershipView): readonly Token[] {
  const counting = held.filter((token) => issuerStands(token, view));
  const byEnd = [...(counting.length === 0 ? held : counting)].sort((a, b) => b.expiresAt - a.expiresAt);
  const [newest, ...others] = byEnd;
  const spare = others.find(({ issuer }) => issuer !== newest?.issuer);
  return [newest, spare].filter((token) => token !== undefined);
}
