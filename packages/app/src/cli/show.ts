import type * as shown from '../node/shown.ts';
import { explain } from '../problems.ts';
import { showRemoval } from './show-removals.ts';
import { table } from './table.ts';
import { showBytes, showDuration } from './units.ts';

/** How answers read for people. One function an answer; the `--json` shapes are in node/shown.ts. */

const shortId = (id: string): string => id.slice(0, 8);
const when = (at: number): string => new Date(at).toLocaleString();

export const showStatus = ({ node, shells, paused }: shown.Status): string => {
  const head = `FyteClub ${node.version}, process ${node.pid}, up ${showDuration(node.uptimeSeconds)}`;
  if (shells.length === 0) {
    return `${head}\nYou are in no syncshell yet: fyteclub create NAME, or fyteclub join.`;
  }
  const rows = shells.map((shell) => [
    shell.name,
    shortId(shell.id),
    shell.state,
    shell.me.name,
    shell.host === null ? '-' : shell.host.me ? `${shell.host.name} (you)` : shell.host.name,
    `${shell.online} of ${shell.members} online`,
  ]);
  const still = paused.length === 0 ? '' : `\n\n${showPaused({ paused })}`;
  return `${head}\n\n${table(['SYNCSHELL', 'ID', 'STATE', 'YOU', 'HOST', 'MEMBERS'], rows)}${still}`;
};

export const showMembers = (members: readonly shown.MemberShown[]): string =>
  table(
    ['NAME', 'ID', 'STATE', 'DISTANCE', 'PATH', 'INVITED BY'],
    members.map((member) => [
      member.name + (member.host ? ' (host)' : '') + (member.me ? ' (you)' : ''),
      shortId(member.id),
      member.online
        ? `online ${member.uptimeSeconds === null ? '' : showDuration(member.uptimeSeconds)}`.trim()
        : member.lastSeen === null
          ? 'never seen'
          : `offline since ${when(member.lastSeen)}`,
      member.metres === null ? '-' : `${member.metres} m${member.near ? '' : ' (too far)'}`,
      member.path ?? '-',
      member.invitedBy?.name ?? 'founder',
    ]),
  );

export const showInvites = (invites: readonly shown.InviteShown[]): string =>
  invites.length === 0
    ? 'No invites yet: fyteclub invite makes one.'
    : table(
        ['INVITE', 'STATE', 'BY', 'EXPIRES', 'USED BY'],
        invites.map((invite) => [
          shortId(invite.id),
          invite.state,
          invite.by.name,
          when(invite.expiresAt),
          invite.usedBy.map(({ name }) => name).join(', ') || '-',
        ]),
      );

const sentence: Readonly<Record<shown.ModShown['state'], string>> = {
  'waiting-for-range': 'waits until you are within range',
  waiting: 'waits',
  transferring: 'moves',
  complete: 'complete',
  paused: 'paused',
  failed: 'failed',
};
const state = ({ state: of, reason }: { state: shown.ModShown['state']; reason: string | null }): string =>
  sentence[of] + (reason === null ? '' : `: ${explain(reason).message}`);

export const showMods = (mods: readonly shown.ModShown[]): string =>
  mods.length === 0
    ? 'No mods yet: fyteclub share FOLDER shares one.'
    : table(
        ['MOD', 'FROM', 'SIZE', 'FILES', 'STATE', 'FOLDER'],
        mods.map((mod) => [
          mod.name,
          mod.direction === 'shared' ? 'you' : mod.owner.name,
          showBytes(mod.bytes),
          String(mod.files),
          mod.direction === 'shared' ? 'shared' : state(mod),
          mod.path ?? '-',
        ]),
      );

export const showTransfers = (transfers: readonly shown.TransferShown[]): string =>
  transfers.length === 0
    ? 'Nothing moves.'
    : transfers
        .map((transfer) => {
          const percent = transfer.total === 0 ? 100 : Math.floor((100 * transfer.bytes) / transfer.total);
          const arrow =
            transfer.direction === 'sending' ? `to ${transfer.member.name}` : `from ${transfer.member.name}`;
          const rate = transfer.state === 'transferring' ? `, ${showBytes(transfer.bytesPerSecond)}/s` : '';
          const eta = transfer.etaSeconds === null ? '' : `, ${showDuration(transfer.etaSeconds)} left`;
          return `${transfer.mod} ${arrow}: ${percent} % of ${showBytes(transfer.total)}, ${state(transfer)}${rate}${eta}`;
        })
        .join('\n');

/** What happened, as the node in the foreground tells it. */
export function showEvent(event: shown.NodeEvent): string {
  switch (event.event) {
    case 'ready':
      return `FyteClub runs on ${event.home} (process ${event.pid}). ${event.page === null ? '' : 'Its page: npx fyteclub open. '}Ctrl+C stops it.`;
    case 'joined':
      return `${event.member.name} joined "${event.shell.name}".`;
    case 'left':
      return `${event.member.name} left "${event.shell.name}".`;
    case 'removed':
      return `${event.member.name} was removed from "${event.shell.name}".`;
    case 'lease':
      return event.state === 'renewed'
        ? `Your membership in "${event.shell.name}" is renewed.`
        : `You met nobody of "${event.shell.name}" for 30 days, so your membership has lapsed. It comes back by meeting somebody whose has lapsed too, or by a new invite.`;
    case 'removed-me':
      return `You were removed from "${event.shell.name}". What you received stays with you.`;
    case 'removal':
      return `${showRemoval(event.removal)} ("${event.shell.name}")`;
    case 'online':
      return `${event.member.name} is online ("${event.shell.name}").`;
    case 'offline':
      return `${event.member.name} is offline ("${event.shell.name}").`;
    case 'host':
      return event.host === null
        ? `"${event.shell.name}" has no host yet.`
        : `${event.host.name} hosts "${event.shell.name}".`;
    case 'received':
      return `"${event.mod}" from ${event.member.name} is complete: ${event.path}`;
  }
}

export function showPaused({ paused }: { readonly paused: readonly shown.PauseShown[] }): string {
  if (paused.length === 0) return 'Nothing stands still.';
  return paused
    .map(({ member, until }) => {
      const whom = member === null ? 'Everything' : `What goes to and comes from ${member.name}`;
      return `${whom} stands still${until === null ? '' : ` until ${new Date(until).toLocaleTimeString()}`}.`;
    })
    .join('\n');
}

export function showLimits({ limits }: { readonly limits: shown.LimitsShown }): string {
  const rate = (bytes: number | null): string => (bytes === null ? 'no limit' : `${showBytes(bytes)}/s`);
  const rows = [
    { name: 'in all', ...limits },
    ...limits.members.map((each) => ({ ...each, name: each.member.name })),
  ];
  return table(
    ['WHAT', 'UP', 'DOWN'],
    rows.map(({ name, up, down }) => [name, rate(up), rate(down)]),
  );
}
