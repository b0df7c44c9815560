import { computed, signal } from '@preact/signals';
import type {
  Invite,
  Limits,
  Member,
  Mod,
  Pause,
  Removal,
  ShellStatus,
  Status,
  Transfer,
  Verbs,
} from './api-types.ts';
import { call } from './node/client.ts';
import { CONNECTING, type Link } from './node/link.rules.ts';
import type { EventLine } from './text/event-line.rules.ts';

/** What the page knows; views read it and are drawn anew when it changes. */

export const link = signal<Link>(CONNECTING);
export const status = signal<Status | undefined>(undefined);
/** Ms since 1970, by the second. */
export const now = signal(Date.now());

/** What one syncshell is, as far as it has been asked. */
export interface Inside {
  readonly shell: string;
  readonly members: readonly Member[];
  readonly invites: readonly Invite[];
  readonly removals: readonly Removal[];
  readonly mods: readonly Mod[];
}
export const inside = signal<Inside | undefined>(undefined);
export const transfers = signal<readonly Transfer[]>([]);
/** How fast bytes may move; others than the page set it too. */
export const limits = signal<Limits | undefined>(undefined);
/** What stands still. */
export const pauses = computed<readonly Pause[]>(() => status.value?.paused ?? []);
/** An answer to pausing or resuming says it sooner than the next look. */
export const keepPauses = ({ paused }: { readonly paused: readonly Pause[] }): void => {
  if (status.value !== undefined) status.value = { ...status.value, paused };
};

/** Whether the node keeps out of a game’s way. */
export const gaming = computed<boolean>(() => status.value?.gaming.on ?? false);
export const keepGaming = (answer: { readonly gaming: Status['gaming'] }): void => {
  if (status.value !== undefined) status.value = { ...status.value, gaming: answer.gaming };
};

/** Of whom nothing is told. */
export const muted = computed<ReadonlySet<string>>(
  () => new Set(status.value?.muted.map(({ id }) => id) ?? []),
);
/** What was just kept of a friend, sooner than the next look. */
export const keepRemembered = ({ id, name, ...kept }: Verbs['remember']['answer']['member']): void => {
  const { value } = inside;
  if (value !== undefined)
    inside.value = {
      ...value,
      members: value.members.map((member) => (member.id === id ? { ...member, ...kept } : member)),
    };
  if (status.value === undefined) return;
  const others = status.value.muted.filter((member) => member.id !== id);
  status.value = { ...status.value, muted: kept.muted ? [...others, { id, name }] : others };
};

export interface Logged extends EventLine {
  readonly id: number;
  readonly at: number;
  readonly shell: string | undefined;
}
export const log = signal<readonly Logged[]>([]);
/** Said aloud to whoever listens to the page. */
export const said = signal('');
export const say = (sentence: string): void => {
  said.value = sentence;
};

const CHOSEN = 'fyteclub.shell';
const chosen = signal(sessionStorage.getItem(CHOSEN) ?? '');
export const choose = (id: string): void => {
  chosen.value = id;
  sessionStorage.setItem(CHOSEN, id);
  refreshSoon(0);
};

/** Syncshells in which there is something to see: one that is still being joined has nothing yet. */
export const shells = computed<readonly ShellStatus[]>(
  () => status.value?.shells.filter(({ state }) => state !== 'joining') ?? [],
);
export const shell = computed<ShellStatus | undefined>(
  () =>
    shells.value.find(({ id }) => id === chosen.value) ??
    shells.value.find(({ state }) => state !== 'removed') ??
    shells.value[0],
);
/** Whether nobody else is in it yet. */
export const alone = computed(() => shell.value !== undefined && shell.value.members <= 1);
/** What is known of the syncshell that is shown. */
export const here = computed<Inside | undefined>(() =>
  inside.value !== undefined && inside.value.shell === shell.value?.id ? inside.value : undefined,
);

const EMPTY = { members: [], invites: [], removals: [], mods: [] };
let turn = 0;

async function insideOf(id: string): Promise<Inside> {
  const input = { shell: id };
  const [members, invites, removals, mods] = await Promise.all([
    call('members', input),
    call('invites', input),
    call('removals', input),
    call('mods', input),
  ]);
  return {
    ...EMPTY,
    // What is not told, because the node goes at this moment, is as it was.
    ...(inside.value?.shell === id ? inside.value : {}),
    shell: id,
    ...(members.ok ? members.value : {}),
    ...(invites.ok ? invites.value : {}),
    ...(removals.ok ? removals.value : {}),
    ...(mods.ok ? mods.value : {}),
  };
}

/** Looks at everything anew. What comes late, after a newer look, is dropped. */
export async function refresh(): Promise<void> {
  const mine = ++turn;
  const [answer, limit] = await Promise.all([call('status', {}), call('limit', {})]);
  if (mine !== turn || !answer.ok) return;
  status.value = answer.value;
  if (limit.ok) limits.value = limit.value.limits;
  const { value } = shell;
  const looked = value === undefined || value.state === 'removed' ? undefined : await insideOf(value.id);
  if (mine === turn) inside.value = looked;
}

const TOGETHER_MS = 120;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The same, once for everything that happens at about the same time. */
export function refreshSoon(afterMs = TOGETHER_MS): void {
  clearTimeout(timer);
  timer = setTimeout(() => void refresh(), afterMs);
}
