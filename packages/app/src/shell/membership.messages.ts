import type { EpochId } from '@fyteclub/identity';

/**
 * `membership.welcome`: everything a newcomer needs, so that it is adopted whole or not at all. A long history goes
 * ahead in parts, because one message takes a megabyte.
 */
export interface Welcome {
  readonly type: 'membership.welcome';
  readonly ops: readonly Uint8Array[];
  readonly records: readonly Uint8Array[];
  readonly token: Uint8Array;
  readonly epoch: EpochId;
  /** The epoch key, sealed to the newcomer alone. */
  readonly epochBox: Uint8Array;
}

/** `membership.history`: the beginning of the operations that the welcome ends with. */
export interface History {
  readonly type: 'membership.history';
  readonly ops: readonly Uint8Array[];
}

/** `membership.epoch`: the current key for a member who came too late to have a box of its own. */
export interface EpochHanded {
  readonly type: 'membership.epoch';
  readonly epoch: EpochId;
  /** The key, sealed to the one member. */
  readonly box: Uint8Array;
}

/** `membership.token`: a lease for whoever it is sent to. */
export interface Renewal {
  readonly type: 'membership.token';
  readonly token: Uint8Array;
}

/** Operations or records of a whole group. */
export const MAX_ITEMS = 20_000;

const isFields = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null;
const isEpoch = (value: unknown): value is EpochId =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const isBytesList = (value: unknown): value is readonly Uint8Array[] =>
  Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isBytes);

/**
 * Reads the welcome of a newcomer, with up to 20,000 operations and as many records; undefined for any other body of
 * topic `membership`. What its bytes say, the newcomer checks before it stores anything (P94).
 */
export function parseWelcome(body: unknown): Welcome | undefined {
  if (!isFields(body)) return undefined;
  const { type, ops, records, token, epoch, epochBox } = body;
  if (type !== 'membership.welcome' || !isBytesList(ops) || !isBytesList(records)) return undefined;
  if (!isBytes(token) || !isBytes(epochBox) || !isEpoch(epoch)) return undefined;
  return { type, ops, records, token, epoch, epochBox };
}

/** Reads a part of a long history; undefined for any other body of topic `membership`. */
export function parseHistory(body: unknown): History | undefined {
  if (!isFields(body)) return undefined;
  const { type, ops } = body;
  return type === 'membership.history' && isBytesList(ops) ? { type, ops } : undefined;
}

/** Reads an epoch key that was handed over; undefined for any other body of topic `membership`. */
export function parseHanded(body: unknown): EpochHanded | undefined {
  if (!isFields(body)) return undefined;
  const { type, epoch, box } = body;
  return type === 'membership.epoch' && isEpoch(epoch) && isBytes(box) ? { type, epoch, box } : undefined;
}

/** Reads a lease; undefined for any other body of topic `membership`. Whether it counts, its taker checks. */
export function parseRenewal(body: unknown): Renewal | undefined {
  if (!isFields(body)) return undefined;
  const { type, token } = body;
  return type === 'membership.token' && isBytes(token) ? { type, token } : undefined;
}
