import { equalBytes } from './bytes.ts';
import type { DenialCode, HandshakeInput } from './handshake-side.ts';
import { leaseStanding } from './lease.rules.ts';
import { err, ok, type Result } from './result.ts';
import { readToken, type Token } from './token.ts';
import { mayCatchUp } from './token.rules.ts';

/** What a member showed of itself, apart from its keys. */
export interface PeerLease {
  /** The newest first. What `needsRenewal` asks for. */
  readonly tokens: readonly [Token, ...Token[]];
  /**
   * Whether it counts by what the view knows at the time of asking, with nothing taken on trust: for a second look
   * after the sync, which may have brought the history that was missing.
   */
  holds(now: number): boolean;
}

/** The tokens that we show, the newest first. */
export const ownTokens = (token: Uint8Array, spare: Uint8Array | undefined): readonly Uint8Array[] =>
  spare === undefined ? [token] : [token, spare];

/** Form and signatures of the tokens that somebody shows; all must name the same member and key. */
export function readTokens(shown: readonly Uint8Array[]): Result<PeerLease['tokens'], DenialCode> {
  const tokens: Token[] = [];
  for (const bytes of shown) {
    const token = readToken(bytes);
    if (!token.ok) return token;
    tokens.push(token.value);
  }
  const [newest, ...others] = tokens;
  if (newest === undefined) return err('malformed-frame');
  const alike = others.every(({ member, kx }) => member === newest.member && equalBytes(kx, newest.kx));
  return alike ? ok([newest, ...others]) : err('token-wrong-key');
}

/** Our own lease is over, and nothing else is wrong with us. */
function isAsleep({ purpose, shell, view }: HandshakeInput, now: number): boolean {
  if (purpose.kind === 'join') return false;
  const own = readTokens(ownTokens(purpose.token, purpose.spare));
  const standing = own.ok ? leaseStanding(own.value, view, now, { shell }) : own;
  return standing.ok && standing.value.state === 'over';
}

/**
 * Whether the tokens admit their member. A lease that is over is taken by somebody whose own is over as well, and by
 * nobody else: so a group that slept wakes up, and one that stayed awake keeps out who was away for too long.
 */
export function checkLease(
  input: HandshakeInput,
  tokens: PeerLease['tokens'],
  now: number,
): Result<PeerLease, DenialCode> {
  const { purpose, shell, view } = input;
  const standing = leaseStanding(tokens, view, now, { shell });
  const asleep = (): boolean => isAsleep(input, now);
  if (standing.ok) {
    if (standing.value.state === 'live') return ok(lease(input, tokens, false));
    return asleep() ? ok(lease(input, tokens, true)) : err(standing.value.problem);
  }
  const behind = purpose.kind !== 'join' && purpose.catchUp === true;
  if (!behind) return standing;
  const known = { shell, asleep: asleep() };
  return tokens.some((token) => mayCatchUp(token, view, now, known))
    ? ok(lease(input, tokens, known.asleep))
    : standing;
}

const lease = ({ view, shell }: HandshakeInput, tokens: PeerLease['tokens'], asleep: boolean): PeerLease => ({
  tokens,
  holds: (now) => {
    const standing = leaseStanding(tokens, view, now, { shell });
    return standing.ok && (asleep || standing.value.state === 'live');
  },
});
