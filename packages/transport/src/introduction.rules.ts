import type { MemberId } from '@fyteclub/identity';
import type {
  IntroductionAnswer,
  IntroductionAsk,
  IntroductionMessage,
  IntroductionRefusal,
} from './introduction.messages.ts';

/** What a relay remembers: who asked for whom, and until when an answer is passed back. */
export interface RelayBook {
  readonly pending: readonly PendingIntroduction[];
}

export interface PendingIntroduction {
  readonly id: string;
  readonly asker: MemberId;
  readonly target: MemberId;
  readonly askedAt: number;
  readonly answered: boolean;
}

/** What the relay does about a message: at most one message of its own. */
export interface Relayed {
  readonly book: RelayBook;
  readonly send?: { readonly to: MemberId; readonly message: IntroductionMessage };
}

export const EMPTY_RELAY_BOOK: RelayBook = { pending: [] };

/** An ask counts against its asker, and waits for its answer, this long. */
export const INTRODUCTION_LIFE_MS = 60_000;
/** A returner in a large group asks for everybody it cannot dial. */
export const MAX_ASKS_PER_MEMBER = 64;
export const MAX_ASKS = 1_024;

const inTime = (now: number) => (entry: PendingIntroduction) =>
  Math.abs(now - entry.askedAt) < INTRODUCTION_LIFE_MS;

/**
 * A member connected to both passes sealed endpoints on, which it cannot read. It forwards to connected members only,
 * each ask once, each answer once and only from whom it was asked of; so nobody can use it to reach strangers or to
 * flood a friend.
 *
 * @param from as authenticated by the link the message came on.
 */
export function relay(
  book: RelayBook,
  from: MemberId,
  message: IntroductionAsk | IntroductionAnswer,
  connected: (member: MemberId) => boolean,
  now: number,
): Relayed {
  const pending = book.pending.filter(inTime(now));
  return message.type === 'introduction.ask'
    ? relayAsk(pending, from, message, connected, now)
    : relayAnswer(pending, from, message);
}

function relayAsk(
  pending: readonly PendingIntroduction[],
  from: MemberId,
  { id, to, sealed }: IntroductionAsk,
  connected: (member: MemberId) => boolean,
  now: number,
): Relayed {
  const refuse = (code: IntroductionRefusal): Relayed => ({
    book: { pending },
    send: { to: from, message: { type: 'introduction.refuse', id, code } },
  });
  if (to === from || pending.some((entry) => entry.id === id)) return { book: { pending } };
  if (!connected(to)) return refuse('not-connected');
  const own = pending.filter(({ asker }) => asker === from);
  if (own.length >= MAX_ASKS_PER_MEMBER || pending.length >= MAX_ASKS) return refuse('busy');
  return {
    book: { pending: [...pending, { id, asker: from, target: to, askedAt: now, answered: false }] },
    send: { to, message: { type: 'introduction.offer', from, id, sealed } },
  };
}

function relayAnswer(
  pending: readonly PendingIntroduction[],
  from: MemberId,
  { id, to, sealed }: IntroductionAnswer,
): Relayed {
  const asked = pending.find((entry) => entry.id === id);
  if (!asked || asked.answered || asked.asker !== to || asked.target !== from) return { book: { pending } };
  return {
    // Kept until its time is over: an answered ask still counts against its asker.
    book: { pending: pending.map((entry) => (entry === asked ? { ...entry, answered: true } : entry)) },
    send: { to, message: { type: 'introduction.answered', from, id, sealed } },
  };
}
