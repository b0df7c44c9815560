import { z } from 'zod';
import { count, memberNamed, shellNamed, time } from './fields.ts';

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
