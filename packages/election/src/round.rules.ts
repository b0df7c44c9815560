import type { MemberId } from '@fyteclub/identity';
import { change, send, type Draft } from './draft.rules.ts';
import type { ElectionContext } from './election.events.ts';
import type { Life } from './lives.rules.ts';
import { digestOf } from './news.rules.ts';
import { FORGIVEN_EACH_ROUND, renew, suspect } from './suspicion.rules.ts';
import { isFullyLinked, linked } from './view.rules.ts';

/** A host that others only know by hearsay signs a beacon in each round; this many missed ones make it suspect. */
const MAX_HOST_SILENCE = 4;
/** Everybody else signs one every so many rounds, the fewer the larger the group: one a second by all of it. */
const RENEW_EVERY = 6;
const MEMBERS_PER_ROUND = 10;
const MISSED_BEACONS = 3;
/** Whoever has a link to everybody signs one for newcomers only. */
const RENEW_ANYWAY = 90;
/** New suspicions in one round; the rest has time. */
const MAX_SUSPECTS = 16;
const COMPARE_EVERY = 3;

const renewEvery = ({ members }: ElectionContext): number =>
  Math.max(RENEW_EVERY, Math.ceil(members.length / MEMBERS_PER_ROUND));

function isDue(context: ElectionContext): boolean {
  const { beaconAge, host, me } = context;
  if (beaconAge >= RENEW_ANYWAY) return true;
  const every = host === me ? 1 : renewEvery(context);
  return beaconAge >= every && !isFullyLinked(context);
}

/** The beacons of those whom no link proves grow older, and so does the silence of a host among them. */
function age(draft: Draft): void {
  const { lives, links, host, me, hostSilence, beaconAge } = draft.context;
  const older = new Map<MemberId, Life>();
  for (const [id, life] of lives) older.set(id, { ...life, age: links[id] === undefined ? life.age + 1 : 0 });
  const isNear = host === null || host === me || links[host] !== undefined;
  change(draft, {
    lives: older,
    hostSilence: isNear ? 0 : hostSilence + 1,
    beaconAge: beaconAge + 1,
  });
}

/** Nobody may lose a link to those whom nobody is linked to: a whole corner of the mesh can go at once. */
function suspectTheSilent(draft: Draft): void {
  const { context } = draft;
  const { lives, host, me, hostSilence } = context;
  const maxAge = MISSED_BEACONS * renewEvery(context) + 1;
  const silent = context.members.filter((member) => {
    const life = lives.get(member);
    if (life?.standing !== 'alive' || member === me || context.links[member] !== undefined) return false;
    return life.age > maxAge || (member === host && hostSilence >= MAX_HOST_SILENCE);
  });
  for (const member of silent.slice(0, MAX_SUSPECTS)) suspect(draft, member, true);
}

/** Compares notes with one peer in turn, for what got lost on the way. */
function compareNotes(draft: Draft): void {
  const { context } = draft;
  if (context.round % COMPARE_EVERY !== 0) return;
  const peers = linked(context);
  const peer = peers[(context.round / COMPARE_EVERY) % peers.length];
  if (peer !== undefined) send(draft, peer, digestOf(context, true));
}

function forgive(draft: Draft): void {
  const { alarms, deafness, round } = draft.context;
  const left = Object.entries(alarms).map(([id, raised]) => [id, raised - FORGIVEN_EACH_ROUND] as const);
  change(draft, {
    round: round + 1,
    alarms: Object.fromEntries(left.filter(([, raised]) => raised > 0)),
    deafness: Math.max(0, deafness - 1),
    digests: {},
    pings: [],
  });
}

/** What is done every few seconds. */
export function beat(draft: Draft): void {
  forgive(draft);
  age(draft);
  suspectTheSilent(draft);
  if (isDue(draft.context)) renew(draft);
  compareNotes(draft);
}
