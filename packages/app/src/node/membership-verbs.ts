import {
  decodeInvite,
  decodeReply,
  err,
  inviteKeys,
  issueToken,
  ok,
  passwordVerifier,
  type EpochId,
  type Invite,
  type InviteId,
} from '@fyteclub/identity';
import { addOps, checkName, createGenesis, emptyGraph, encodeOp, resolve } from '@fyteclub/phonebook';
import { describe, explain, type Failure, type Outcome } from '../problems.ts';
import { storeBook } from '../shell/stored-book.ts';
import { createSelf, freshMembership } from '../shell/self.ts';
import type { Shell } from '../shell/shell.ts';
import { shellRows } from '../shell/shell-rows.ts';
import { findOne, missed } from './find.rules.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import type { InviteShown, JoinStep } from '../shown/index.ts';

/** What is longer was meant as a code. */
const MAX_ID_CHARACTERS = 64;
const MAX_PASSWORD_CHARACTERS = 128;
const isPassword = (text: string): boolean => text !== '' && text.length <= MAX_PASSWORD_CHARACTERS;

/** An expired code is only called so beyond the tolerance between two honest clocks. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
const DEFAULT_INVITE_MS = 60 * 60 * 1000;
/** A code tells its end in whole minutes. */
const SHORTEST_INVITE_MS = 60 * 1000;

type Verbs = Pick<
  FyteNode,
  'create' | 'join' | 'reply' | 'password' | 'leave' | 'locate' | 'invite' | 'invites' | 'revoke'
>;

/** Getting in, letting in and leaving. */
export function membershipVerbs(core: NodeCore): Verbs {
  const { parts, config, store } = core.context;

  /** How friends see me: as told, as configured, or as the account is called. */
  function myName(told: string | undefined): Outcome<string> {
    const name = checkName(told ?? (config.name === '' ? parts.accountName() : config.name));
    return name.ok ? name : err(explain(name.error));
  }

  return {
    create: async ({ name: typed, as, password }) => {
      const name = checkName(typed);
      const mine = myName(as);
      if (!name.ok) return err(explain(name.error));
      if (!mine.ok) return mine;
      if (password !== undefined && !isPassword(password)) return err(describe('bad-password'));
      const seed = parts.random(32);
      const ring = parts.createKeyRing(seed);
      const genesis = createGenesis(ring, name.value, parts.now(), parts.random(32));
      const shell = genesis.op.shell;
      const epoch = { id: shell as string as EpochId, secret: parts.random(32) };
      const { headsHash } = resolve(addOps(emptyGraph(shell), [genesis]).graph);
      const token = issueToken(ring, {
        shell,
        member: ring.memberId,
        kx: ring.kxPublic,
        admit: genesis.id,
        epoch: epoch.id,
        headsHash,
        issuedAt: parts.now(),
        serial: parts.random(16),
      });
      const known = { name: name.value, myName: mine.value, state: 'member' } as const;
      const row = { ...(await freshMembership(parts, shell, known, seed)), token, epochs: [epoch] };
      // The book first: the membership row is the commit point.
      storeBook(createSelf(core.context, row), epoch.id, [encodeOp(genesis.signed)], []);
      shellRows(store, shell).membership.put(row);
      const created = core.live(row);
      if (password !== undefined)
        created.parts?.book.author({ type: 'password', verifier: passwordVerifier(password, shell) });
      return ok({ shell: created.named, me: created.me });
    },

    join: (input, signal) => join(core, input, myName(input.as), signal),

    reply: async ({ code }, signal) => {
      const inviterOf = (id: InviteId) =>
        core.shells
          .flatMap((shell) =>
            shell.parts === undefined
              ? []
              : [{ shell, parts: shell.parts, keys: shell.parts.inviting.keysOf(id) }],
          )
          .find(({ keys }) => keys !== undefined);
      const reply = decodeReply(code, (id) => inviterOf(id)?.keys);
      if (!reply.ok) return err(explain(reply.error.code, reply.error.detail));
      const inviter = inviterOf(reply.value.invite);
      if (inviter?.keys === undefined) return err(explain('reply-not-ours'));
      const invite = invitesOf(inviter.shell, parts.now()).find(({ id }) => id === reply.value.invite);
      if (invite?.state === 'revoked' || invite?.state === 'expired' || invite?.state === 'void')
        return err(explain(`invite-${invite.state}`));
      // Whoever was admitted and did not hear of it has no record yet, and needs the same reply again.
      const arrived = invite?.usedBy.find(({ id }) => inviter.parts.book.record(id) !== undefined);
      if (arrived !== undefined) return err(describe('reply-used', { name: arrived.name }));
      const outcome = await inviter.shell.admitByReply(inviter.parts, reply.value, inviter.keys, signal);
      return outcome.ok ? ok({ state: 'joined', member: outcome.value }) : outcome;
    },

    password: ({ shell: name, password }) => {
      const found = core.actingShell(name);
      if (!found.ok) return found;
      if (password !== null && !isPassword(password)) return err(describe('bad-password'));
      const { shell, parts: running } = found.value;
      const verifier = password === null ? new Uint8Array() : passwordVerifier(password, shell.self.shell);
      running.book.author({ type: 'password', verifier });
      return ok({ shell: shell.named, password: password !== null });
    },

    leave: async ({ shell: name }) => {
      const shell = core.shellFor(name);
      if (!shell.ok) return shell;
      await shell.value.leave();
      return ok({ left: true });
    },

    locate: () => core.context.whereabouts.ask(),

    invite: ({ shell: name, expiresInMs }) => {
      const member = core.actingShell(name);
      if (!member.ok) return member;
      const { shell, parts: running } = member.value;
      const host = running.hosting.host();
      if (host === null) return err(describe('host-unknown'));
      if (host !== shell.self.ring.memberId)
        return err(describe('not-host', { host: running.book.nameOf(host) }));
      if (expiresInMs !== undefined && expiresInMs < SHORTEST_INVITE_MS)
        return err(describe('invite-too-short'));
      return ok({ ...running.inviting.issue(expiresInMs ?? DEFAULT_INVITE_MS), shell: shell.named });
    },

    invites: ({ shell: name }) => {
      const member = core.memberShell(name);
      return member.ok ? ok({ invites: invitesOf(member.value.shell, parts.now()) }) : member;
    },

    revoke: ({ shell: name, invite: start }) => {
      const member = core.actingShell(name);
      if (!member.ok) return member;
      const { shell, parts: running } = member.value;
      const code = decodeInvite(start);
      if (!code.ok && start.length > MAX_ID_CHARACTERS)
        return err(explain(code.error.code, code.error.detail));
      const found = findOne(
        invitesOf(shell, parts.now()).map((invite) => ({ id: invite.id, name: invite.id, invite })),
        code.ok ? inviteKeys(code.value.seed).id : start,
      );
      if (!found.ok)
        return err(missed(found.error, start, { unknown: 'unknown-invite', ambiguous: 'unknown-invite' }));
      const only = found.value.invite;
      if (only.state !== 'open' && only.state !== 'expired')
        return err(explain(`invite-${only.state === 'used-twice' ? 'used' : only.state}`));
      running.book.author({ type: 'revoke', invite: only.id });
      const revoked = invitesOf(shell, parts.now()).find(({ id }) => id === only.id) ?? only;
      return ok({ invite: revoked });
    },
  };
}

function invitesOf(shell: Shell, now: number): readonly InviteShown[] {
  const roster = shell.parts?.book.roster();
  return Object.values(roster?.invites ?? {})
    .map((invite) => ({
      id: invite.id,
      by: shell.memberNamed(invite.by),
      expiresAt: invite.expiresAt,
      state: invite.state === 'open' && now > invite.expiresAt ? ('expired' as const) : invite.state,
      usedBy: invite.usedBy.map((member) => shell.memberNamed(member)),
    }))
    .sort((a, b) => a.expiresAt - b.expiresAt);
}

/** The shell that a code leads to: a new one, or the join of the same group that was under way. */
async function shellToJoin(core: NodeCore, invite: Invite, name: string): Promise<Outcome<Shell>> {
  const running = core.get(invite.shell);
  if (running?.state === 'removed') {
    // That key is out for good; whoever invites us again means a new one.
    await running.stop();
    core.forget(invite.shell);
  } else if (running !== undefined) {
    if (running.state !== 'joining') return err(describe('already-member', { name: running.named.name }));
    running.self.update({ myName: name });
    return ok(running);
  }
  const { parts } = core.context;
  const known = { name: '', myName: name, state: 'joining' } as const;
  const row = await freshMembership(parts, invite.shell, known, parts.random(32));
  // Our own key is kept before it is shown: if the welcome is lost, the same key may ask again.
  shellRows(core.context.store, invite.shell).membership.put(row);
  return ok(core.live(row));
}

async function* join(
  core: NodeCore,
  { code, useReply = false, password }: Parameters<FyteNode['join']>[0],
  name: Outcome<string>,
  signal: AbortSignal,
): AsyncGenerator<Outcome<JoinStep>> {
  const invite = decodeInvite(code);
  if (!invite.ok) {
    yield err(explain(invite.error.code, invite.error.detail));
    return;
  }
  if (!name.ok) {
    yield name;
    return;
  }
  const { now } = core.context.parts;
  if (now() > invite.value.expiresAt + CLOCK_TOLERANCE_MS) {
    yield err(explain('invite-expired'));
    return;
  }
  if (invite.value.needsPassword && password === undefined) {
    yield err(explain('password-needed'));
    return;
  }
  const found = await shellToJoin(core, invite.value, name.value);
  if (!found.ok) {
    yield found;
    return;
  }
  const shell = found.value;
  yield ok({ state: 'dialling' });
  for await (const step of follow(shell, invite.value, { useReply, password }, signal)) {
    // A refusal is final for this key; a join that was only given up may go on later with the same one.
    if (!step.ok && step.error.code !== 'join-cancelled') {
      await shell.stop();
      core.forget(invite.value.shell);
    }
    yield step;
  }
}

/** Turns what the join tells into a stream; ends with `joined` or a failure. */
async function* follow(
  shell: Shell,
  invite: Invite,
  how: Parameters<Shell['join']>[1],
  signal: AbortSignal,
): AsyncGenerator<Outcome<JoinStep>> {
  const steps: Outcome<JoinStep>[] = [];
  let wake = (): void => undefined;
  const push = (step: Outcome<JoinStep>): void => {
    steps.push(step);
    wake();
  };
  const cancel = (): void => {
    shell.cancelJoin();
  };
  signal.addEventListener('abort', cancel);
  let told = '';
  shell.join(invite, how, {
    replyNeeded: (reply) => {
      if (reply !== told) push(ok({ state: 'reply-needed', reply, expiresAt: invite.expiresAt }));
      told = reply;
    },
    joined: () => {
      push(ok({ state: 'joined', shell: shell.named, me: shell.me }));
    },
    failed: (code) => {
      push(err(failureOf(code)));
    },
  });
  try {
    for (let last = false; !last;) {
      while (steps.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const step = steps.shift();
      if (step === undefined) continue;
      last = !step.ok || step.value.state === 'joined';
      yield step;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

const failureOf = (code: string): Failure =>
  code.startsWith('welcome-') && code !== 'welcome-timeout'
    ? describe('welcome-refused', { detail: explain(code).message })
    : explain(code);
