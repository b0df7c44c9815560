import type { MemberId } from '@fyteclub/identity';
import { askToSign, change, setLife, without, type Draft } from './draft.rules.ts';
import type { ElectionContext } from './election.events.ts';
import { isOnlyLost, newLife } from './lives.rules.ts';
import { linked } from './view.rules.ts';

/** So many suspicions by one member are believed at once; each round gives some back. */
const MAX_ALARMS = 32;
export const FORGIVEN_EACH_ROUND = 3;
export const MAX_DEAFNESS = 4;
const SHORTEST_MS = 4_000;
const MS_PER_DOUBLING = 2_000;

/**
 * How long a suspected member may take to come back or to refute: longer in larger groups, because the word goes
 * from friend to friend, and longer still for a node that was not answered itself (the Lifeguard idea).
 *
 * @returns milliseconds.
 */
export const suspicionMs = ({ members, deafness }: ElectionContext): number =>
  Math.round(Math.max(SHORTEST_MS, MS_PER_DOUBLING * Math.log2(members.length + 1)) * (1 + deafness));

const suspicionTimer = (member: MemberId): string => `suspicion.${member}`;
const probeTimer = (member: MemberId): string => `probe.${member}`;

/** There is proof that the member lives: whatever was under way against it stops. */
export function acquit(draft: Draft, member: MemberId): void {
  if (draft.context.doubts[member] !== undefined) {
    change(draft, { doubts: without(draft.context.doubts, member) });
    draft.waits.push({ id: probeTimer(member), delay: null });
  }
  if (draft.context.lives.get(member)?.standing === 'suspected')
    draft.waits.push({ id: suspicionTimer(member), delay: null });
}

/** Somebody still sees whom we lost while we were cut off ourselves. */
export function findAgain(draft: Draft, member: MemberId): void {
  const life = draft.context.lives.get(member);
  if (life === undefined || !isOnlyLost(life)) return;
  acquit(draft, member);
  setLife(draft, member, newLife(life.beacon));
}

/** Asks friends about a member whose link is gone; `probe` numbers the question. */
export function doubt(draft: Draft, member: MemberId, probe: number, asked: readonly MemberId[]): void {
  const { doubts } = draft.context;
  change(draft, { doubts: { ...doubts, [member]: { probe, asked, isAnswered: false } } });
  const event = { type: 'PROBE_OVER', member, probe } as const;
  draft.waits.push({ id: probeTimer(member), delay: 'probe', event });
}

/** From here on the member has until the end of the suspicion. A link is stronger than any suspicion. */
export function startSuspicion(draft: Draft, member: MemberId): void {
  const life = draft.context.lives.get(member);
  if (life?.standing !== 'alive' || draft.context.links[member] !== undefined) return;
  acquit(draft, member);
  setLife(draft, member, { ...life, standing: 'suspected' });
  const event = { type: 'SUSPICION_OVER', member, incarnation: life.beacon.incarnation } as const;
  draft.waits.push({ id: suspicionTimer(member), delay: 'suspicion', event });
}

/** Suspects a member, and tells the others if we can be sure that it is not ourselves who is cut off. */
export function suspect(draft: Draft, member: MemberId, accuse: boolean): void {
  const life = draft.context.lives.get(member);
  if (life?.standing !== 'alive') return;
  startSuspicion(draft, member);
  if (!accuse || life.suspicion !== null || linked(draft.context).length === 0) return;
  askToSign(draft, { kind: 'suspicion', subject: member, incarnation: life.beacon.incarnation });
}

/** Asked friends had their time. */
export function concludeProbe(draft: Draft, member: MemberId, probe: number): void {
  const { doubts, deafness } = draft.context;
  const open = doubts[member];
  if (open?.probe !== probe) return;
  change(draft, { doubts: without(doubts, member) });
  if (!open.isAnswered) change(draft, { deafness: Math.min(MAX_DEAFNESS, deafness + 1) });
  suspect(draft, member, open.isAnswered);
}

/** The time to refute is over. */
export function concludeSuspicion(draft: Draft, member: MemberId, incarnation: number): void {
  const { context } = draft;
  const life = context.lives.get(member);
  if (life?.standing !== 'suspected' || life.beacon.incarnation !== incarnation) return;
  setLife(draft, member, { ...life, standing: 'gone' });
  // Perhaps it is we who were cut off: a host's new beacon will tell the others after healing that it lived on.
  if (context.host === context.me) renewSoon(draft);
}

/** One new beacon a moment from now, whatever comes together until then. */
export function renewSoon(draft: Draft): void {
  if (draft.context.isRenewing) return;
  change(draft, { isRenewing: true });
  draft.waits.push({ id: 'renew', delay: 'refute', event: { type: 'RENEW' } });
}

/** Signs a new beacon now. */
export function renew(draft: Draft): void {
  const { lives, me, floor } = draft.context;
  change(draft, { isRenewing: false });
  askToSign(draft, { kind: 'beacon', above: Math.max(floor, lives.get(me)?.beacon.incarnation ?? 0) });
}

/** Whether one more suspicion by this member is heard at all: so nobody can make everybody refute all the time. */
export function hearsAlarm(draft: Draft, suspector: MemberId): boolean {
  const { alarms } = draft.context;
  const raised = alarms[suspector] ?? 0;
  if (raised >= MAX_ALARMS) return false;
  change(draft, { alarms: { ...alarms, [suspector]: raised + 1 } });
  return true;
}
