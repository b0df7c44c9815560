import { byMemberHash, NO_READINGS, type MemberId } from '@fyteclub/identity';
import { answerDigest } from './digest.rules.ts';
import { change, send, without, withoutAll, type Draft } from './draft.rules.ts';
import type { ElectionContext, ElectionEvent, ElectionInput } from './election.events.ts';
import { hearGossip, publishBeacon, publishSuspicion } from './gossip.rules.ts';
import { BUCKET_MS, chooseHost } from './host.rules.ts';
import { answerProbe, hearAck, introduce, passPong } from './links.rules.ts';
import { MAX_MARKS } from './marks.rules.ts';
import { NO_NEWS, noteNews } from './news.rules.ts';
import { renewSoon } from './suspicion.rules.ts';
import { counts, haveRunsChanged, linked, memberSet, onlineRuns } from './view.rules.ts';
import { publishList } from './witnessing.rules.ts';

export const begin = ({
  shell,
  me,
  instance,
  bucketMs = BUCKET_MS,
  readings = NO_READINGS,
}: ElectionInput): ElectionContext => ({
  shell,
  me,
  instance,
  bucketMs,
  readings,
  members: [],
  now: 0,
  links: {},
  lives: new Map(),
  doubts: {},
  pings: [],
  counter: 0,
  deafness: 0,
  alarms: {},
  digests: {},
  round: 0,
  hostSilence: 0,
  beaconAge: 0,
  isRenewing: false,
  isWriting: false,
  floor: 0,
  outdone: [],
  entries: [],
  sequence: 0,
  restatements: 0,
  lists: new Map(),
  host: null,
  news: NO_NEWS,
});

/** Beyond what one digest can name only the lowest key hashes take part: the same ones for everybody. */
const electorate = (members: readonly MemberId[]): readonly MemberId[] =>
  members.length <= MAX_MARKS ? members : [...members].sort(byMemberHash).slice(0, MAX_MARKS);

/**
 * What was said by and about those who are out is forgotten, and nothing is said to them any more, though their link
 * may live a moment longer. What waited for somebody to come in is told on.
 */
export function setMembers(draft: Draft, everybody: readonly MemberId[]): void {
  const members = electorate(everybody);
  const { members: former, lives, lists, links, doubts } = draft.context;
  const [isIn, wasIn] = [memberSet(members), memberSet(former)];
  const gone = former.filter((member) => !isIn.has(member));
  change(draft, {
    members,
    lives: withoutAll(lives, gone),
    lists: withoutAll(lists, gone),
    links: gone.reduce(without, links),
    doubts: gone.reduce(without, doubts),
  });
  for (const member of members.filter((id) => !wasIn.has(id))) {
    if (lives.has(member)) noteNews(draft, 'lives', member, []);
    if (lists.has(member)) noteNews(draft, 'lists', member, []);
  }
  introduce(draft);
}

type Of<Type extends ElectionEvent['type']> = Extract<ElectionEvent, { readonly type: Type }>;

/** Whatever a linked member says. Who was just shown out has nothing to say, and is told nothing. */
export function hear(draft: Draft, { from, message, now }: Of<'MESSAGE'>): void {
  if (draft.context.links[from] === undefined) return;
  change(draft, { now });
  switch (message.type) {
    case 'election.gossip':
      hearGossip(draft, from, message, now);
      break;
    case 'election.digest':
      answerDigest(draft, from, message);
      break;
    case 'election.probe':
      answerProbe(draft, from, message);
      break;
    case 'election.ack':
      hearAck(draft, from, message);
      break;
    case 'election.ping':
      send(draft, from, { type: 'election.pong', id: message.id });
      break;
    case 'election.pong':
      passPong(draft, from, message.id);
      break;
  }
}

/** What we asked for came back signed. */
export function publish(draft: Draft, { kind, bytes, now }: Of<'SIGNED'>): void {
  change(draft, { now });
  if (kind === 'list') publishList(draft, bytes);
  else if (kind === 'suspicion') publishSuspicion(draft, bytes);
  else publishBeacon(draft, bytes);
}

/** The last word goes to every linked peer at once: there will be no other occasion. */
export function sayFarewell(draft: Draft, { bytes }: Of<'SIGNED'>): void {
  const message = { type: 'election.gossip', beacons: [bytes], suspicions: [], lists: [] } as const;
  for (const peer of linked(draft.context)) send(draft, peer, message);
}

/** Says who hosts if that is another one than before. */
export function announce(draft: Draft): void {
  const { members, lists, me, bucketMs, host: before } = draft.context;
  const online = onlineRuns(draft.context);
  const host = chooseHost({ members, online, lists: [...lists.values()], me, bucketMs }) ?? null;
  if (host === before) return;
  change(draft, { host, hostSilence: 0 });
  draft.effects.push({ type: 'HOST_CHANGED', host });
  // A host is expected to be heard of: a later split must find the others with an older beacon than its friends.
  if (host === me && linked(draft.context).length > 0) renewSoon(draft);
}

/** Whether the host is gone, or out. It is replaced at once then (P48), whatever news may still be on its way. */
export const hasLostHost = (context: ElectionContext): boolean =>
  context.host !== null && !counts(context, context.host);

/** Whether the choice of host may come out differently now. */
export const hasOtherGrounds = (before: ElectionContext, after: ElectionContext): boolean =>
  before.members !== after.members || before.lists !== after.lists || haveRunsChanged(before, after);

/** Nobody else is in the group, so there is nobody to wait for. */
export const isAlone = ({ members, me }: ElectionContext): boolean =>
  members.length > 0 && members.every((member) => member === me);
