import type { InviteId, MemberId, OpId, ShellId } from '@fyteclub/identity';
import { z } from 'zod';
import { SHARE_ERRORS, type Reason } from '../mods/errors.ts';

// The shapes that verbs answer, as the command line's contract documents them. They are schemas, because the API's
// description is written from them and every answer in a test is held against them. Times are ms since 1970.

/** An id of one kind, to people and scripts a word of hex. */
const id = <Id extends string>(): z.ZodType<Id> => z.string().max(64) as unknown as z.ZodType<Id>;
const time = z.number();
const count = z.int().nonnegative();

/** A syncshell, wherever an answer names one. */
export const shellNamed = z.strictObject({ id: id<ShellId>(), name: z.string() }).meta({ id: 'ShellNamed' });
/** A member, wherever an answer names one. */
export const memberNamed = z
  .strictObject({ id: id<MemberId>(), name: z.string() })
  .meta({ id: 'MemberNamed' });
/** The id as 64 hex digits; the name is "" until whoever joins has seen the genesis. */
export type ShellNamed = z.infer<typeof shellNamed>;
/** The id as 64 hex digits; the name is the member's own choice, or a stand-in while it is unknown. */
export type MemberNamed = z.infer<typeof memberNamed>;
/** What `create` answers. */
export const shellCreated = z.strictObject({ shell: shellNamed, me: memberNamed });
/** The new syncshell and, as its first member, ourselves. */
export type ShellCreated = z.infer<typeof shellCreated>;
/** What `join` answers, one after the other. */
export const joinStep = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('dialling') }),
    z.strictObject({ state: z.literal('reply-needed'), reply: z.string(), expiresAt: time }),
    z.strictObject({ state: z.literal('joined'), shell: shellNamed, me: memberNamed }),
  ])
  .meta({ id: 'JoinStep' });
/** How far a join is: `reply` is a code for the inviter; `joined`, or a failure instead, is the last. */
export type JoinStep = z.infer<typeof joinStep>;
/** What `reply` answers. */
export const replyDone = z.strictObject({ state: z.literal('joined'), member: memberNamed });
/** Whom the reply has let in. */
export type ReplyDone = z.infer<typeof replyDone>;
/** What `password` answers. */
export const passwordSet = z.strictObject({
  shell: shellNamed,
  password: z.boolean().describe('whether there is one now'),
});
/** Tells no password, only whether joining takes one. */
export type PasswordSet = z.infer<typeof passwordSet>;
/** What `leave` answers. */
export const left = z.strictObject({ left: z.literal(true) });
/** What `invite` answers. */
export const inviteMade = z.strictObject({ code: z.string(), expiresAt: time, shell: shellNamed });
/** A code for one friend: whoever has it can join, once, until `expiresAt`. */
export type InviteMade = z.infer<typeof inviteMade>;
/** One of what `invites` answers; `revoke` answers the one that it closed. */
export const inviteShown = z
  .strictObject({
    id: id<InviteId>(),
    by: memberNamed,
    expiresAt: time,
    state: z.enum(['open', 'used', 'used-twice', 'expired', 'revoked', 'void']),
    usedBy: z.array(memberNamed),
  })
  .meta({ id: 'Invite' });
/** `used-twice`: two partitions let somebody in by it (P38); `void`: unused, and its maker is no member any more. */
export type InviteShown = z.infer<typeof inviteShown>;

/** A removal, wherever an answer or an event tells of one. */
export const removalShown = z
  .strictObject({
    id: id<OpId>(),
    target: memberNamed,
    by: memberNamed.describe('who proposed it'),
    at: time,
    reason: z.string(),
    signatures: count,
    signers: z.array(memberNamed),
    needed: count,
    state: z.enum(['proposed', 'settling', 'removed', 'expired', 'void']),
  })
  .meta({ id: 'Removal' });
/** Of `needed` signatures there are `signatures`; `settling` lasts 45 s, `expired` is a proposal after 7 days. */
export type RemovalShown = z.infer<typeof removalShown>;
/** What `remove` answers. */
export const removed = z.strictObject({
  removal: removalShown,
  also: z.array(removalShown).describe('of everybody the member had brought, if that was asked for'),
});
/** The removal that was proposed or signed, and with it those of whom the target had brought. */
export type Removed = z.infer<typeof removed>;

/** What `backup` and `restore` answer. */
export const backupMade = z.strictObject({ file: z.string(), createdAt: time, shells: z.array(shellNamed) });
/** The file, when it was written, and the memberships it holds. */
export type BackupMade = z.infer<typeof backupMade>;
/** Under `backup` in what `status` answers. */
export const lastBackup = z
  .strictObject({
    file: z.string(),
    createdAt: time,
    missing: z.array(shellNamed).describe('syncshells that it does not bring back'),
  })
  .meta({ id: 'LastBackup' });
/** As it was when it was written: nobody looks whether the file is still there. */
export type LastBackup = z.infer<typeof lastBackup>;
/** What `status` tells of one syncshell. */
export const shellStatus = shellNamed
  .extend({
    state: z.enum(['joining', 'member', 'expired', 'removed']),
    me: memberNamed,
    host: memberNamed.extend({ me: z.boolean() }).nullable(),
    members: count,
    online: count,
    epoch: z.string(),
    password: z
      .strictObject({ knownTo: z.array(memberNamed).describe('who was removed and knows it') })
      .nullable()
      .describe('what whoever joins must know; null for nothing'),
    unsynced: z.boolean().describe('back from a backup, with nobody met since: nothing can be signed yet'),
  })
  .meta({ id: 'ShellStatus' });
/** `members` and `online` count us too; `host` is null until one is found, `epoch` "" while none is usable. */
export type ShellStatus = z.infer<typeof shellStatus>;
/** One of what `pause` and `resume` answer and `status` tells. */
export const pauseShown = z
  .strictObject({
    member: memberNamed.nullable().describe('null for everybody'),
    until: time.nullable().describe('null for until it is resumed'),
  })
  .meta({ id: 'Pause' });
/** To and from whom nothing moves, and until when. */
export type PauseShown = z.infer<typeof pauseShown>;
/** Under `gaming` in what `gaming` and `status` answer. */
export const gamingShown = z.strictObject({
  on: z.boolean().describe('little leaves, and few transfers run at a time'),
});
/** While it is on, at most 2 Mbit/s leave and two transfers run at a time. */
export type GamingShown = z.infer<typeof gamingShown>;
/** What `status` answers. */
export const status = z
  .strictObject({
    node: z.strictObject({
      version: z.string(),
      pid: z.int(),
      uptimeSeconds: count,
      page: z.string().nullable().describe('address of the page; null where none is served'),
      log: z.string().describe('folder of the log'),
    }),
    shells: z.array(shellStatus),
    paused: z.array(pauseShown).describe('what stands still'),
    backup: lastBackup.nullable().describe('the one that was written last; null if none ever was'),
    muted: z.array(memberNamed).describe('of whom nothing is told'),
    gaming: gamingShown,
  })
  .meta({ id: 'Status' });
/** The node and all its syncshells as they are at this moment. */
export type Status = z.infer<typeof status>;

const remembered = {
  note: z.string().describe('our own, kept on this machine only; "" for none'),
  muted: z.boolean().describe('nothing is told of them'),
};
/** Under `member` in what `remember` answers. */
export const memberRemembered = memberNamed.extend(remembered);
/** What only this machine keeps of a member: no friend and no backup gets it. */
export type MemberRemembered = z.infer<typeof memberRemembered>;
/** One of what `members` answers. */
export const memberShown = memberNamed
  .extend({
    me: z.boolean(),
    online: z.boolean(),
    host: z.boolean(),
    uptimeSeconds: count.nullable(),
    near: z.boolean(),
    metres: z.number().nullable(),
    path: z.enum(['direct', 'bridged']).nullable(),
    lastSeen: time.nullable(),
    invitedBy: memberNamed.nullable(),
    ...remembered,
  })
  .meta({ id: 'Member' });
/**
 * `uptimeSeconds` is what others witnessed; `near` and `metres` are our own sight; `path` is null without a link;
 * `lastSeen` is its last record's time, or now while online; `invitedBy` is null for the founder.
 */
export type MemberShown = z.infer<typeof memberShown>;
/** One of what `near` answers. */
export const sight = z
  .strictObject({ id: id<MemberId>(), metres: z.number(), source: z.literal('manual') })
  .meta({ id: 'Sight' });
/** A member whom we see, and how far away. */
export type Sight = z.infer<typeof sight>;

/** Under `mod` in what `share` and `unshare` answer. */
export const sharedMod = z
  .strictObject({ name: z.string(), files: count, bytes: count, hash: z.string() })
  .meta({ id: 'SharedMod' });
/** `hash` is the mod hash, 64 hex digits; it is "", and the counts are 0, while the folder cannot be read. */
export type SharedMod = z.infer<typeof sharedMod>;

const reason = z
  .enum(Object.keys(SHARE_ERRORS) as [Reason, ...Reason[]])
  .describe('why it does not move, or is not shared')
  .meta({ id: 'Reason' });

const modState = z.enum(['waiting-for-range', 'waiting', 'transferring', 'complete', 'paused', 'failed']);
/** One of what `mods` answers. */
export const modShown = sharedMod
  .extend({
    owner: memberNamed,
    direction: z.enum(['shared', 'received']),
    state: modState,
    reason: reason.nullable(),
    path: z.string().nullable(),
  })
  .meta({ id: 'Mod' });
/** `path` is the folder that we share, or the one a received mod is in: null until it is there whole. */
export type ModShown = z.infer<typeof modShown>;

const rate = z.number().nullable().describe('bytes per second; null for no limit');
const rates = z.strictObject({ up: rate, down: rate });
/** Under `limits` in what `limit` answers. */
export const limitsShown = rates
  .extend({ members: z.array(rates.extend({ member: memberNamed })).describe('who has limits of their own') })
  .meta({ id: 'Limits' });
/** Of the whole node, and of single members besides; `gaming` may hold the node's lower. */
export type LimitsShown = z.infer<typeof limitsShown>;
/** One of what `transfers` answers. */
export const transferShown = z
  .strictObject({
    mod: z.string(),
    member: memberNamed,
    direction: z.enum(['sending', 'receiving']),
    bytes: count,
    total: count,
    bytesPerSecond: count,
    etaSeconds: count.nullable(),
    state: modState,
    reason: reason.nullable(),
  })
  .meta({ id: 'Transfer' });
/** `bytes` of `total` are verified at the receiver; `bytesPerSecond` is a mean over about two seconds. */
export type TransferShown = z.infer<typeof transferShown>;

/** A line of `up --json`, and a server-sent event of `/v1/events`. */
export const nodeEvent = z
  .discriminatedUnion('event', [
    z.strictObject({
      event: z.literal('ready'),
      page: z.string().nullable(),
      pid: z.int(),
      home: z.string(),
    }),
    z.strictObject({
      event: z.enum(['joined', 'left', 'removed', 'online', 'offline']),
      shell: shellNamed,
      member: memberNamed,
    }),
    z
      .strictObject({ event: z.literal('lease'), shell: shellNamed, state: z.enum(['expired', 'renewed']) })
      .describe('our own lease ran out, or somebody renewed it after it had'),
    z.strictObject({ event: z.literal('removed-me'), shell: shellNamed }).describe('we are out'),
    z
      .strictObject({ event: z.literal('removal'), shell: shellNamed, removal: removalShown })
      .describe('a removal was proposed, signed, carried out, or came to nothing'),
    z.strictObject({ event: z.literal('host'), shell: shellNamed, host: memberNamed.nullable() }),
    z.strictObject({
      event: z.literal('received'),
      shell: shellNamed,
      mod: z.string(),
      member: memberNamed,
      path: z.string(),
    }),
  ])
  .meta({ id: 'NodeEvent' });
/** What happened in the node or in one of its syncshells, told once. */
export type NodeEvent = z.infer<typeof nodeEvent>;
/** What `/v1/events/kept` answers. */
export const keptEvents = z
  .strictObject({
    last: z.string().describe('where whoever has read these stands, for Last-Event-ID'),
    events: z
      .array(z.strictObject({ id: z.string(), at: time, event: nodeEvent }))
      .describe('the oldest first'),
  })
  .meta({ id: 'KeptEvents' });
/** The last thousand events of this run at most; whoever missed more looks at everything anew. */
export type KeptEvents = z.infer<typeof keptEvents>;

const check = z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string(), next: z.string() });
/** What `doctor` answers. */
export const checks = z.strictObject({
  checks: z.array(check).describe('without names, ids, addresses and paths: fit to be shown'),
  advice: z.string().describe('one sentence'),
});

/** What `passphrase` answers; it asks no node. */
export interface PassphraseSet {
  readonly protected: boolean;
}
