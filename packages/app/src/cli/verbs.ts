import { Argument } from 'commander';
import { renderUnicodeCompact } from 'uqr';
import { callVerb, streamVerb } from '../api/client.ts';
import type { Outcome } from '../problems.ts';
import type { JoinStep, Status } from '../shown/index.ts';
import { THIS_MACHINE, type Asking, type ShellOption } from './asking.ts';
import { plain } from './plain.rules.ts';
import { showJoinStep } from './show-join.ts';
import { shortId, showInvites, showMembers, showRemembered, showStatus } from './show.ts';
import { showRemoval, showRemovals, showRemoved } from './show-removals.ts';
import { columns } from './table.ts';
import { parseDuration, showMoment } from './units.ts';

/** An answer within this time needs no word of what it waits for. */
const AT_ONCE_MS = 300;

interface JoinOptions {
  readonly as?: string;
  readonly useReply?: boolean;
  readonly passwordStdin?: boolean;
}

/** Adds the verbs about who is in, and those that need no node. */
export function addVerbs({ verb, inShell, hinted, global, ask, fail }: Asking): void {
  verb('create <name>', 'start a new syncshell')
    .option('--as <name>', 'how its members see me')
    .option('--password-stdin', 'whoever joins must know the password on stdin')
    .action(async (name: string, { passwordStdin, ...options }: { as?: string; passwordStdin?: boolean }) => {
      const here = global();
      const password = passwordStdin === true ? await here.terminal.password(true, 'Password') : undefined;
      if (password?.ok === false) {
        fail(here, password.error);
        return;
      }
      const input = password === undefined ? {} : { password: password.value };
      const status = (await callVerb(here.paths.socket, 'status', {})) as Outcome<Status>;
      const isFirst = status.ok && status.value.shells.every(({ state }) => state === 'removed');
      await ask('create', { name, ...options, ...input }, ({ shell, me }) =>
        [
          `"${shell.name}" exists, and you are in it as ${me.name}.`,
          hinted('Invite a friend: npx fyteclub invite', isFirst ? undefined : shortId(shell.id)),
        ].join('\n'),
      );
    });
  inShell('password', 'change what whoever joins must know')
    .option('--password-stdin', 'the new password is on stdin')
    .option('--none', 'ask for none any more')
    .action(
      async ({
        passwordStdin,
        none,
        ...options
      }: ShellOption & { passwordStdin?: boolean; none?: boolean }) => {
        const here = global();
        const typed =
          none === true
            ? { ok: true as const, value: null }
            : await here.terminal.newPassword(passwordStdin === true, 'New password');
        if (!typed.ok) {
          fail(here, typed.error);
          return;
        }
        await ask('password', { ...options, password: typed.value }, (answer) =>
          answer.password
            ? `Whoever joins "${answer.shell.name}" from now on must know the new password.`
            : `Whoever joins "${answer.shell.name}" needs no password any more.`,
        );
      },
    );

  inShell('invite', 'make an invite code for one friend')
    .option('--expires <time>', 'how long it can be used', '1h')
    .option('--qr', 'show it as a QR code too')
    .action(async ({ expires, qr, ...options }: ShellOption & { expires: string; qr?: boolean }) => {
      const expiresInMs = parseDuration(expires);
      if (!expiresInMs.ok) {
        fail(global(), expiresInMs.error);
        return;
      }
      const { terminal } = global();
      await ask('invite', { ...options, expiresInMs: expiresInMs.value }, ({ code, expiresAt, shell }) => {
        terminal.say(`For one friend, until ${showMoment(expiresAt)}, to join "${shell.name}".`);
        terminal.say('Send it to them; they run: npx fyteclub join');
        return qr === true ? `${renderUnicodeCompact(code)}\n${code}` : code;
      });
    });
  inShell('invites', 'list open and used invites').action((options: ShellOption) =>
    ask('invites', options, ({ invites }, terminal) => showInvites(invites, terminal)),
  );
  inShell('revoke <invite>', 'close an open invite').action((invite: string, options: ShellOption) =>
    ask('revoke', { ...options, invite }, (answer) => `Invite ${answer.invite.id.slice(0, 8)} is revoked.`),
  );

  verb('join [code]', 'join a syncshell with the code a friend sent ("-" reads it from stdin)')
    .option('--as <name>', 'how its members see me')
    .option('--use-reply', 'go straight to the two-code way')
    .option('--password-stdin', 'the group’s password is on stdin, on the line after the code if that is too')
    .action(async (argument: string | undefined, { passwordStdin = false, ...options }: JoinOptions) => {
      const here = global();
      const code = await here.terminal.secret(argument, 'Paste the invite code', passwordStdin);
      if (!code.ok) {
        fail(here, code.error);
        return;
      }
      const { decodeInvite } = await import('./offline.ts');
      const invite = decodeInvite(code.value);
      const asks = passwordStdin || (invite.ok && invite.value.needsPassword && here.terminal.interactive);
      const typed = asks ? await here.terminal.password(passwordStdin, 'The group’s password') : undefined;
      if (typed?.ok === false) {
        fail(here, typed.error);
        return;
      }
      const password = typed === undefined ? {} : { password: typed.value };
      const input = { code: code.value, ...options, ...password };
      for await (const step of streamVerb(here.paths.socket, 'join', input)) {
        if (step.ok) here.terminal.answer(step.value as JoinStep, showJoinStep(options.useReply === true));
        else fail(here, step.error);
      }
    });
  verb('reply [code]', 'give the inviter the joiner’s reply ("-" reads it from stdin)').action(
    async (argument: string | undefined) => {
      const here = global();
      const code = await here.terminal.secret(argument, 'Paste the reply code');
      if (!code.ok) {
        fail(here, code.error);
        return;
      }
      // A code that cannot be used is told at once, without a word of reaching anybody.
      const reaching = setTimeout(() => {
        here.terminal.say('Reaching the joiner…');
      }, AT_ONCE_MS);
      await ask('reply', { code: code.value }, ({ member }) => `${member.name} is in.`);
      clearTimeout(reaching);
    },
  );

  inShell('leave', 'leave the syncshell; coming back takes a new invite')
    .option('--yes', 'do not ask')
    .action(async ({ yes, ...options }: ShellOption & { yes?: boolean }) => {
      const here = global();
      const question = 'Leave for good? Coming back takes a new invite and a new key.';
      const sure = await here.terminal.sure('leave', question, yes === true);
      if (sure.ok) await ask('leave', options, () => 'You left. Received mods stay where they are.');
      else fail(here, sure.error);
    });

  inShell('remove <member>', 'vote a member out; in groups of ten and more a second member must sign')
    .option('--reason <text>', 'what the others are told')
    .option('--with-brought', 'and everybody who came by that member’s invites')
    .option('--yes', 'do not ask')
    .action(
      async (
        member: string,
        { yes, ...options }: ShellOption & { reason?: string; withBrought?: boolean; yes?: boolean },
      ) => {
        const here = global();
        const question = `Remove ${member} for good? There is no second chance for a key that was removed.`;
        const sure = await here.terminal.sure('remove', plain(question), yes === true);
        if (sure.ok) await ask('remove', { ...options, member }, showRemoved);
        else fail(here, sure.error);
      },
    );
  inShell('sign <removal>', 'second a removal that somebody proposed').action(
    (removal: string, options: ShellOption) =>
      ask('sign', { ...options, removal }, (answer) => showRemoval(answer.removal)),
  );
  inShell('removals', 'open and finished removals').action((options: ShellOption) =>
    ask('removals', options, ({ removals }, terminal) => showRemovals(removals, terminal)),
  );

  verb('status', 'the node and its syncshells')
    .helpGroup(THIS_MACHINE)
    .action(() => ask('status', {}, showStatus));
  inShell('members', 'who is in').action((options: ShellOption) =>
    ask('members', options, ({ members }, terminal) => showMembers(members, terminal)),
  );

  inShell('note <member> [text]', 'keep a note on a member, on this machine only; "" forgets it').action(
    (member: string, note: string | undefined, options: ShellOption) =>
      ask('remember', { ...options, member, note }, showRemembered),
  );
  inShell('mute <member>', 'the page tells nothing of a member any more, or tells again')
    .addArgument(new Argument('[switch]', 'on unless given').choices(['on', 'off']).default('on'))
    .action((member: string, to: 'on' | 'off', options: ShellOption) =>
      ask('remember', { ...options, member, muted: to === 'on' }, showRemembered),
    );

  verb('open', 'open the page, by a link that is good once and for a minute')
    .helpGroup(THIS_MACHINE)
    .action(() =>
      ask('open', {}, ({ url }) => {
        void global().terminal.browse(url);
        return url;
      }),
    );
  verb('inspect', 'a link to the inspector of a node that runs with --inspect')
    .helpGroup(THIS_MACHINE)
    .action(() => ask('inspect', {}, ({ url }) => url));
  verb('paths', 'where this node keeps its things')
    .helpGroup(THIS_MACHINE)
    .action(() => {
      const { terminal, paths } = global();
      terminal.answer(
        paths,
        columns(Object.entries(paths).map(([name, path]) => [name, String(path)])).join('\n'),
      );
    });
}
