import type { MemberId } from '@fyteclub/identity';
import { z } from 'zod';
import { count, id, memberNamed, time } from './fields.ts';

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
