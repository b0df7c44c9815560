import type { InviteId, OpId } from '@fyteclub/identity';
import { z } from 'zod';
import { count, id, memberNamed, shellNamed, time } from './fields.ts';

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
export const inviteMade = z.strictObject({
  id: id<InviteId>(),
  code: z.string(),
  expiresAt: time,
  shell: shellNamed,
});
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
