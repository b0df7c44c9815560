import { z } from 'zod';
import { SHARE_ERRORS, type Reason } from '../mods/errors.ts';
import { count, memberNamed } from './fields.ts';

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

const modState = z.enum([
  'waiting-for-range',
  'waiting',
  'transferring',
  'complete',
  'held',
  'paused',
  'failed',
]);
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
