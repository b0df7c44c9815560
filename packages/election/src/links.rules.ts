import type { InstanceId, MemberId } from '@fyteclub/identity';
import { askToSign, change, send, setLife, without, type Draft } from './draft.rules.ts';
import type { ElectionContext } from './election.events.ts';
import type { ElectionAck, ElectionProbe } from './messages.ts';
import { greeting } from './news.rules.ts';
import { acquit, concludeProbe, doubt, renewSoon, suspect } from './suspicion.rules.ts';
import { linked } from './view.rules.ts';
import { writeDownMeeting } from './witnessing.rules.ts';

/** Friends asked about a lost member. */
const ASKED = 3;
/** Questions of others that we pass on in one round. */
const MAX_PINGS = 256;
const MAX_PINGS_OF_ONE = 32;
/** After this long away from everybody our last beacon is due again. */
const OLD_BEACON_MS = 15 * 60_000;

const count = (draft: Draft): number => {
  const counter = (draft.context.counter + 1) % 2 ** 32;
  change(draft, { counter });
  return counter;
};

/** Whether this run of a member is new to us: then it brings news that is worth waiting for. */
export const isNewRun = (
  { links, lives }: ElectionContext,
  member: MemberId,
  instance: InstanceId,
): boolean => links[member] !== instance && lives.get(member)?.beacon.instance !== instance;

/** Tells a new peer what we know, and writes down when we met this run of its node. */
export function meet(draft: Draft, member: MemberId, instance: InstanceId, now: number): void {
  acquit(draft, member);
  change(draft, { now, links: { ...draft.context.links, [member]: instance } });
  const life = draft.context.lives.get(member);
  if (life !== undefined && !life.beacon.leaving)
    setLife(draft, member, { ...life, standing: 'alive', age: 0 });
  const message = greeting(draft.context);
  if (message !== undefined) send(draft, member, message);
  const mine = draft.context.lives.get(draft.context.me);
  if (mine !== undefined && now - mine.beacon.incarnation > OLD_BEACON_MS) renewSoon(draft);
  writeDownMeeting(draft, member, instance, now);
}

/**
 * The link is gone. A lost one is no proof: a few friends are asked whether they still reach the member. One that was
 * closed by agreement says nothing about the member; whoever is still linked to it will notice if it goes.
 */
export function part(draft: Draft, member: MemberId, how: 'lost' | 'parted'): void {
  change(draft, { links: without(draft.context.links, member) });
  const friends = linked(draft.context);
  // Whoever hears nobody cannot tell the others' silence from its own deafness: it accuses nobody, but may end up alone.
  if (friends.length === 0) {
    for (const other of draft.context.members) if (other !== draft.context.me) suspect(draft, other, false);
    return;
  }
  if (how === 'parted' || draft.context.lives.get(member)?.standing !== 'alive') return;
  const probe = count(draft);
  const asked = friends.map((_, i) => friends[(probe + i) % friends.length] ?? member).slice(0, ASKED);
  for (const friend of asked) send(draft, friend, { type: 'election.probe', id: probe, subject: member });
  doubt(draft, member, probe, asked);
}

/** A friend asks whether we still reach somebody. */
export function answerProbe(draft: Draft, asker: MemberId, { id: probe, subject }: ElectionProbe): void {
  const { pings, links } = draft.context;
  if (pings.length >= MAX_PINGS) return;
  if (pings.filter((ping) => ping.asker === asker).length >= MAX_PINGS_OF_ONE) return;
  const isLinked = links[subject] !== undefined && subject !== asker;
  // At once, so that the friend knows that it is not deaf; what the member says comes after.
  send(draft, asker, { type: 'election.ack', id: probe, reach: isLinked ? 'asking' : 'no' });
  if (!isLinked) return;
  const id = count(draft);
  change(draft, { pings: [...pings, { id, subject, asker, probe }] });
  send(draft, subject, { type: 'election.ping', id });
}

/** A member answers over its link what a friend wanted to know. */
export function passPong(draft: Draft, from: MemberId, id: number): void {
  const ping = draft.context.pings.find((open) => open.id === id && open.subject === from);
  if (ping === undefined) return;
  change(draft, { pings: draft.context.pings.filter((open) => open !== ping) });
  send(draft, ping.asker, { type: 'election.ack', id: ping.probe, reach: 'yes' });
}

/** A friend whom we asked is there, and perhaps the lost member too. */
export function hearAck(draft: Draft, from: MemberId, { id, reach }: ElectionAck): void {
  const { doubts, lives } = draft.context;
  const lost = (Object.keys(doubts) as MemberId[]).find((member) => doubts[member]?.probe === id);
  const open = lost && doubts[lost];
  if (lost === undefined || open === undefined || !open.asked.includes(from)) return;
  if (reach === 'yes') {
    acquit(draft, lost);
    const life = lives.get(lost);
    if (life !== undefined) setLife(draft, lost, { ...life, age: 0 });
    return;
  }
  const asked = reach === 'no' ? open.asked.filter((friend) => friend !== from) : open.asked;
  change(draft, { doubts: { ...doubts, [lost]: { ...open, asked, isAnswered: true } } });
  if (asked.length === 0) concludeProbe(draft, lost, id);
}

/** Before our first beacon, nobody but a linked peer knows that we are here. */
export function introduce(draft: Draft): void {
  const { lives, me, members, floor } = draft.context;
  if (!lives.has(me) && members.includes(me)) askToSign(draft, { kind: 'beacon', above: floor });
}
