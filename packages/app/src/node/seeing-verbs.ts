import { err, ok, type MemberId } from '@fyteclub/identity';
import type { Roster } from '@fyteclub/phonebook';
import { VERSION } from '../version.ts';
import type { Shell } from '../shell/shell.ts';
import { describe } from '../problems.ts';
import { lastBackup } from './last-backup.ts';
import type { FyteNode } from './node.ts';
import type { NodeCore } from './node-core.ts';
import { mutedShown, rememberedOf } from './remembering-verbs.ts';
import { pausesShown } from './pausing-verbs.ts';
import type { MemberShown, ShellStatus } from '../shown/index.ts';

/** Where the inspector's page is, behind the page's door. */
const INSPECTOR = 'inspect/';

/** What the node knows, for people and scripts. */
export function seeingVerbs(core: NodeCore): Pick<FyteNode, 'status' | 'members' | 'open' | 'inspect'> {
  const { page, parts, paths, inspect, gaming } = core.context;
  const { now, pid } = parts;
  return {
    status: () =>
      ok({
        node: {
          version: VERSION,
          pid,
          uptimeSeconds: Math.floor((now() - core.startedAt) / 1000),
          page: page?.url ?? null,
          log: paths.log,
        },
        shells: core.shells.map(statusOf),
        paused: pausesShown(core),
        backup: lastBackup(core),
        muted: [...mutedShown(core)],
        gaming: { on: gaming.on },
      }),
    open: () => (page === undefined ? err(describe('no-page')) : ok({ url: page.link() })),
    inspect: () => {
      if (inspect === undefined) return err(describe('not-inspecting'));
      return page === undefined ? err(describe('no-page')) : ok({ url: page.link(INSPECTOR) });
    },
    members: ({ shell: name }) => {
      const found = core.memberShell(name);
      return found.ok ? ok({ members: membersOf(found.value.shell, now()) }) : found;
    },
  };
}

function statusOf(shell: Shell): ShellStatus {
  const { parts } = shell;
  const host = parts?.hosting.host() ?? null;
  const members = Object.keys(parts?.book.roster().members ?? {}).length;
  return {
    ...shell.named,
    state: shell.state,
    me: shell.me,
    host: host === null ? null : { ...shell.memberNamed(host), me: host === shell.me.id },
    members,
    online: parts?.hosting.onlineMembers.length ?? 0,
    epoch: parts?.book.epoch() ?? '',
    password: parts === undefined ? null : passwordOf(shell, parts.book.roster()),
    unsynced: parts?.book.mayAct === false,
  };
}

const passwordOf = (shell: Shell, { password, passwordKnownTo }: Roster): ShellStatus['password'] =>
  password === null ? null : { knownTo: passwordKnownTo.map((id) => shell.memberNamed(id)) };

function membersOf(shell: Shell, now: number): readonly MemberShown[] {
  const { parts } = shell;
  if (parts === undefined) return [];
  const host = parts.hosting.host();
  const starts = parts.hosting.witnessedStarts();
  return Object.values(parts.book.roster().members)
    .sort((a, b) => a.seniority - b.seniority)
    .map(({ id, invitedBy }) => {
      const me = id === shell.me.id;
      const online = me || parts.hosting.online(id);
      const since = starts.get(id);
      const sight = parts.sharing.sightOf(id);
      return {
        ...shell.memberNamed(id),
        me,
        online,
        host: id === host,
        uptimeSeconds: online && since !== undefined ? Math.max(0, Math.floor((now - since) / 1000)) : null,
        near: sight.near,
        metres: sight.metres,
        path: !me && shell.peers.get(id) !== undefined ? 'direct' : null,
        lastSeen: online ? now : lastSeen(shell, id),
        invitedBy: invitedBy === null ? null : shell.memberNamed(invitedBy),
        ...rememberedOf(shell, id),
      };
    });
}

function lastSeen(shell: Shell, member: MemberId): number | null {
  return shell.parts?.book.record(member)?.issuedAt ?? null;
}
