import { err } from '@fyteclub/identity';
import { z } from 'zod';
import type { FyteNode } from '../node/node.ts';
import { describe, type Outcome } from '../problems.ts';

type Answers = AsyncIterable<Outcome<unknown>>;

/** A verb of the local API: checks its input, then gives one answer, or several where it streams. */
export type Verb = (node: FyteNode, input: unknown, signal: AbortSignal) => Answers;

const streaming = <Input>(
  schema: z.ZodType<Input>,
  run: (node: FyteNode, input: Input, signal: AbortSignal) => Answers,
): Verb =>
  async function* (node, input, signal) {
    const checked = schema.safeParse(input);
    if (checked.success) yield* run(node, checked.data, signal);
    else yield err(describe('usage', { detail: z.prettifyError(checked.error) }));
  };

const single = <Input>(
  schema: z.ZodType<Input>,
  run: (node: FyteNode, input: Input, signal: AbortSignal) => Outcome<unknown> | Promise<Outcome<unknown>>,
): Verb =>
  streaming(schema, async function* (node, input, signal) {
    yield await run(node, input, signal);
  });

const shell = { shell: z.string().max(80).optional() };
const code = z.string().max(8192);
const name = z.string().max(200);
const password = z.string().max(1024);
const metres = z.number().min(0).max(10_000).nullable();

export const verbs: Readonly<Record<string, Verb>> = {
  create: single(
    z.strictObject({ name, as: name.optional(), password: password.optional() }),
    (node, input) => node.create(input),
  ),
  join: streaming(
    z.strictObject({
      code,
      as: name.optional(),
      useReply: z.boolean().optional(),
      password: password.optional(),
    }),
    (node, input, signal) => node.join(input, signal),
  ),
  reply: single(z.strictObject({ code }), (node, input, signal) => node.reply(input, signal)),
  password: single(z.strictObject({ ...shell, password: password.nullable() }), (node, input) =>
    node.password(input),
  ),
  leave: single(z.strictObject(shell), (node, input) => node.leave(input)),
  invite: single(z.strictObject({ ...shell, expiresInMs: z.int().positive().optional() }), (node, input) =>
    node.invite(input),
  ),
  invites: single(z.strictObject(shell), (node, input) => node.invites(input)),
  revoke: single(z.strictObject({ ...shell, invite: z.string().max(64) }), (node, input) =>
    node.revoke(input),
  ),
  remove: single(
    z.strictObject({
      ...shell,
      member: name,
      reason: z.string().max(400).optional(),
      withBrought: z.boolean().optional(),
    }),
    (node, input) => node.remove(input),
  ),
  sign: single(z.strictObject({ ...shell, removal: z.string().max(64) }), (node, input) => node.sign(input)),
  removals: single(z.strictObject(shell), (node, input) => node.removals(input)),
  backup: single(z.strictObject({ file: z.string().max(4096), passphrase: password }), (node, input) =>
    node.backup(input),
  ),
  status: single(z.strictObject({}), (node) => node.status()),
  members: single(z.strictObject(shell), (node, input) => node.members(input)),
  share: single(
    z.strictObject({ ...shell, path: z.string().max(4096), name: name.optional() }),
    (node, input) => node.share(input),
  ),
  unshare: single(z.strictObject({ ...shell, name }), (node, input) => node.unshare(input)),
  mods: single(z.strictObject(shell), (node, input) => node.mods(input)),
  near: single(z.strictObject({ ...shell, member: name, metres }), (node, input) => node.near(input)),
  transfers: streaming(
    z.strictObject({ ...shell, follow: z.boolean().default(false) }),
    async function* (node, { follow, ...input }, signal) {
      if (follow) yield* node.followTransfers(input, signal);
      else yield node.transfers(input);
    },
  ),
};
