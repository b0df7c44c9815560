import { parseMessage } from '@fyteclub/election';
import { pairOpen, utf8, type EpochId, type MemberId } from '@fyteclub/identity';
import { digestOf, emptyBook, openMessage, type PhonebookMessage } from '@fyteclub/phonebook';
import type { Line } from './handshaking.ts';
import { keep } from './knowledge.ts';
import type { Rogue } from './rogue.ts';

const CONTEXT = utf8('epoch key handed over');

/** What a node would say that it has of the history. */
export const digestFor = ({ known, now }: Rogue, answer: boolean): PhonebookMessage =>
  digestOf(known.graph, emptyBook, now(), { answer, records: false });

/** Takes in what it hears and answers what a node would answer: without that nobody stays connected to it. */
export function answerAsANode(rogue: Rogue, { member, kx }: Line, topic: string, body: unknown): void {
  const { known } = rogue;
  if (topic === 'phonebook') {
    const message = openMessage(rogue.ring, rogue.shell, body);
    if (!message.ok) return;
    const { value } = message;
    if (value.type === 'phonebook.ops') known.takeOps(value.ops);
    else if (value.type === 'phonebook.records') known.takeRecords(value.records);
    else if (!value.answer) rogue.tell(member, digestFor(rogue, true));
  } else if (topic === 'election') {
    const message = parseMessage(body);
    if (message?.type === 'election.ping') rogue.say(member, topic, { ...message, type: 'election.pong' });
    if (message?.type !== 'election.gossip') return;
    for (const beacon of message.beacons) keep(known.beacons, beacon);
    for (const suspicion of message.suspicions) keep(known.suspicions, suspicion);
    for (const list of message.lists) keep(known.lists, list);
  } else if (topic === 'membership') takeGift(rogue, member, kx, body);
}

/** Leases and epoch keys that members hand to their friends. */
function takeGift({ known, ring, shell }: Rogue, from: MemberId, kx: Uint8Array, body: unknown): void {
  const { token, epoch, box } = body as Readonly<Record<'token' | 'epoch' | 'box', unknown>>;
  if (token instanceof Uint8Array) keep(known.tokens, token);
  if (typeof epoch !== 'string' || !(box instanceof Uint8Array)) return;
  const opened = pairOpen({ ring, shell, peer: { member: from, kx } }, CONTEXT, box);
  if (opened.ok) ring.addEpoch(epoch as EpochId, opened.value);
}
