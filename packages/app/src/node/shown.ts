import type { InviteId, MemberId, OpId, ShellId } from '@fyteclub/identity';
import type { RemovalState } from '@fyteclub/phonebook';

/** The shapes that verbs answer, as the command line's contract documents them. Times are ms since 1970. */

export interface Named<Id> {
  readonly id: Id;
  readonly name: string;
}
export type ShellNamed = Named<ShellId>;
export type MemberNamed = Named<MemberId>;

export interface ShellCreated {
  readonly shell: ShellNamed;
  readonly me: MemberNamed;
}

export type JoinStep =
  | { readonly state: 'dialling' }
  | { readonly state: 'reply-needed'; readonly reply: string; readonly expiresAt: number }
  | { readonly state: 'joined'; readonly shell: ShellNamed; readonly me: MemberNamed };

export interface ReplyDone {
  readonly state: 'joined';
  readonly member: MemberNamed;
}

export interface PasswordSet {
  readonly shell: ShellNamed;
  /** Whether there is one now. */
  readonly password: boolean;
}

export interface InviteMade {
  readonly code: string;
  readonly expiresAt: number;
  readonly shell: ShellNamed;
}

export interface InviteShown {
  readonly id: InviteId;
  readonly by: MemberNamed;
  readonly expiresAt: number;
  readonly state: 'open' | 'used' | 'used-twice' | 'expired' | 'revoked' | 'void';
  readonly usedBy: readonly MemberNamed[];
}

export interface RemovalShown {
  readonly id: OpId;
  readonly target: MemberNamed;
  /** Who proposed it. */
  readonly by: MemberNamed;
  readonly at: number;
  readonly reason: string;
  readonly signatures: number;
  readonly signers: readonly MemberNamed[];
  readonly needed: number;
  readonly state: RemovalState;
}

/** `also`: the removals of everybody the member had brought, when that was asked for. */
export interface Removed {
  readonly removal: RemovalShown;
  readonly also: readonly RemovalShown[];
}

export interface BackupMade {
  readonly file: string;
  readonly createdAt: number;
  readonly shells: readonly ShellNamed[];
}

export interface ShellStatus extends ShellNamed {
  readonly state: 'joining' | 'member' | 'expired' | 'removed';
  readonly me: MemberNamed;
  readonly host: (MemberNamed & { readonly me: boolean }) | null;
  readonly members: number;
  readonly online: number;
  readonly epoch: string;
}

export interface Status {
  readonly node: {
    readonly version: string;
    readonly pid: number;
    readonly uptimeSeconds: number;
    readonly page: string | null;
  };
  readonly shells: readonly ShellStatus[];
}

export interface MemberShown extends MemberNamed {
  readonly me: boolean;
  readonly online: boolean;
  readonly host: boolean;
  readonly uptimeSeconds: number | null;
  readonly near: boolean;
  readonly metres: number | null;
  readonly path: 'direct' | 'bridged' | null;
  readonly lastSeen: number | null;
  readonly invitedBy: MemberNamed | null;
}

export interface Sight {
  readonly id: MemberId;
  readonly metres: number;
  readonly source: 'manual';
}

export interface SharedMod {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly hash: string;
}

export interface ModShown extends SharedMod {
  readonly owner: MemberNamed;
  readonly direction: 'shared' | 'received';
  readonly state: 'waiting-for-range' | 'waiting' | 'transferring' | 'complete' | 'paused' | 'failed';
  readonly reason: string | null;
  readonly path: string | null;
}

export interface TransferShown {
  readonly mod: string;
  readonly member: MemberNamed;
  readonly direction: 'sending' | 'receiving';
  readonly bytes: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  readonly etaSeconds: number | null;
  readonly state: ModShown['state'];
  readonly reason: string | null;
}

export type NodeEvent =
  | { readonly event: 'ready'; readonly page: string | null; readonly pid: number; readonly home: string }
  | { readonly event: 'joined'; readonly shell: ShellNamed; readonly member: MemberNamed }
  | { readonly event: 'left' | 'removed'; readonly shell: ShellNamed; readonly member: MemberNamed }
  /** Our own lease ran out, or somebody renewed it after it had. */
  | { readonly event: 'lease'; readonly shell: ShellNamed; readonly state: 'expired' | 'renewed' }
  /** We are out. */
  | { readonly event: 'removed-me'; readonly shell: ShellNamed }
  /** A removal was proposed, signed, carried out, or came to nothing. */
  | { readonly event: 'removal'; readonly shell: ShellNamed; readonly removal: RemovalShown }
  | { readonly event: 'online' | 'offline'; readonly shell: ShellNamed; readonly member: MemberNamed }
  | { readonly event: 'host'; readonly shell: ShellNamed; readonly host: MemberNamed | null }
  | {
      readonly event: 'received';
      readonly shell: ShellNamed;
      readonly mod: string;
      readonly member: MemberNamed;
      readonly path: string;
    };

/** What `passphrase` answers; it asks no node. */
export interface PassphraseSet {
  readonly protected: boolean;
}

/** What each verb answers; `join` and `transfers --follow` answer several of theirs. */
export interface VerbAnswers {
  readonly create: ShellCreated;
  readonly join: JoinStep;
  readonly reply: ReplyDone;
  readonly password: PasswordSet;
  readonly leave: { readonly left: true };
  readonly invite: InviteMade;
  readonly invites: { readonly invites: readonly InviteShown[] };
  readonly revoke: { readonly invite: InviteShown };
  readonly remove: Removed;
  readonly sign: { readonly removal: RemovalShown };
  readonly removals: { readonly removals: readonly RemovalShown[] };
  readonly backup: BackupMade;
  readonly status: Status;
  readonly members: { readonly members: readonly MemberShown[] };
  readonly share: { readonly mod: SharedMod };
  readonly unshare: { readonly mod: SharedMod };
  readonly mods: { readonly mods: readonly ModShown[] };
  readonly near: { readonly near: readonly Sight[] };
  readonly transfers: { readonly transfers: readonly TransferShown[] };
}
