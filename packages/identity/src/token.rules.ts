import { equalBytes } from './bytes.ts';
import type { MemberId, ShellId } from './ids.ts';
import type { MembershipView } from './membership-view.ts';
import { err, ok, type Result } from './result.ts';
import { TOKEN_LIFE_MS, type Token } from './token.ts';

/** How far two honest clocks may differ: 5 minutes. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** Why a genuine lease lets nobody in. */
export type TokenProblem =
  | 'removed'
  | 'not-a-member'
  | 'token-wrong-shell'
  | 'token-wrong-key'
  | 'token-unknown-issuer'
  | 'token-removed-issuer'
  | 'token-self-issued'
  | 'token-too-long'
  | 'token-not-yet-valid'
  | 'token-expired';

/** Whoever was removed may have issued the token before that; everything it issued afterwards is void. */
export const issuerStands = (token: Token, view: MembershipView): boolean =>
  !view.wasRemoved(token.issuer) || (view.issuedBeforeRemoval?.(token) ?? false);

/** Until when it could not have asked anybody else. */
const aloneUntil = ({ member }: Token, view: MembershipView): number =>
  (view.aloneUntil?.(member) ?? Infinity) + CLOCK_TOLERANCE_MS;

/** The issuer must chain to genesis. One who left still counts. */
function issuerProblem(token: Token, view: MembershipView): TokenProblem | undefined {
  if (!issuerStands(token, view)) return 'token-removed-issuer';
  if (view.wasRemoved(token.issuer)) return undefined;
  if (token.issuer === token.member && token.issuedAt > aloneUntil(token, view)) return 'token-self-issued';
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
 * Whether somebody may be heard although we know too little of the history: admitted, or leased by somebody who was
 * admitted, while we were away. Everything that does not hang on the history must hold; what does is looked at again
 * once the history is here.
 * @param expect `asleep`: our own lease is over, so theirs may be too
 */
export function mayCatchUp(
  token: Token,
  view: MembershipView,
  now: number,
  expect: { readonly shell: ShellId; readonly asleep: boolean },
): boolean {
  const known = (member: MemberId): boolean =>
    view.isMember(member) || view.wasRemoved(member) || view.hasLeft(member);
  const person = known(token.member) ? memberProblem(token, view) : undefined;
  const time = timeProblem(token, now);
  const sound = token.shell === expect.shell && person === undefined && issuerStands(token, view);
  const inTime = time === undefined || (expect.asleep && time === 'token-expired');
  return sound && inTime && !(known(token.member) && known(token.issuer));
}
