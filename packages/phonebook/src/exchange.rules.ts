import type { MemberId } from '@fyteclub/identity';
import { connectedPeers, keepOps, keepRecords, readOps, readRecords, ripen } from './keep.rules.ts';
import type { PhonebookDigest, PhonebookMessage } from './messages.ts';
import type { Peer, PhonebookContext, PhonebookEmitted, Step } from './phonebook.events.ts';
import { answerDigest, digestOf, standingOf } from './sync.rules.ts';

/**
 * Digests of one peer that we act on between two rounds of anti-entropy. Each can cost us our whole history, so one
 * that is repeated must not; an honest peer sends two while it is let in, two after that and one or two a round.
 */
export const MAX_DIGESTS = 8;

const NOBODY: Peer = { connected: false, asked: 0, taken: 0, awaited: false };

const peerOf = (context: PhonebookContext, peer: MemberId): Peer => context.peers[peer] ?? NOBODY;

const withPeer = (context: PhonebookContext, peer: MemberId, change: Partial<Peer>): PhonebookContext => ({
  ...context,
  peers: { ...context.peers, [peer]: { ...peerOf(context, peer), ...change } },
});

const digest = (context: PhonebookContext, to: MemberId, answer: boolean): PhonebookEmitted => {
  const records = standingOf(context.roster, to, peerOf(context, to).connected) === 'connected';
  const { graph, book, now } = context;
  return { type: 'SEND', to, message: digestOf(graph, book, now, { answer, records }) };
};

function ask(context: PhonebookContext, peer: MemberId): Step {
  const { asked } = peerOf(context, peer);
  return { context: withPeer(context, peer, { asked: asked + 1 }), effects: [digest(context, peer, false)] };
}

/** Before a peer is let in: operations only. */
export const syncWith = (context: PhonebookContext, peer: MemberId): Step =>
  ask(withPeer(context, peer, { taken: 0, awaited: true }), peer);

/** The peer is let in: everything, from here on. */
export function connectPeer(context: PhonebookContext, peer: MemberId, now: number): Step {
  const ripe = ripen({ ...context, now });
  const asking = ask(withPeer(ripe.context, peer, { connected: true, taken: 0, awaited: true }), peer);
  return { context: asking.context, effects: [...ripe.effects, ...asking.effects] };
}

export function dropPeer(context: PhonebookContext, peer: MemberId): Step {
  const peers = Object.fromEntries(Object.entries(context.peers).filter(([id]) => id !== peer));
  const left = { ...context, peers };
  // Whoever comes next is asked what it lacks.
  return { context: connectedPeers(left).length === 0 ? { ...left, untold: new Map() } : left, effects: [] };
}

/** One round of anti-entropy: what gossip lost on the way is found by asking one peer after the other. */
export function askNextPeer(context: PhonebookContext): Step {
  const peers = connectedPeers(context);
  const peer = peers[context.turn % peers.length];
  const rested = Object.fromEntries(
    Object.entries(context.peers).map(([id, known]) => [id, { ...known, taken: 0 }]),
  );
  const next = { ...context, peers: rested, turn: context.turn + 1 };
  return peer === undefined ? { context: next, effects: [] } : ask(next, peer);
}

function hearDigest(context: PhonebookContext, from: MemberId, told: PhonebookDigest): Step {
  const { connected, asked, taken, awaited } = peerOf(context, from);
  if (taken >= MAX_DIGESTS || (told.answer && asked === 0)) return { context, effects: [] };
  const standing = standingOf(context.roster, from, connected);
  const missing = answerDigest(context.graph, context.book, told, standing, context.now);
  const sends = missing.map((message): PhonebookEmitted => ({ type: 'SEND', to: from, message }));
  const counted = withPeer(context, from, { taken: taken + 1 });
  if (!told.answer) return { context: counted, effects: [...sends, digest(context, from, true)] };
  const synced: readonly PhonebookEmitted[] = awaited ? [{ type: 'SYNCED', peer: from }] : [];
  return {
    context: withPeer(counted, from, { asked: asked - 1, awaited: false }),
    effects: [...sends, ...synced],
  };
}

function hearMessage(context: PhonebookContext, from: MemberId, message: PhonebookMessage): Step {
  switch (message.type) {
    case 'phonebook.digest':
      return hearDigest(context, from, message);
    case 'phonebook.ops':
      return keepOps(context, from, readOps(context.graph, message.ops, context.readings));
    case 'phonebook.records':
      return keepRecords(context, from, readRecords(context, message.records));
  }
}

/** Whatever a proven peer says. */
export function hear(
  context: PhonebookContext,
  from: MemberId,
  message: PhonebookMessage,
  now: number,
): Step {
  const ripe = ripen({ ...context, now });
  const heard = hearMessage(ripe.context, from, message);
  return { context: heard.context, effects: [...ripe.effects, ...heard.effects] };
}
