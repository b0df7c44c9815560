import { equalBytes } from './bytes.ts';
import type { ShellId } from './ids.ts';
import type { MembershipView } from './membership-view.ts';
import { err, ok, type Result } from './result.ts';
import { TOKEN_LIFE_MS, type Token } from './token.ts';

/** How far two honest clocks may differ: 5 minutes. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

export type TokenProblem =
  | 'removed'
  | 'not-a-member'
  | 'token-wrong-shell'
  | 'token-wrong-key'
  | 'token-unknown-issuer'
  | 'token-removed-issuer'
  | 'token-too-long'
  | 'token-not-yet-valid'
  | 'token-expired';

/** The issuer must chain to genesis. One who left still counts; one who was removed never does. */
function issuerProblem(token: Token, view: MembershipView): TokenProblem | undefined {
  if (view.wasRemoved(token.issuer)) return 'token-removed-issuer';
  return view.isMember(token.issuer) || view.hasLeft(token.issuer) ? undefined : 'token-unknown-issuer';
}

/** A lease that claims more than its 30 days was not issued by this program. */
function timeProblem(token: Token, now: number): TokenProblem | undefined {
  if (token.expiresAt - token.issuedAt > TOKEN_LIFE_MS) return 'token-too-long';
  if (now < token.issuedAt - CLOCK_TOLERANCE_MS) return 'token-not-yet-valid';
  return now > token.expiresAt + CLOCK_TOLERANCE_MS ? 'token-expired' : undefined;
}

function memberProblem(token: Token, view: MembershipView): TokenProblem | undefined {
  if (view.wasRemoved(token.member)) return 'removed';
  if (!view.isMember(token.member)) return 'not-a-member';
  const kx = view.kxOf(token.member);
  return kx === undefined || equalBytes(kx, token.kx) ? undefined : 'token-wrong-key';
}

/**
 * Whether a well-signed token admits its member now: the group decides who is a member, the token only that the
 * lease has not run out. The most telling problem comes first, so that a removed member is never called expired.
 */
export function tokenStanding(
  token: Token,
  view: MembershipView,
  now: number,
  expect: { readonly shell: ShellId },
): Result<Token, TokenProblem> {
  const problem =
    (token.shell === expect.shell ? undefined : 'token-wrong-shell') ??
    memberProblem(token, view) ??
    issuerProblem(token, view) ??
    timeProblem(token, now);
  return problem === undefined ? ok(token) : err(problem);
}

/**
 * Whether somebody unknown may be heard at all: admitted while we were away, perhaps by somebody we do not know
 * either. Everything that does not hang on the history must hold; the history itself has to say the rest.
 */
export function mayCatchUp(
  token: Token,
  view: MembershipView,
  now: number,
  expect: { readonly shell: ShellId },
): boolean {
  const known = view.isMember(token.member) || view.wasRemoved(token.member) || view.hasLeft(token.member);
  const sound = token.shell === expect.shell && timeProblem(token, now) === undefined;
  return !known && sound && !view.wasRemoved(token.issuer);
}
