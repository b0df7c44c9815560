import { isMemberId, type InstanceId } from '@fyteclub/identity';
import { MAX_LIST_BYTES, type CheckedList } from './witness.ts';

/** Signed witness lists, of the sender and of others: told to a new peer, and whenever one is news. */
export interface ElectionWitness {
  readonly type: 'election.witness';
  readonly lists: readonly Uint8Array[];
}

/** "I am going": the sender's run is offline from here on, without waiting for silence. */
export interface ElectionResign {
  readonly type: 'election.resign';
  readonly instance: InstanceId;
}

export type ElectionMessage = ElectionWitness | ElectionResign;

/** Lists in one message. */
export const MAX_LISTS = 256;
/** A batch stays under this; the envelope's cap is 64 KiB. */
export const BATCH_BYTES = 47 * 1024;

const isInstance = (value: unknown): value is InstanceId =>
  typeof value === 'string' && value.length === 32 && isMemberId(value + value);

const isList = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array && value.length <= MAX_LIST_BYTES;

/** Reads what a peer sent on topic `election`; undefined for anything that is not a message. Never throws. */
export function parseMessage(body: unknown): ElectionMessage | undefined {
  if (typeof body !== 'object' || body === null || !('type' in body)) return undefined;
  if (body.type === 'election.resign')
    return 'instance' in body && isInstance(body.instance)
      ? { type: 'election.resign', instance: body.instance }
      : undefined;
  if (body.type !== 'election.witness' || !('lists' in body) || !Array.isArray(body.lists)) return undefined;
  const lists: readonly unknown[] = body.lists;
  if (lists.length > MAX_LISTS || !lists.every(isList)) return undefined;
  return { type: 'election.witness', lists };
}

/** Deals lists into messages that fit the envelope. */
export function witnessMessages(lists: readonly CheckedList[]): readonly ElectionWitness[] {
  const dealt: Uint8Array[][] = [];
  let room = 0;
  for (const { bytes } of lists) {
    const last = dealt.at(-1);
    if (last === undefined || bytes.length > room || last.length === MAX_LISTS) {
      dealt.push([bytes]);
      room = BATCH_BYTES - bytes.length;
    } else {
      last.push(bytes);
      room -= bytes.length + 8; // the envelope's own framing of one byte string
    }
  }
  return dealt.map((batch) => ({ type: 'election.witness', lists: batch }));
}
