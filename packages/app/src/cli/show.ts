import type * as shown from '../shown/index.ts';
import { explain } from '../problems.ts';
import { showRemoval } from './show-removals.ts';
import { wrap } from './plain.rules.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { showBytes, showDuration, showMoment } from './units.ts';

/** How answers read for people. One function an answer; the `--json` shapes are in shown/. */

type Look = Pick<Terminal, 'paint' | 'columns'>;

export const shortId = (id: string): string => id.slice(0, 8);

/** When, and whether everything is in it. */
function showLastBackup(backup: shown.LastBackup | null): string {
  if (backup === null) return 'No backup yet: npx fyteclub backup FILE writes one.';
  const without = backup.missing.map(({ name }) => `"${name}"`).join(', ');
  return `Last backup ${showMoment(backup.createdAt)}: ${backup.file}${without === '' ? '' : `, without ${without}`}`;
}

export const showStatus = ({ node, shells, paused, gaming, backup }: shown.Status, look: Look): string => {
  const head = `FyteClub ${node.version}, process ${node.pid}, up ${showDuration(node.uptimeSeconds)}`;
  if (shells.length === 0) {
    return `${head}\nYou are in no syncshell yet: npx fyteclub create NAME, or npx fyteclub join.`;
  }
  const rows = shells.map((shell) => [
    shell.name || '-',
    shortId(shell.id),
    { text: shell.state, paint: shell.state === 'member' ? look.paint.green : look.paint.yellow },
    shell.me.name,
    shell.host === null ? '-' : shell.host.me ? `${shell.host.name} (you)` : shell.host.name,
    shell.state === 'joining' ? '-' : `${shell.online} of ${shell.members} online`,
  ]);
  const joining = shells
    .filter(({ state }) => state === 'joining')
    .map(({ id }) => wrap(showJoining(shortId(id)), look.columns));
  const still = paused.length === 0 ? '' : `\n\n${showPaused({ paused })}`;
  const playing = gaming.on ? `\n\n${showGaming({ gaming })}` : '';
  const page = node.page === null ? '' : '\nIts page: npx fyteclub open';
  const headings = ['SYNCSHELL', 'ID', 'STATE', 'YOU', 'HOST', 'MEMBERS'];
  return `${head}${page}\n\n${[table(headings, rows, look), ...joining].join('\n\n')}${still}${playing}\n\n${showLastBackup(backup)}`;
};

const showJoining = (id: string): string =>
  `Joining ${id} has not finished: "npx fyteclub join" with the same code goes on, "npx fyteclub leave --shell ${id}" gives up.`;

export function showMembers(members: readonly shown.MemberShown[], look: Look): string {
  const noted = members.some(({ note, muted }) => note !== '' || muted);
  return table(
    ['NAME', 'ID', 'STATE', 'DISTANCE', 'PATH', 'INVITED BY', ...(noted ? ['NOTE'] : [])],
    members.map((member) => [
      member.name + (member.host ? ' (host)' : '') + (member.me ? ' (you)' : ''),
      shortId(member.id),
      member.online
        ? { text: `online ${upFor(member)}`.trim(), paint: look.paint.green }
        : { text: awaySince(member), paint: look.paint.dim },
      member.metres === null ? '-' : `${member.metres} m${member.near ? '' : ' (too far)'}`,
      member.path ?? '-',
      member.invitedBy?.name ?? 'founder',
      ...(noted ? [[...(member.muted ? ['(muted)'] : []), member.note].join(' ').trim() || '-'] : []),
    ]),
    look,
  );
}

const upFor = ({ uptimeSeconds }: shown.MemberShown): string =>
  uptimeSeconds === null ? '' : showDuration(uptimeSeconds);
const awaySince = ({ lastSeen }: shown.MemberShown): string =>
  lastSeen === null ? 'never seen' : `offline since ${showMoment(lastSeen)}`;

export const showRemembered = ({ member }: { readonly member: shown.MemberRemembered }): string =>
  [
    `${member.name}: ${member.note === '' ? 'no note.' : member.note}`,
    ...(member.muted ? ['Muted: nothing is told of them.'] : []),
  ].join('\n');

/** Whom we see, by the names that others know them by. */
export function showNear(near: readonly shown.Sight[], members: readonly shown.MemberShown[]): string {
  const nameOf = (id: string): string => members.find((member) => member.id === id)?.name ?? shortId(id);
  return near.length === 0
    ? 'You see nobody near.'
    : near
        .map(({ id, metres }) =>
          members.find((member) => member.id === id)?.near === false
            ? `${nameOf(id)} stands ${metres} m away, which is too far for mods to move.`
            : `${nameOf(id)} stands ${metres} m away.`,
        )
        .join('\n');
}

export const showInvites = (invites: readonly shown.InviteShown[], look: Look): string =>
  invites.length === 0
    ? 'No invites yet: npx fyteclub invite makes one.'
    : table(
        ['INVITE', 'STATE', 'BY', 'EXPIRES', 'USED BY'],
        invites.map((invite) => [
          shortId(invite.id),
          invite.state,
          invite.by.name,
          showMoment(invite.expiresAt),
          invite.usedBy.map(({ name }) => name).join(', ') || '-',
        ]),
        look,
      );

const sentence: Readonly<Record<shown.ModShown['state'], string>> = {
  'waiting-for-range': 'waits until you are within range',
  waiting: 'waits',
  transferring: 'moves',
  complete: 'complete',
  held: 'held',
  paused: 'paused',
  failed: 'failed',
};
export const showState = ({
  state: of,
  reason,
}: {
  state: shown.ModShown['state'];
  reason: string | null;
}): string => sentence[of] + (reason === null ? '' : `: ${explain(reason).message}`);

export const showMods = (mods: readonly shown.ModShown[], look: Look): string =>
  mods.length === 0
    ? 'No mods yet: npx fyteclub share FOLDER shares one.'
    : table(
        ['MOD', 'FROM', 'SIZE', 'FILES', 'STATE', 'FOLDER'],
        mods.map((mod) => [
          mod.name,
          mod.direction === 'shared' ? 'you' : mod.owner.name,
          showBytes(mod.bytes),
          String(mod.files),
          mod.direction === 'shared' ? 'shared' : showState(mod),
          { text: mod.path ?? '-', whole: true },
        ]),
        look,
      );

export const showReleased = ({ mod }: { readonly mod: shown.ModShown }): string =>
  `"${mod.name}" from ${mod.owner.name} is let through: ${showBytes(mod.bytes)}, ${showState(mod)}.`;

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
    case 'back':
      return `You are in "${event.shell.name}" after all: whoever removed you was out by then.`;
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
    case 'held':
      return `"${event.mod}" from ${event.member.name} is held: ${showBytes(event.bytes)} is more than you take unasked. npx fyteclub release ${shortId(event.hash)} lets it through.`;
  }
}

export function showPaused({ paused }: { readonly paused: readonly shown.PauseShown[] }): string {
  if (paused.length === 0) return 'Nothing stands still.';
  return paused
    .map(({ member, until }) => {
      const whom = member === null ? 'Everything' : `What goes to and comes from ${member.name}`;
      return `${whom} stands still${until === null ? '' : ` until ${showMoment(until)}`}.`;
    })
    .join('\n');
}

export const showGaming = ({ gaming: { on } }: { readonly gaming: shown.GamingShown }): string =>
  on ? 'Gaming mode is on: at most 250 kB/s leave, and two transfers run at a time.' : 'Gaming mode is off.';

export function showLimits({ limits }: { readonly limits: shown.LimitsShown }, look: Look): string {
  const rate = (bytes: number | null): string => (bytes === null ? 'no limit' : `${showBytes(bytes)}/s`);
  const rows = [
    { name: 'in all', ...limits },
    ...limits.members.map((each) => ({ ...each, name: each.member.name })),
  ];
  return table(
    ['WHAT', 'UP', 'DOWN'],
    rows.map(({ name, up, down }) => [name, rate(up), rate(down)]),
    look,
  );
}
