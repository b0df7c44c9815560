import { equalBytes } from './bytes.ts';
import type { MemberId, ShellId } from './ids.ts';
import { worthKeeping } from './lease.rules.ts';
import type { MembershipView } from './membership-view.ts';
import { err, type Result } from './result.ts';
import { readToken, type Token, type TokenReadProblem } from './token.ts';
import { tokenStanding, type TokenProblem } from './token.rules.ts';

/** What a token that a peer sends us must say. */
export interface RenewalExpected {
  readonly shell: ShellId;
  readonly member: MemberId;
  /** Our X25519 public key, 32 bytes. */
  readonly kx: Uint8Array;
  /** The peer that sent it: it can only give what it signed itself. */
  readonly issuer: MemberId;
}

/** Why a lease that a member was handed is not kept. */
export type RenewalProblem = TokenReadProblem | TokenProblem | 'token-not-for-us';

/** Whether a token that a peer sent us is a lease for us that everybody else will take as well. */
export function checkRenewal(
  bytes: Uint8Array,
  expect: RenewalExpected,
  view: MembershipView,
  now: number,
): Result<Token, RenewalProblem> {
  const read = readToken(bytes);
  if (!read.ok) return read;
  const { member, kx, issuer } = read.value;
  const ours = member === expect.member && equalBytes(kx, expect.kx) && issuer === expect.issuer;
  return ours ? tokenStanding(read.value, view, now, expect) : err('token-not-for-us');
}

/** At most two of the tokens held, as `worthKeeping` orders them: what a member stores, shows, and shows along. */
export function keepTokens(held: readonly Uint8Array[], view: MembershipView): readonly Uint8Array[] {
  const read = held.flatMap((bytes) => {
    const token = readToken(bytes);
    return token.ok ? [{ bytes, token: token.value }] : [];
  });
  const kept = worthKeeping(
    read.map(({ token }) => token),
    view,
  );
  return kept.flatMap((token) => read.find((each) => each.token === token)?.bytes ?? []);
}
