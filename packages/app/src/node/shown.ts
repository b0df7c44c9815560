import type { InviteId, MemberId, OpId, ShellId } from '@fyteclub/identity';
import { z } from 'zod';
import { SHARE_ERRORS, type Reason } from '../mods/errors.ts';

/**
 * The shapes that verbs answer, as the command line's contract documents them. They are schemas, because the API's
 * description is written from them and every answer in a test is held against them. Times are ms since 1970.
 */

/** An id of one kind, to people and scripts a word of hex. */
const id = <Id extends string>(): z.ZodType<Id> => z.string().max(64) as unknown as z.ZodType<Id>;
const time = z.number();
const count = z.int().nonnegative();

export const shellNamed = z.strictObject({ id: id<ShellId>(), name: z.string() }).meta({ id: 'ShellNamed' });
export const memberNamed = z
  .strictObject({ id: id<MemberId>(), name: z.string() })
  .meta({ id: 'MemberNamed' });
export type ShellNamed = z.infer<typeof shellNamed>;
export type MemberNamed = z.infer<typeof memberNamed>;

export const shellCreated = z.strictObject({ shell: shellNamed, me: memberNamed });
export type ShellCreated = z.infer<typeof shellCreated>;

export const joinStep = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('dialling') }),
    z.strictObject({ state: z.literal('reply-needed'), reply: z.string(), expiresAt: time }),
    z.strictObject({ state: z.literal('joined'), shell: shellNamed, me: memberNamed }),
  ])
  .meta({ id: 'JoinStep' });
export type JoinStep = z.infer<typeof joinStep>;

export const replyDone = z.strictObject({ state: z.literal('joined'), member: memberNamed });
export type ReplyDone = z.infer<typeof replyDone>;

export const passwordSet = z.strictObject({
  shell: shellNamed,
  password: z.boolean().describe('whether there is one now'),
});
export type PasswordSet = z.infer<typeof passwordSet>;

export const left = z.strictObject({ left: z.literal(true) });

export const inviteMade = z.strictObject({ code: z.string(), expiresAt: time, shell: shellNamed });
export type InviteMade = z.infer<typeof inviteMade>;

export const inviteShown = z
  .strictObject({
    id: id<InviteId>(),
    by: memberNamed,
    expiresAt: time,
    state: z.enum(['open', 'used', 'used-twice', 'expired', 'revoked', 'void']),
    usedBy: z.array(memberNamed),
  })
  .meta({ id: 'Invite' });
export type InviteShown = z.infer<typeof inviteShown>;

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
export type RemovalShown = z.infer<typeof removalShown>;

export const removed = z.strictObject({
  removal: removalShown,
  also: z.array(removalShown).describe('of everybody the member had brought, if that was asked for'),
});
export type Removed = z.infer<typeof removed>;

export const backupMade = z.strictObject({ file: z.string(), createdAt: time, shells: z.array(shellNamed) });
export type BackupMade = z.infer<typeof backupMade>;

export const lastBackup = z
  .strictObject({
    file: z.string(),
    createdAt: time,
    missing: z.array(shellNamed).describe('syncshells that it does not bring back'),
  })
  .meta({ id: 'LastBackup' });
export type LastBackup = z.infer<typeof lastBackup>;

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
export type ShellStatus = z.infer<typeof shellStatus>;

export const pauseShown = z
  .strictObject({
    member: memberNamed.nullable().describe('null for everybody'),
    until: time.nullable().describe('null for until it is resumed'),
  })
  .meta({ id: 'Pause' });
export type PauseShown = z.infer<typeof pauseShown>;

export const gamingShown = z.strictObject({
  on: z.boolean().describe('little leaves, and few transfers run at a time'),
});
export type GamingShown = z.infer<typeof gamingShown>;

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
export type Status = z.infer<typeof status>;

const remembered = {
  note: z.string().describe('our own, kept on this machine only; "" for none'),
  muted: z.boolean().describe('nothing is told of them'),
};
export const memberRemembered = memberNamed.extend(remembered);
export type MemberRemembered = z.infer<typeof memberRemembered>;

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
export type MemberShown = z.infer<typeof memberShown>;

export const sight = z
  .strictObject({ id: id<MemberId>(), metres: z.number(), source: z.literal('manual') })
  .meta({ id: 'Sight' });
export type Sight = z.infer<typeof sight>;

export const sharedMod = z
  .strictObject({ name: z.string(), files: count, bytes: count, hash: z.string() })
  .meta({ id: 'SharedMod' });
export type SharedMod = z.infer<typeof sharedMod>;

const reason = z
  .enum(Object.keys(SHARE_ERRORS) as [Reason, ...Reason[]])
  .describe('why it does not move, or is not shared')
  .meta({ id: 'Reason' });

const modState = z.enum(['waiting-for-range', 'waiting', 'transferring', 'complete', 'paused', 'failed']);

export const modShown = sharedMod
  .extend({
    owner: memberNamed,
    direction: z.enum(['shared', 'received']),
    state: modState,
    reason: reason.nullable(),
    path: z.string().nullable(),
  })
  .meta({ id: 'Mod' });
export type ModShown = z.infer<typeof modShown>;

const rate = z.number().nullable().describe('bytes per second; null for no limit');
const rates = z.strictObject({ up: rate, down: rate });
export const limitsShown = rates
  .extend({ members: z.array(rates.extend({ member: memberNamed })).describe('who has limits of their own') })
  .meta({ id: 'Limits' });
export type LimitsShown = z.infer<typeof limitsShown>;

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
export type TransferShown = z.infer<typeof transferShown>;

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
export type NodeEvent = z.infer<typeof nodeEvent>;

export const keptEvents = z
  .strictObject({
    last: z.string().describe('where whoever has read these stands, for Last-Event-ID'),
    events: z
      .array(z.strictObject({ id: z.string(), at: time, event: nodeEvent }))
      .describe('the oldest first'),
  })
  .meta({ id: 'KeptEvents' });
export type KeptEvents = z.infer<typeof keptEvents>;

const check = z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string(), next: z.string() });
export const checks = z.strictObject({
  checks: z.array(check).describe('without names, ids, addresses and paths: fit to be shown'),
  advice: z.string().describe('one sentence'),
});

/** What `passphrase` answers; it asks no node. */
export interface PassphraseSet {
  readonly protected: boolean;
}
