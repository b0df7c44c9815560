/**
 * What the verbs answer under `--json`, as the contract of the command line words it. Not imported from app, on
 * purpose: a test written against these notices when app's shapes drift.
 */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Created {
  readonly shell: Named;
  readonly me: Named;
}

export interface Invited {
  readonly code: string;
  readonly expiresAt: number;
  readonly shell: Named;
}

export interface Shell extends Named {
  readonly state: 'joining' | 'member' | 'expired' | 'removed';
  readonly me: Named;
  readonly host: (Named & { readonly me: boolean }) | null;
  readonly members: number;
  readonly online: number;
  readonly epoch: string;
}

export interface Status {
  readonly node: { readonly version: string; readonly pid: number; readonly uptimeSeconds: number };
  readonly shells: readonly Shell[];
}

export interface Member extends Named {
  readonly me: boolean;
  readonly online: boolean;
  readonly host: boolean;
  readonly uptimeSeconds: number | null;
  readonly near: boolean;
  readonly metres: number | null;
  readonly path: 'direct' | 'bridged' | null;
  readonly lastSeen: number | null;
  readonly invitedBy: unknown;
}

export interface Removal {
  readonly id: string;
  readonly target: Named;
  readonly signatures: number;
  readonly needed: number;
  readonly state: 'proposed' | 'settling' | 'removed' | 'expired' | 'void';
  readonly reason: string;
}

export interface Removed {
  readonly removal: Removal;
  readonly also: readonly Removal[];
}

export type ModState =
  'waiting-for-range' | 'waiting' | 'transferring' | 'complete' | 'held' | 'paused' | 'failed';

export interface Shared {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly hash: string;
}

export interface Mod extends Shared {
  readonly owner: Named;
  readonly direction: 'shared' | 'received';
  readonly state: ModState;
  readonly reason: string | null;
  readonly path: string | null;
}

export interface Transfer {
  readonly mod: string;
  readonly member: Named;
  readonly direction: string;
  readonly bytes: number;
  readonly total: number;
  readonly state: ModState;
  readonly reason: string | null;
}
