// Written by tools/write-api.mjs from packages/app/openapi.json.

export type ShellNamed = { readonly id: string; readonly name: string };

export type MemberNamed = { readonly id: string; readonly name: string };

export type Failure = {
  readonly error: {
    /** stable, kebab-case */
    readonly code: string;
    /** one sentence for people */
    readonly message: string;
    /** what to do about it */
    readonly next: string;
  };
};

export type JoinStep =
  | { readonly state: 'dialling' }
  | { readonly state: 'reply-needed'; readonly reply: string; readonly expiresAt: number }
  | { readonly state: 'joined'; readonly shell: ShellNamed; readonly me: MemberNamed };

export type Invite = {
  readonly id: string;
  readonly by: MemberNamed;
  readonly expiresAt: number;
  readonly state: 'open' | 'used' | 'used-twice' | 'expired' | 'revoked' | 'void';
  readonly usedBy: readonly MemberNamed[];
};

export type Removal = {
  readonly id: string;
  readonly target: MemberNamed;
  /** who proposed it */
  readonly by: MemberNamed;
  readonly at: number;
  readonly reason: string;
  readonly signatures: number;
  readonly signers: readonly MemberNamed[];
  readonly needed: number;
  readonly state: 'proposed' | 'settling' | 'removed' | 'expired' | 'void';
};

export type Status = {
  readonly node: {
    readonly version: string;
    readonly pid: number;
    readonly uptimeSeconds: number;
    /** address of the page; null where none is served */
    readonly page: string | null;
    /** folder of the log */
    readonly log: string;
  };
  readonly shells: readonly ShellStatus[];
  /** what stands still */
  readonly paused: readonly Pause[];
  /** the one that was written last; null if none ever was */
  readonly backup: LastBackup | null;
  /** of whom nothing is told */
  readonly muted: readonly MemberNamed[];
  readonly gaming: {
    /** little leaves, and few transfers run at a time */
    readonly on: boolean;
  };
};

export type ShellStatus = {
  readonly id: string;
  readonly name: string;
  readonly state: 'joining' | 'member' | 'expired' | 'removed';
  readonly me: MemberNamed;
  readonly host: { readonly id: string; readonly name: string; readonly me: boolean } | null;
  readonly members: number;
  readonly online: number;
  readonly epoch: string;
  /** what whoever joins must know; null for nothing */
  readonly password: {
    /** who was removed and knows it */
    readonly knownTo: readonly MemberNamed[];
  } | null;
  /** back from a backup, with nobody met since: nothing can be signed yet */
  readonly unsynced: boolean;
};

export type Pause = {
  /** null for everybody */
  readonly member: MemberNamed | null;
  /** null for until it is resumed */
  readonly until: number | null;
};

export type LastBackup = {
  readonly file: string;
  readonly createdAt: number;
  /** syncshells that it does not bring back */
  readonly missing: readonly ShellNamed[];
};

export type Member = {
  readonly id: string;
  readonly name: string;
  readonly me: boolean;
  readonly online: boolean;
  readonly host: boolean;
  readonly uptimeSeconds: number | null;
  readonly near: boolean;
  readonly metres: number | null;
  readonly path: 'direct' | 'bridged' | null;
  readonly lastSeen: number | null;
  readonly invitedBy: MemberNamed | null;
  /** our own, kept on this machine only; "" for none */
  readonly note: string;
  /** nothing is told of them */
  readonly muted: boolean;
};

export type SharedMod = {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly hash: string;
};

export type Mod = {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly hash: string;
  readonly owner: MemberNamed;
  readonly direction: 'shared' | 'received';
  readonly state:
    'waiting-for-range' | 'waiting' | 'transferring' | 'complete' | 'held' | 'paused' | 'failed';
  readonly reason: Reason | null;
  readonly path: string | null;
};

/** why it does not move, or is not shared */
export const REASONS = [
  'channel-lost',
  'aborted',
  'no-answer',
  'no-bulk',
  'stalled',
  'out-of-range',
  'not-shared',
  'busy',
  'paused',
  'queued',
  'too-big',
  'user',
  'stale',
  'disk-full',
  'disk-error',
  'changed-on-disk',
  'folder-in-use',
  'withdrawn',
  'member-removed',
  'bad-frame',
  'bad-message',
  'bad-chunk',
  'unknown-chunk',
  'unwanted-chunk',
  'oversize',
  'truncated',
  'offer-mismatch',
  'manifest-malformed',
  'manifest-foreign-version',
  'manifest-forged',
  'manifest-wrong-mod',
  'manifest-wrong-shell',
  'manifest-too-large',
  'name-invalid',
  'path-empty',
  'path-too-long',
  'path-absolute',
  'path-parent',
  'path-drive',
  'path-reserved',
  'path-device',
  'path-trailing',
  'path-control',
  'path-not-text',
  'path-collision',
  'too-many-files',
  'too-large',
  'not-sorted',
  'chunks-invalid',
  'path-missing',
  'path-private',
  'path-unreadable',
  'path-link',
  'path-special',
  'folder-busy',
] as const;
export type Reason = (typeof REASONS)[number];

export type Sight = { readonly id: string; readonly metres: number; readonly source: 'manual' };

export type Limits = {
  /** bytes per second; null for no limit */
  readonly up: number | null;
  /** bytes per second; null for no limit */
  readonly down: number | null;
  /** who has limits of their own */
  readonly members: readonly {
    /** bytes per second; null for no limit */
    readonly up: number | null;
    /** bytes per second; null for no limit */
    readonly down: number | null;
    readonly member: MemberNamed;
  }[];
};

export type Transfer = {
  readonly mod: string;
  readonly member: MemberNamed;
  readonly direction: 'sending' | 'receiving';
  readonly bytes: number;
  readonly total: number;
  readonly bytesPerSecond: number;
  readonly etaSeconds: number | null;
  readonly state:
    'waiting-for-range' | 'waiting' | 'transferring' | 'complete' | 'held' | 'paused' | 'failed';
  readonly reason: Reason | null;
};

export type NodeEvent =
  | { readonly event: 'ready'; readonly page: string | null; readonly pid: number; readonly home: string }
  | {
      readonly event: 'joined' | 'left' | 'removed' | 'online' | 'offline';
      readonly shell: ShellNamed;
      readonly member: MemberNamed;
    }
  | { readonly event: 'lease'; readonly shell: ShellNamed; readonly state: 'expired' | 'renewed' }
  | { readonly event: 'removed-me'; readonly shell: ShellNamed }
  | { readonly event: 'back'; readonly shell: ShellNamed }
  | { readonly event: 'removal'; readonly shell: ShellNamed; readonly removal: Removal }
  | { readonly event: 'host'; readonly shell: ShellNamed; readonly host: MemberNamed | null }
  | {
      readonly event: 'received';
      readonly shell: ShellNamed;
      readonly mod: string;
      readonly member: MemberNamed;
      readonly path: string;
    }
  | {
      readonly event: 'held';
      readonly shell: ShellNamed;
      readonly mod: string;
      /** what "release" takes */
      readonly hash: string;
      readonly member: MemberNamed;
      readonly bytes: number;
    };

export type KeptEvents = {
  /** where whoever has read these stands, for Last-Event-ID */
  readonly last: string;
  /** the oldest first */
  readonly events: readonly { readonly id: string; readonly at: number; readonly event: NodeEvent }[];
};

export type InspectedNow = {
  /** each as it stands now, parents first */
  readonly actors: readonly InspectedActor[];
  /** what happened of late, the oldest first */
  readonly recent: readonly (InspectedEvent | InspectedSnapshot)[];
};

export type InspectedActor = {
  readonly type: '@xstate.actor';
  /** of the actor that it is about */
  readonly sessionId: string;
  readonly rootId?: string;
  /** ms since 1970 */
  readonly createdAt: string;
  readonly id: null;
  readonly _version: string;
  readonly name: string;
  readonly parentId?: string;
  /** the machine as JSON, in the shape of an XState configuration */
  readonly definition: string;
  readonly snapshot: ActorSnapshot;
};

export type ActorSnapshot = {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  readonly value?: StateValue;
  /** harmless values; of all others the kind and the size */
  readonly context: { readonly [name: string]: string | number | boolean | null };
};

export type StateValue = string | { readonly [name: string]: StateValue };

export type InspectedEvent = {
  readonly type: '@xstate.event';
  /** of the actor that it is about */
  readonly sessionId: string;
  readonly rootId?: string;
  /** ms since 1970 */
  readonly createdAt: string;
  readonly id: null;
  readonly _version: string;
  readonly sourceId?: string;
  readonly event: { readonly type: string } & { readonly [name: string]: string | number | boolean | null };
};

export type InspectedSnapshot = {
  readonly type: '@xstate.snapshot';
  /** of the actor that it is about */
  readonly sessionId: string;
  readonly rootId?: string;
  /** ms since 1970 */
  readonly createdAt: string;
  readonly id: null;
  readonly _version: string;
  readonly event: { readonly type: string } & { readonly [name: string]: string | number | boolean | null };
  readonly snapshot: ActorSnapshot;
};

export type Inspected = InspectedActor | InspectedEvent | InspectedSnapshot;

/** What each verb of the node takes and answers. */
export interface Verbs {
  /** Start a new syncshell. */
  create: {
    readonly input: { readonly name: string; readonly as?: string; readonly password?: string };
    readonly answer: { readonly shell: ShellNamed; readonly me: MemberNamed };
  };
  /** Join a syncshell; ends with "joined" or a failure. */
  join: {
    readonly input: {
      readonly code: string;
      readonly as?: string;
      readonly useReply?: boolean;
      readonly password?: string;
    };
    readonly answer: JoinStep;
  };
  /** Let in whoever sent this reply. */
  reply: {
    readonly input: { readonly code: string };
    readonly answer: { readonly state: 'joined'; readonly member: MemberNamed };
  };
  /** Change what whoever joins must know. */
  password: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly password: string | null;
    };
    readonly answer: {
      readonly shell: ShellNamed;
      /** whether there is one now */
      readonly password: boolean;
    };
  };
  /** Leave a syncshell for good. */
  leave: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
    };
    readonly answer: { readonly left: true };
  };
  /** Make an invite for one friend. */
  invite: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly expiresInMs?: number;
    };
    readonly answer: {
      readonly id: string;
      readonly code: string;
      readonly expiresAt: number;
      readonly shell: ShellNamed;
    };
  };
  /** Invites, open and used. */
  invites: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
    };
    readonly answer: { readonly invites: readonly Invite[] };
  };
  /** Close an open invite. */
  revoke: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      /** its code, or the start of its id */
      readonly invite: string;
    };
    readonly answer: { readonly invite: Invite };
  };
  /** Propose a removal, or add our signature to one of the same member. */
  remove: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly member: string;
      readonly reason?: string;
      readonly withBrought?: boolean;
    };
    readonly answer: {
      readonly removal: Removal;
      /** of everybody the member had brought, if that was asked for */
      readonly also: readonly Removal[];
    };
  };
  /** Add our signature to a removal. */
  sign: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly removal: string;
    };
    readonly answer: { readonly removal: Removal };
  };
  /** Removals, open and finished. */
  removals: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
    };
    readonly answer: { readonly removals: readonly Removal[] };
  };
  /** Write an encrypted backup into a file, or with "check" only open one and tell what it holds. */
  backup: {
    readonly input: {
      /** absolute */
      readonly file: string;
      readonly passphrase: string;
      readonly check?: boolean;
    };
    readonly answer: {
      readonly file: string;
      readonly createdAt: number;
      readonly shells: readonly ShellNamed[];
    };
  };
  /** Bring back what a backup holds, into a node that is in no syncshell. */
  restore: {
    readonly input: {
      /** absolute */
      readonly file: string;
      readonly passphrase: string;
    };
    readonly answer: {
      readonly file: string;
      readonly createdAt: number;
      readonly shells: readonly ShellNamed[];
    };
  };
  /** The node and its syncshells. */
  status: { readonly input: Record<string, never>; readonly answer: Status };
  /** A fresh link to the page, good for one sign-in within a minute. */
  open: { readonly input: Record<string, never>; readonly answer: { readonly url: string } };
  /** A fresh link to the inspector of a node that runs with one; good like that of "open". */
  inspect: { readonly input: Record<string, never>; readonly answer: { readonly url: string } };
  /** What works and what does not. */
  doctor: {
    readonly input: Record<string, never>;
    readonly answer: {
      /** without names, ids, addresses and paths: fit to be shown */
      readonly checks: readonly {
        readonly name: string;
        readonly ok: boolean;
        readonly detail: string;
        readonly next: string;
      }[];
      /** one sentence */
      readonly advice: string;
    };
  };
  /** The phonebook as people see it. */
  members: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
    };
    readonly answer: { readonly members: readonly Member[] };
  };
  /** Keep a note on a member, or be told nothing of them; only this machine knows. Without either only tells. */
  remember: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly member: string;
      /** "" forgets it */
      readonly note?: string;
      readonly muted?: boolean;
    };
    readonly answer: {
      readonly member: {
        readonly id: string;
        readonly name: string;
        /** our own, kept on this machine only; "" for none */
        readonly note: string;
        /** nothing is told of them */
        readonly muted: boolean;
      };
    };
  };
  /** Share a mod folder. */
  share: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly path: string;
      readonly name?: string;
    };
    readonly answer: { readonly mod: SharedMod };
  };
  /** Share it no longer. */
  unshare: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly name: string;
    };
    readonly answer: { readonly mod: SharedMod };
  };
  /** Mods, shared and received. */
  mods: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
    };
    readonly answer: { readonly mods: readonly Mod[] };
  };
  /** Let a held mod through. */
  release: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      /** name or start of the hash */
      readonly mod: string;
    };
    readonly answer: { readonly mod: Mod };
  };
  /** Say how far a member is, or that it is out of sight (null). */
  near: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly member: string;
      readonly metres: number | null;
    };
    readonly answer: { readonly near: readonly Sight[] };
  };
  /** Stop what moves, to and from everybody or one member. */
  pause: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly member?: string;
      readonly forMs?: number;
    };
    readonly answer: { readonly paused: readonly Pause[] };
  };
  /** Go on, and try again what has failed. */
  resume: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly member?: string;
    };
    readonly answer: { readonly paused: readonly Pause[] };
  };
  /** Limit how fast bytes move, in all or with one member; without rates only tells. */
  limit: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly member?: string;
      /** bytes per second; null lifts */
      readonly up?: number | null;
      /** bytes per second; null lifts */
      readonly down?: number | null;
    };
    readonly answer: { readonly limits: Limits };
  };
  /** Keep out of a game’s way: send at most 250 kB/s, and let two transfers run at a time. */
  gaming: {
    readonly input: {
      /** without it only tells */
      readonly on?: boolean;
    };
    readonly answer: {
      readonly gaming: {
        /** little leaves, and few transfers run at a time */
        readonly on: boolean;
      };
    };
  };
  /** What moves; with "follow" again and again. */
  transfers: {
    readonly input: {
      /** name or start of the id; if there are several */
      readonly shell?: string;
      readonly follow?: boolean;
    };
    readonly answer: { readonly transfers: readonly Transfer[] };
  };
}
