import type { MemberId } from '@fyteclub/identity';
import type {
  IntroductionAnswer,
  IntroductionAsk,
  IntroductionMessage,
  IntroductionRefusal,
  IntroductionRefuse,
} from './introduction.messages.ts';

/** What a relay remembers: who asked for whom, and until when an answer is passed back. */
export interface RelayBook {
  readonly pending: readonly PendingIntroduction[];
}

/** One ask that a relay has passed on, remembered for a minute. */
export interface PendingIntroduction {
  readonly id: string;
  /** Who handed us the ask: the asker, or another relay. */
  readonly from: MemberId;
  readonly asker: MemberId;
  readonly target: MemberId;
  /** To whom we passed it: the target, or a member who is nearer to it. */
  readonly to: MemberId;
  /** Ms since 1970, by the relay's clock. */
  readonly askedAt: number;
  /** An answer or a refusal has gone back: no other will. */
  readonly answered: boolean;
}

/** Whom the relay is linked to. */
export interface RelayLinks {
  connected(member: MemberId): boolean;
  /** A connected member, not the asker, who is likely to be linked to the target; undefined if nobody is. */
  nearer(target: MemberId, asker: MemberId): MemberId | undefined;
}

/** What the relay does about a message: at most one message of its own. */
export interface Relayed {
  readonly book: RelayBook;
  readonly send?: { readonly to: MemberId; readonly message: IntroductionMessage };
}

/** The book of a relay that has passed nothing on yet. */
export const EMPTY_RELAY_BOOK: RelayBook = { pending: [] };

/** An ask counts against its asker, and waits for its answer, this long. */
export const INTRODUCTION_LIFE_MS = 60_000;
/** A returner in a large group asks for everybody it cannot dial. */
export const MAX_ASKS_PER_MEMBER = 64;
export const MAX_ASKS = 1_024;

const inTime = (now: number) => (entry: PendingIntroduction) =>
  Math.abs(now - entry.askedAt) < INTRODUCTION_LIFE_MS;

/**
 * A member connected to both passes sealed endpoints on, which it cannot read. Where a mesh leaves it unconnected to
 * the target it hands the ask to one member who is nearer, who hands it to nobody but the target. Each ask is passed
 * on once, each answer once and only from whom it was asked of; so nobody can use a relay to reach strangers or to
 * flood a friend.
 *
 * @param from as authenticated by the link the message came on.
 */
export function relay(
  book: RelayBook,
  from: MemberId,
  message: IntroductionAsk | IntroductionAnswer | IntroductionRefuse,
  links: RelayLinks,
  now: number,
): Relayed {
  const pending = book.pending.filter(inTime(now));
  switch (message.type) {
    case 'introduction.ask':
      return relayAsk(pending, from, message, links, now);
    case 'introduction.answer':
      return relayAnswer(pending, from, message);
    case 'introduction.refuse':
      return relayRefusal(pending, from, message);
  }
}

function relayAsk(
  pending: readonly PendingIntroduction[],
  from: MemberId,
  { id, to: target, sealed, asker = from }: IntroductionAsk,
  links: RelayLinks,
  now: number,
): Relayed {
  const refuse = (code: IntroductionRefusal): Relayed => ({
    book: { pending },
    send: { to: from, message: { type: 'introduction.refuse', id, code } },
  });
  if (target === from || target === asker || pending.some((entry) => entry.id === id))
    return { book: { pending } };
  // Whoever gets an ask at second hand is the last to hand it on.
  const nearer = asker === from ? links.nearer(target, asker) : undefined;
  const to = links.connected(target) ? target : nearer;
  if (to === undefined) return refuse('not-connected');
  const own = pending.filter((entry) => entry.from === from);
  if (own.length >= MAX_ASKS_PER_MEMBER || pending.length >= MAX_ASKS) return refuse('busy');
  return {
    book: { pending: [...pending, { id, from, asker, target, to, askedAt: now, answered: false }] },
    send:
      to === target
        ? { to, message: { type: 'introduction.offer', from: asker, id, sealed } }
        : { to, message: { type: 'introduction.ask', to: target, id, sealed, asker } },
  };
}

/** Kept until its time is over: an ask that was answered still counts against whoever handed it to us. */
const settle = (pending: readonly PendingIntroduction[], settled: PendingIntroduction): RelayBook => ({
  pending: pending.map((entry) => (entry === settled ? { ...entry, answered: true } : entry)),
});

function relayAnswer(
  pending: readonly PendingIntroduction[],
  from: MemberId,
  { id, to, sealed }: IntroductionAnswer,
): Relayed {
  const asked = pending.find((entry) => entry.id === id && !entry.answered);
  if (asked?.asker !== to || asked.to !== from) return { book: { pending } };
  return {
    book: settle(pending, asked),
    send:
      asked.from === asked.asker
        ? { to, message: { type: 'introduction.answered', from: asked.target, id, sealed } }
        : { to: asked.from, message: { type: 'introduction.answer', to, id, sealed } },
  };
}

function relayRefusal(
  pending: readonly PendingIntroduction[],
  from: MemberId,
  refusal: IntroductionRefuse,
): Relayed {
  const asked = pending.find((entry) => entry.id === refusal.id && !entry.answered);
  if (asked?.to !== from) return { book: { pending } };
  return { book: settle(pending, asked), send: { to: asked.from, message: refusal } };
}
