import type { MemberId } from '@fyteclub/identity';
import { isTellable } from './beacon.ts';
import { change, put, send, type Draft } from './draft.rules.ts';
import type { ElectionContext, News } from './election.events.ts';
import { isOnlyLost, type Life } from './lives.rules.ts';
import type { ElectionGossip, ElectionMessage } from './messages.ts';
import { MAX_STATEMENTS } from './parse.ts';
import { encodeMarks, markName, markOf, type Mark } from './marks.rules.ts';
import { linked, memberSet } from './view.rules.ts';
import type { CheckedList } from './witness.ts';

/** A message stays under this; the envelope's cap is 64 KiB. */
export const BATCH_BYTES = 47 * 1024;
/** What MessagePack adds to one byte string, and a little. */
const FRAMING = 8;

export const NO_NEWS: News = { lives: new Map(), lists: new Map() };

export const hasNews = ({ news }: ElectionContext): boolean => news.lives.size + news.lists.size > 0;

/** Something new about a member shall be told on; whoever told us need not hear it. Strangers are nobody's news. */
export function noteNews(
  draft: Draft,
  kind: keyof News,
  member: MemberId,
  tellers: readonly MemberId[],
): void {
  const { members, news } = draft.context;
  if (!memberSet(members).has(member)) return;
  change(draft, { news: { ...news, [kind]: put(draft, news[kind], member, tellers) } });
}

/** Somebody told us what we are about to tell. */
export function noteTeller(draft: Draft, kind: keyof News, member: MemberId, teller: MemberId): void {
  const tellers = draft.context.news[kind].get(member);
  if (tellers !== undefined) noteNews(draft, kind, member, [...tellers, teller]);
}

interface Batch {
  readonly beacons: Uint8Array[];
  readonly suspicions: Uint8Array[];
  readonly lists: Uint8Array[];
  room: number;
}

/** Deals statements into messages that fit the envelope, who is alive before who witnessed whom. */
export function gossipMessages(
  lives: readonly Life[],
  lists: readonly CheckedList[],
): readonly ElectionGossip[] {
  const batches: Batch[] = [];
  const deal = (kind: 'beacons' | 'suspicions' | 'lists', bytes: Uint8Array): void => {
    let batch = batches.at(-1);
    const size = bytes.length + FRAMING;
    if (batch === undefined || size > batch.room || batch[kind].length === MAX_STATEMENTS) {
      batch = { beacons: [], suspicions: [], lists: [], room: BATCH_BYTES };
      batches.push(batch);
    }
    batch[kind].push(bytes);
    batch.room -= size;
  };
  for (const { beacon, suspicion } of lives) {
    deal('beacons', beacon.bytes);
    if (suspicion !== null) deal('suspicions', suspicion.bytes);
  }
  for (const { bytes } of lists) deal('lists', bytes);
  return batches.map(({ beacons, suspicions, lists: dealt }) => ({
    type: 'election.gossip',
    beacons,
    suspicions,
    lists: dealt,
  }));
}

/** Tells every linked peer what it has not told us itself. */
export function flush(draft: Draft): void {
  const { context } = draft;
  const { news, lives, lists } = context;
  const untold = (told: News[keyof News], peer: MemberId): readonly MemberId[] =>
    [...told].flatMap(([member, tellers]) => (tellers.includes(peer) ? [] : [member]));
  for (const peer of linked(context)) {
    const itsLives = untold(news.lives, peer).flatMap((member) => lives.get(member) ?? []);
    const itsLists = untold(news.lists, peer).flatMap((member) => lists.get(member) ?? []);
    for (const message of gossipMessages(itsLives, itsLists)) send(draft, peer, message);
  }
  change(draft, { news: NO_NEWS });
}

/** What we would tell about a member: nothing that the reader must refuse, and nobody we lost by our own fault. */
export function tellableLife({ lives, now }: ElectionContext, member: MemberId): Life | undefined {
  const life = lives.get(member);
  return life === undefined || isOnlyLost(life) || !isTellable(life.beacon, now) ? undefined : life;
}

/** Everything we have, in short. */
export function digestOf(context: ElectionContext, ask: boolean): ElectionMessage {
  const marks = new Map<string, Mark>();
  for (const member of context.members) {
    const [list, life] = [context.lists.get(member), tellableLife(context, member)];
    if (list !== undefined || life !== undefined) marks.set(markName(member), markOf(list, life));
  }
  return { type: 'election.digest', ask, marks: encodeMarks(marks) };
}

/** For somebody who was just linked: all we know if that is one message, else what we have, in short. */
export function greeting(context: ElectionContext): ElectionMessage | undefined {
  const { members, me, lists } = context;
  const mineFirst = [me, ...members.filter((member) => member !== me)];
  const everything = gossipMessages(
    mineFirst.flatMap((member) => tellableLife(context, member) ?? []),
    mineFirst.flatMap((member) => lists.get(member) ?? []),
  );
  return everything.length > 1 ? digestOf(context, true) : everything[0];
}
