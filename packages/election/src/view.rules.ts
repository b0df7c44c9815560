import type { InstanceId, MemberId } from '@fyteclub/identity';
import type { ElectionView } from './election.events.ts';
import { witnessedStarts } from './host.rules.ts';

/** Whom we are linked to, in order. */
export const linked = ({ links }: ElectionView): readonly MemberId[] =>
  (Object.keys(links) as MemberId[]).sort();

/**
 * The run with which a member counts for the choice of host, undefined if it is offline. A link is proof; without
 * one the last beacon is, until a suspicion of it is over.
 */
function runOf(context: ElectionView, member: MemberId): InstanceId | undefined {
  if (member === context.me) return context.instance;
  const [link, life] = [context.links[member], context.lives.get(member)];
  const isLeaving = life?.beacon.leaving === true && life.beacon.instance === link;
  if (link !== undefined && !isLeaving) return link;
  return life === undefined || life.standing === 'gone' ? undefined : life.beacon.instance;
}

const sets = new WeakMap<readonly MemberId[], ReadonlySet<MemberId>>();

/** The members for looking up: they change seldom and are asked for with every statement. */
export function memberSet(members: readonly MemberId[]): ReadonlySet<MemberId> {
  const known = sets.get(members) ?? new Set(members);
  sets.set(members, known);
  return known;
}

/** Whether a member counts for the choice of host. */
export const counts = (context: ElectionView, member: MemberId): boolean =>
  memberSet(context.members).has(member) && runOf(context, member) !== undefined;

/** Everybody who counts for the choice of host, with the run that counts. */
export function onlineRuns(context: ElectionView): Readonly<Record<MemberId, InstanceId>> {
  const runs = context.members.map((member) => [member, runOf(context, member)] as const);
  return Object.fromEntries(runs.filter(([, run]) => run !== undefined)) as Record<MemberId, InstanceId>;
}

/** Whether somebody counts now who did not, counts no more, or counts with another run. */
export function haveRunsChanged(before: ElectionView, after: ElectionView): boolean {
  const differs = (member: MemberId): boolean => runOf(before, member) !== runOf(after, member);
  if (before.links !== after.links && [before, after].flatMap(linked).some(differs)) return true;
  if (before.lives === after.lives) return false;
  if (before.lives.size !== after.lives.size) return true;
  for (const [member, life] of after.lives)
    if (before.lives.get(member) !== life && differs(member)) return true;
  return false;
}

/**
 * Whether to show a member as online: unlike the choice of host this does not wait for a suspicion to be over, so
 * that a crash is seen at once.
 */
export const isOnline = (context: ElectionView, member: MemberId): boolean =>
  memberSet(context.members).has(member) && isSeen(context, member);

function isSeen(context: ElectionView, member: MemberId): boolean {
  if (runOf(context, member) === undefined) return false;
  const isLinked = member === context.me || context.links[member] !== undefined;
  return isLinked || context.lives.get(member)?.standing === 'alive';
}

/** Everybody to be shown as online, me included. */
export const onlineMembers = (context: ElectionView): readonly MemberId[] =>
  context.members.filter((member) => isSeen(context, member));

/** Since when everybody's current run is witnessed, ms since the epoch; nothing of whom nobody told. */
export function startsOf(context: ElectionView): ReadonlyMap<MemberId, number> {
  const isMember = memberSet(context.members);
  const believed = [...context.lists.values()].filter(({ witness }) => isMember.has(witness));
  return witnessedStarts(onlineRuns(context), believed);
}

/** Whether we have a link to everybody who is online: then nobody needs to hear of us through others. */
export const isFullyLinked = (context: ElectionView): boolean =>
  context.members.every(
    (member) =>
      member === context.me || context.links[member] !== undefined || runOf(context, member) === undefined,
  );
