import type { InstanceId, MemberId } from '@fyteclub/identity';
import type { ElectionContext, ElectionEmitted, ElectionInput, Step } from './election.events.ts';
import { BUCKET_MS, chooseHost } from './host.rules.ts';
import { mergeLists, recall, witness } from './lists.rules.ts';
import { witnessMessages, type ElectionMessage } from './messages.ts';
import { checkList, type CheckedList, type WitnessEntry } from './witness.ts';

export const begin = ({ shell, me, instance, bucketMs = BUCKET_MS }: ElectionInput): ElectionContext => ({
  shell,
  me,
  instance,
  bucketMs,
  members: [],
  online: {},
  entries: [],
  sequence: 0,
  lists: {},
  host: null,
});

const everybodyOnline = ({
  online,
  me,
  instance,
}: ElectionContext): Readonly<Record<MemberId, InstanceId>> => ({
  ...online,
  [me]: instance,
});

/** A new list of what I witnessed; taking the clock into its number lets it win also after a restart. */
function askToSign(context: ElectionContext, entries: readonly WitnessEntry[], now: number): Step {
  const sequence = Math.max(context.sequence, context.lists[context.me]?.sequence ?? 0, now - 1) + 1;
  return { context: { ...context, entries, sequence }, effects: [{ type: 'SIGN', entries, sequence }] };
}

export const setMembers = (context: ElectionContext, members: readonly MemberId[]): ElectionContext => ({
  ...context,
  members,
  lists: mergeLists(context.lists, [], members).lists,
});

/** Tells a new peer all we know, and writes down when we met this run of its node. */
export function meet(context: ElectionContext, subject: MemberId, instance: InstanceId, now: number): Step {
  const next = { ...context, online: { ...context.online, [subject]: instance } };
  const tell = witnessMessages(Object.values(context.lists)).map((message): ElectionEmitted => ({
    type: 'SEND',
    to: subject,
    message,
  }));
  const entries = witness(context.entries, { subject, instance, since: now }, next.online);
  if (entries === undefined) return { context: next, effects: tell };
  const signing = askToSign(next, entries, now);
  return { context: signing.context, effects: [...tell, ...signing.effects] };
}

export function lose(context: ElectionContext, member: MemberId): ElectionContext {
  const online = Object.fromEntries(Object.entries(context.online).filter(([id]) => id !== member));
  return { ...context, online };
}

/** Our own list came back signed: everybody shall have it. An outdated one is dropped. */
export function publish(context: ElectionContext, bytes: Uint8Array): Step {
  const list = checkList(bytes, context.shell);
  if (!list.ok || list.value.witness !== context.me || list.value.sequence !== context.sequence)
    return { context, effects: [] };
  const { lists } = mergeLists(context.lists, [list.value], context.members);
  const message = { type: 'election.witness', lists: [bytes] } as const;
  return { context: { ...context, lists }, effects: [{ type: 'SEND', to: 'all', message }] };
}

function hearLists(context: ElectionContext, from: MemberId, told: readonly Uint8Array[], now: number): Step {
  const lists: CheckedList[] = [];
  const effects: ElectionEmitted[] = [];
  for (const bytes of told) {
    const list = checkList(bytes, context.shell);
    if (list.ok) lists.push(list.value);
    else effects.push({ type: 'REFUSED', from, code: list.error });
  }
  const mine = lists.find((list) => list.witness === context.me);
  const others = lists.filter((list) => list !== mine && list.witness !== context.me);
  const merged = mergeLists(context.lists, others, context.members);
  const listeners = (Object.keys(context.online) as MemberId[]).filter((member) => member !== from);
  for (const message of witnessMessages(merged.news))
    effects.push(...listeners.map((to): ElectionEmitted => ({ type: 'SEND', to, message })));
  const next = { ...context, lists: merged.lists };
  const recalled = mine && recall(next.entries, mine.entries);
  if (recalled === undefined) return { context: next, effects };
  const past = { ...next, sequence: Math.max(next.sequence, mine?.sequence ?? 0) };
  const signing = askToSign(past, recalled, now);
  return { context: signing.context, effects: [...effects, ...signing.effects] };
}

/** Whatever a connected member says. */
export function hear(context: ElectionContext, from: MemberId, message: ElectionMessage, now: number): Step {
  if (message.type === 'election.witness') return hearLists(context, from, message.lists, now);
  const isThisRun = context.online[from] === message.instance;
  return { context: isThisRun ? lose(context, from) : context, effects: [] };
}

/** Says who hosts if that is another one than before. */
export function announce(context: ElectionContext): Step {
  const { members, lists, me, bucketMs } = context;
  const online = everybodyOnline(context);
  const host = chooseHost({ members, online, lists: Object.values(lists), me, bucketMs }) ?? null;
  if (host === context.host) return { context, effects: [] };
  return { context: { ...context, host }, effects: [{ type: 'HOST_CHANGED', host }] };
}

/** While news may still be on its way the host stays; but one who is gone is replaced at once (P48). */
export function replaceLostHost(context: ElectionContext): Step {
  const { host, members } = context;
  const isHere = host === null || (members.includes(host) && everybodyOnline(context)[host] !== undefined);
  return isHere ? { context, effects: [] } : announce(context);
}

/** Nobody else is in the group, so there is nobody to wait for. */
export const isAlone = ({ members, me }: ElectionContext): boolean =>
  members.length > 0 && members.every((member) => member === me);
