import { z } from 'zod';
import * as shown from '../shown/index.ts';
import { LEAST_RATE } from '../config/rates.ts';
import { single, streaming, type Verb } from './verb.ts';

const shell = {
  shell: z.string().max(80).optional().describe('name or start of the id; if there are several'),
};
const code = z.string().max(8192);
const name = z.string().max(200);
const password = z.string().max(1024);
const path = z.string().max(4096).describe('absolute');
const metres = z.number().min(0).max(10_000).nullable();
const rate = z.number().min(LEAST_RATE).nullable().optional().describe('bytes per second; null lifts');
const paused = z.strictObject({ paused: z.array(shown.pauseShown) });
const everywhere = ['socket', 'page', 'plugin'] as const;

/**
 * Every verb of the local API: what it takes, what it answers and through which doors. The routes, their OpenAPI
 * description and the checks of input are made from it.
 */
export const verbs = {
  create: single(
    {
      summary: 'Start a new syncshell',
      input: z.strictObject({ name, as: name.optional(), password: password.optional() }),
      answer: shown.shellCreated,
    },
    (node, input) => node.create(input),
  ),
  join: streaming(
    {
      summary: 'Join a syncshell; ends with "joined" or a failure',
      input: z.strictObject({
        code,
        as: name.optional(),
        useReply: z.boolean().optional(),
        password: password.optional(),
      }),
      answer: shown.joinStep,
    },
    (node, input, signal) => node.join(input, signal),
  ),
  reply: single(
    { summary: 'Let in whoever sent this reply', input: z.strictObject({ code }), answer: shown.replyDone },
    (node, input, signal) => node.reply(input, signal),
  ),
  password: single(
    {
      summary: 'Change what whoever joins must know',
      input: z.strictObject({ ...shell, password: password.nullable() }),
      answer: shown.passwordSet,
    },
    (node, input) => node.password(input),
  ),
  leave: single(
    { summary: 'Leave a syncshell for good', input: z.strictObject(shell), answer: shown.left },
    (node, input) => node.leave(input),
  ),
  invite: single(
    {
      summary: 'Make an invite for one friend',
      input: z.strictObject({ ...shell, expiresInMs: z.int().positive().optional() }),
      answer: shown.inviteMade,
    },
    async (node, input) => {
      await node.locate();
      return node.invite(input);
    },
  ),
  invites: single(
    {
      summary: 'Invites, open and used',
      input: z.strictObject(shell),
      answer: z.strictObject({ invites: z.array(shown.inviteShown) }),
    },
    (node, input) => node.invites(input),
  ),
  revoke: single(
    {
      summary: 'Close an open invite',
      input: z.strictObject({ ...shell, invite: code.describe('its code, or the start of its id') }),
      answer: z.strictObject({ invite: shown.inviteShown }),
    },
    (node, input) => node.revoke(input),
  ),
  remove: single(
    {
      summary: 'Propose a removal, or add our signature to one of the same member',
      input: z.strictObject({
        ...shell,
        member: name,
        reason: z.string().max(400).optional(),
        withBrought: z.boolean().optional(),
      }),
      answer: shown.removed,
    },
    (node, input) => node.remove(input),
  ),
  sign: single(
    {
      summary: 'Add our signature to a removal',
      input: z.strictObject({ ...shell, removal: z.string().max(64) }),
      answer: z.strictObject({ removal: shown.removalShown }),
    },
    (node, input) => node.sign(input),
  ),
  removals: single(
    {
      summary: 'Removals, open and finished',
      input: z.strictObject(shell),
      answer: z.strictObject({ removals: z.array(shown.removalShown) }),
    },
    (node, input) => node.removals(input),
  ),
  backup: single(
    {
      summary: 'Write an encrypted backup into a file, or with "check" only open one and tell what it holds',
      input: z.strictObject({ file: path, passphrase: password, check: z.boolean().optional() }),
      answer: shown.backupMade,
    },
    (node, input) => node.backup(input),
  ),
  restore: single(
    {
      summary: 'Bring back what a backup holds, into a node that is in no syncshell',
      input: z.strictObject({ file: path, passphrase: password }),
      answer: shown.backupMade,
    },
    (node, input) => node.restore(input),
  ),
  status: single(
    {
      summary: 'The node and its syncshells',
      input: z.strictObject({}),
      answer: shown.status,
      doors: everywhere,
    },
    (node) => node.status(),
  ),
  open: single(
    {
      summary: 'A fresh link to the page, good for one sign-in within a minute',
      input: z.strictObject({}),
      answer: z.strictObject({ url: z.string() }),
      doors: ['socket'],
    },
    (node) => node.open(),
  ),
  inspect: single(
    {
      summary: 'A fresh link to the inspector of a node that runs with one; good like that of "open"',
      input: z.strictObject({}),
      answer: z.strictObject({ url: z.string() }),
      doors: ['socket'],
    },
    (node) => node.inspect(),
  ),
  doctor: single(
    { summary: 'What works and what does not', input: z.strictObject({}), answer: shown.checks },
    (node) => node.doctor(),
  ),
  members: single(
    {
      summary: 'The phonebook as people see it',
      input: z.strictObject(shell),
      answer: z.strictObject({ members: z.array(shown.memberShown) }),
      doors: everywhere,
    },
    (node, input) => node.members(input),
  ),
  remember: single(
    {
      summary:
        'Keep a note on a member, or be told nothing of them; only this machine knows. Without either only tells',
      input: z.strictObject({
        ...shell,
        member: name,
        note: z.string().max(200).optional().describe('"" forgets it'),
        muted: z.boolean().optional(),
      }),
      answer: z.strictObject({ member: shown.memberRemembered }),
    },
    (node, input) => node.remember(input),
  ),
  share: single(
    {
      summary: 'Share a mod folder',
      input: z.strictObject({ ...shell, path: z.string().max(4096), name: name.optional() }),
      answer: z.strictObject({ mod: shown.sharedMod }),
    },
    (node, input) => node.share(input),
  ),
  unshare: single(
    {
      summary: 'Share it no longer',
      input: z.strictObject({ ...shell, name }),
      answer: z.strictObject({ mod: shown.sharedMod }),
    },
    (node, input) => node.unshare(input),
  ),
  mods: single(
    {
      summary: 'Mods, shared and received',
      input: z.strictObject(shell),
      answer: z.strictObject({ mods: z.array(shown.modShown) }),
      doors: everywhere,
    },
    (node, input) => node.mods(input),
  ),
  release: single(
    {
      summary: 'Let a held mod through',
      input: z.strictObject({ ...shell, mod: name.describe('name or start of the hash') }),
      answer: z.strictObject({ mod: shown.modShown }),
    },
    (node, input) => node.release(input),
  ),
  near: single(
    {
      summary: 'Say how far a member is, or that it is out of sight (null)',
      input: z.strictObject({ ...shell, member: name, metres }),
      answer: z.strictObject({ near: z.array(shown.sight) }),
      doors: everywhere,
    },
    (node, input) => node.near(input),
  ),
  pause: single(
    {
      summary: 'Stop what moves, to and from everybody or one member',
      input: z.strictObject({ ...shell, member: name.optional(), forMs: z.int().positive().optional() }),
      answer: paused,
    },
    (node, input) => node.pause(input),
  ),
  resume: single(
    {
      summary: 'Go on, and try again what has failed',
      input: z.strictObject({ ...shell, member: name.optional() }),
      answer: paused,
    },
    (node, input) => node.resume(input),
  ),
  limit: single(
    {
      summary: 'Limit how fast bytes move, in all or with one member; without rates only tells',
      input: z.strictObject({ ...shell, member: name.optional(), up: rate, down: rate }),
      answer: z.strictObject({ limits: shown.limitsShown }),
    },
    (node, input) => node.limit(input),
  ),
  gaming: single(
    {
      summary: 'Keep out of a game’s way: send at most 250 kB/s, and let two transfers run at a time',
      input: z.strictObject({ on: z.boolean().optional().describe('without it only tells') }),
      answer: z.strictObject({ gaming: shown.gamingShown }),
    },
    (node, input) => node.gaming(input),
  ),
  transfers: streaming(
    {
      summary: 'What moves; with "follow" again and again',
      input: z.strictObject({ ...shell, follow: z.boolean().default(false) }),
      answer: z.strictObject({ transfers: z.array(shown.transferShown) }),
      doors: everywhere,
    },
    async function* (node, { follow, ...input }, signal) {
      if (follow) yield* node.followTransfers(input, signal);
      else yield node.transfers(input);
    },
  ),
};

/** What each verb answers; those that stream answer several of theirs. */
export type VerbAnswers = {
  readonly [Name in keyof typeof verbs]: (typeof verbs)[Name] extends Verb<infer Answer> ? Answer : never;
};
