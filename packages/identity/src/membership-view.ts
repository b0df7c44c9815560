import type { InviteId, MemberId } from './ids.ts';

export type InviteState = 'open' | 'used' | 'used-twice' | 'revoked' | 'void';

/** An invite as the group's graph knows it, also after it was used or revoked. */
export interface KnownInvite {
  /** Who issued it. */
  readonly by: MemberId;
  /** Ed25519 public key that a join proof must verify under, 32 bytes. */
  readonly proofKey: Uint8Array;
  readonly state: InviteState;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly usedBy: readonly MemberId[];
}

/** What the handshake asks about the group, as resolved from the operations seen so far. The app supplies it. */
export interface MembershipView {
  isMember(member: MemberId): boolean;
  /** Removed by others: for good. */
  wasRemoved(member: MemberId): boolean;
  /** Went by itself: its key may not come back, but the tokens it issued still count. */
  hasLeft(member: MemberId): boolean;
  /** The key-agreement key that the graph gives a member, 32 bytes. */
  kxOf(member: MemberId): Uint8Array | undefined;
  invite(id: InviteId): KnownInvite | undefined;
}

/** What a joiner knows of a group before its welcome: nothing. */
export const emptyView: MembershipView = {
  isMember: () => false,
  wasRemoved: () => false,
  hasLeft: () => false,
  kxOf: () => undefined,
  invite: () => undefined,
};
