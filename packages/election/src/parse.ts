import { isMemberId } from '@fyteclub/identity';
import { MAX_BEACON_BYTES } from './beacon.ts';
import { MARK_BYTES, MAX_MARKS } from './marks.rules.ts';
import type { ElectionMessage } from './messages.ts';
import { MAX_SUSPICION_BYTES } from './suspicion.ts';
import { MAX_LIST_BYTES } from './witness.ts';

/** Statements of one kind in one message; each costs its reader a signature check. */
export const MAX_STATEMENTS = 256;
/** All statements of one message: its envelope's cap. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

type Fields = Readonly<Record<string, unknown>>;

function statements(value: unknown, maxBytes: number): readonly Uint8Array[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_STATEMENTS) return undefined;
  const items: readonly unknown[] = value;
  const isStatement = (item: unknown): item is Uint8Array =>
    item instanceof Uint8Array && item.length <= maxBytes;
  return items.every(isStatement) ? items : undefined;
}

function gossip(fields: Fields): ElectionMessage | undefined {
  const beacons = statements(fields['beacons'], MAX_BEACON_BYTES);
  const suspicions = statements(fields['suspicions'], MAX_SUSPICION_BYTES);
  const lists = statements(fields['lists'], MAX_LIST_BYTES);
  if (beacons === undefined || suspicions === undefined || lists === undefined) return undefined;
  const size = [...beacons, ...suspicions, ...lists].reduce((sum, { length }) => sum + length, 0);
  return size > MAX_MESSAGE_BYTES ? undefined : { type: 'election.gossip', beacons, suspicions, lists };
}

function digest({ ask, marks }: Fields): ElectionMessage | undefined {
  if (typeof ask !== 'boolean' || !(marks instanceof Uint8Array)) return undefined;
  if (marks.length % MARK_BYTES !== 0 || marks.length > MAX_MARKS * MARK_BYTES) return undefined;
  return { type: 'election.digest', ask, marks };
}

const isId = (id: unknown): id is number =>
  typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < 2 ** 32;

function question(fields: Fields): ElectionMessage | undefined {
  const { type, id, subject, reach } = fields;
  if (!isId(id)) return undefined;
  if (type === 'election.ping' || type === 'election.pong') return { type, id };
  if (type === 'election.ack')
    return reach === 'yes' || reach === 'no' || reach === 'asking' ? { type, id, reach } : undefined;
  if (type !== 'election.probe' || typeof subject !== 'string' || !isMemberId(subject)) return undefined;
  return { type, id, subject };
}

/** Reads what a peer sent on topic `election`; undefined for anything that is not a message. Never throws. */
export function parseMessage(body: unknown): ElectionMessage | undefined {
  if (typeof body !== 'object' || body === null || !('type' in body)) return undefined;
  const fields: Fields = { ...body };
  if (fields['type'] === 'election.gossip') return gossip(fields);
  return fields['type'] === 'election.digest' ? digest(fields) : question(fields);
}
