import type { InviteId, MemberId } from './ids.ts';
import type { Token } from './token.ts';

/**
 * As `InviteState` of the phonebook: `used-twice` let two in who were apart, `void` came from somebody without the
 * right.
 */
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
  /**
   * Asked about the tokens of somebody who was removed only: whether this one was issued in the removal's causal past.
   * A token names the heads of the graph as its issuer knew them (`headsHash`), so it was if those heads are some that
   * the removal's author can have seen: the parents of the removal, the parents of any operation in its past, or a
   * single operation of that past; and if it is not dated later than the removal. Heads that nobody can place are not
   * in the past. A view without this method takes every token of somebody removed for void.
   */
  issuedBeforeRemoval?(token: Pick<Token, 'issuer' | 'headsHash' | 'issuedAt'>): boolean;
  /**
   * When the first of all the other current members was admitted, by the date of its admission in milliseconds since
   * the epoch; Infinity while there are none. What a member issued to itself later than that is no lease: it could have
   * asked. A view without this method takes everything that members issue to themselves.
   */
  aloneUntil?(member: MemberId): number;
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
