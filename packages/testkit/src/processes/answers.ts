/**
 * What the verbs answer under `--json`, as the contract of the command line words it. Not imported from app, on
 * purpose: a test written against these notices when app's shapes drift. They name only what stories ask for; the whole
 * shapes are app's. Times are ms since 1970.
 *
 * @packageDocumentation
 */

/** A syncshell or a member: an id of 64 hex digits, and a name for people. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What `create` answers, and `join` with its last line. */
export interface Created {
  readonly shell: Named;
  readonly me: Named;
}

/** What `invite` answers. */
export interface Invited {
  readonly code: string;
  readonly expiresAt: number;
  readonly shell: Named;
}

/** What `status` tells of one syncshell. */
export interface Shell extends Named {
  readonly state: 'joining' | 'member' | 'expired' | 'removed';
  readonly me: Named;
  readonly host: (Named & { readonly me: boolean }) | null;
  readonly members: number;
  readonly online: number;
  /** Id of the epoch that is sealed under; "" while there is none. */
  readonly epoch: string;
}

/** What `status` answers. */
export interface Status {
  readonly node: { readonly version: string; readonly pid: number; readonly uptimeSeconds: number };
  readonly shells: readonly Shell[];
}

/** One of what `members` answers. */
export interface Member extends Named {
  readonly me: boolean;
  readonly online: boolean;
  readonly host: boolean;
  /** As others witnessed it; null if nobody did. */
  readonly uptimeSeconds: number | null;
  readonly near: boolean;
  /** As told by `near`; null for out of sight. */
  readonly metres: number | null;
  readonly path: 'direct' | 'bridged' | null;
  readonly lastSeen: number | null;
  /** A {@link Named}, or null for the founder. */
  readonly invitedBy: unknown;
}

/** One of what `removals` answers; `sign` answers the one that it signed. */
export interface Removal {
  readonly id: string;
  readonly target: Named;
  readonly signatures: number;
  readonly needed: number;
  readonly state: 'proposed' | 'settling' | 'removed' | 'expired' | 'void';
  readonly reason: string;
}

/** What `remove` answers. */
export interface Removed {
  readonly removal: Removal;
  readonly also: readonly Removal[];
}

/** What a mod is doing: the words of the contract. */
export type ModState =
  'waiting-for-range' | 'waiting' | 'transferring' | 'complete' | 'held' | 'paused' | 'failed';

/** Under `mod` in what `share` and `unshare` answer. */
export interface Shared {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** The mod hash, 64 hex digits. */
  readonly hash: string;
}

/** One of what `mods` answers. */
export interface Mod extends Shared {
  readonly owner: Named;
  readonly direction: 'shared' | 'received';
  readonly state: ModState;
  readonly reason: string | null;
  /** Its folder; null for a received mod that is not in place. */
  readonly path: string | null;
}

/** One of what `transfers` answers. */
export interface Transfer {
  readonly mod: string;
  readonly member: Named;
  /** `sending` or `receiving`. */
  readonly direction: string;
  readonly bytes: number;
  readonly total: number;
  readonly state: ModState;
  readonly reason: string | null;
}
