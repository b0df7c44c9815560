import { fromHex, toHex } from '@fyteclub/identity';
import { foldPath } from './path.rules.ts';
import { MANIFEST_MAX_FILES, MANIFEST_MAX_SIZE, nameProblem } from './manifest.rules.ts';

/** SHA-256 of a signed manifest payload as 64 lower-case hex digits: what a mod is called on the wire and in status. */
export type ModHash = string;

/** Whether the sender's own game client sees the receiver of this message within range. */
export interface SightMessage {
  readonly type: 'transfer.sight';
  readonly inRange: boolean;
}

/** All that is told of a mod before range is mutual. */
export interface ModOffer {
  readonly mod: ModHash;
  readonly name: string;
  /** Of all files together. */
  readonly bytes: number;
  /** Empty folders do not count. */
  readonly files: number;
}

/** Everything the sender shares at this moment; replaces what it offered before. */
export interface OffersMessage {
  readonly type: 'transfer.offers';
  readonly mods: readonly ModOffer[];
}

/** The receiver wants a mod now; its half of the transfer id is 16 random bytes as hex. */
export interface RequestMessage {
  readonly type: 'transfer.request';
  readonly transfer: string;
  readonly mod: ModHash;
}

/** The sender is ready; its own half makes the transfer id, and with it the key, unrepeatable by the receiver. */
export interface AcceptMessage {
  readonly type: 'transfer.accept';
  readonly transfer: string;
  readonly answer: string;
}

export const REFUSALS = ['out-of-range', 'not-shared', 'paused', 'busy'] as const;
/**
 * Why a sender does not serve a request. `busy`: others go first. All four pass by themselves, so the receiver asks
 * again.
 */
export type Refusal = (typeof REFUSALS)[number];

/** The answer to a request that is not served now; `transfer` is the half that came with it. */
export interface RefuseMessage {
  readonly type: 'transfer.refuse';
  readonly transfer: string;
  readonly code: Refusal;
}

/** The body of an envelope on topic `transfer`, between two members whose link is secured. */
export type TransferMessage = SightMessage | OffersMessage | RequestMessage | AcceptMessage | RefuseMessage;

export const HALF_ID_BYTES = 16;
/** Mods in one `transfer.offers`: a message with more is no message, and nothing of it is taken. */
export const OFFERS_MAX = 2000;

const isHex = (value: unknown, bytes: number): value is string =>
  typeof value === 'string' && value.length === 2 * bytes && fromHex(value) !== undefined;

const isCount = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseOffer(value: unknown): ModOffer | undefined {
  if (!isRecord(value)) return undefined;
  const { mod, name, bytes, files } = value;
  if (!isHex(mod, 32) || typeof name !== 'string' || name.length > 1024 || nameProblem(name))
    return undefined;
  if (!isCount(bytes, MANIFEST_MAX_SIZE) || !isCount(files, MANIFEST_MAX_FILES)) return undefined;
  return { mod, name, bytes, files };
}

function parseOffers(mods: unknown): OffersMessage | undefined {
  if (!Array.isArray(mods) || mods.length > OFFERS_MAX) return undefined;
  const offers = mods.map(parseOffer);
  const known = offers.filter((offer) => offer !== undefined);
  // Two names that one file system takes for the same would replace each other at the receiver for ever.
  const names = new Set(known.map(({ name }) => foldPath(name)));
  const distinct =
    new Set(known.map(({ mod }) => mod)).size === offers.length && names.size === offers.length;
  return known.length === offers.length && distinct ? { type: 'transfer.offers', mods: known } : undefined;
}

/** Reads the body of a `transfer` envelope; undefined for anything that is not exactly one of the messages. */
export function parseTransferMessage(body: unknown): TransferMessage | undefined {
  if (!isRecord(body)) return undefined;
  const { type, transfer, mod, answer, code, inRange } = body;
  if (type === 'transfer.sight') return typeof inRange === 'boolean' ? { type, inRange } : undefined;
  if (type === 'transfer.offers') return parseOffers(body['mods']);
  if (!isHex(transfer, HALF_ID_BYTES)) return undefined;
  if (type === 'transfer.request') return isHex(mod, 32) ? { type, transfer, mod } : undefined;
  if (type === 'transfer.accept')
    return isHex(answer, HALF_ID_BYTES) ? { type, transfer, answer } : undefined;
  if (type !== 'transfer.refuse') return undefined;
  const refusal = REFUSALS.find((known) => known === code);
  return refusal === undefined ? undefined : { type, transfer, code: refusal };
}

/**
 * The 32 bytes that name one transfer: the receiver's half, then the sender's.
 *
 * @throws RangeError unless each half is 16 bytes as hex, which {@link parseTransferMessage} sees to.
 */
export function transferId(transfer: string, answer: string): Uint8Array {
  const id = fromHex(transfer + answer);
  if (id?.length !== 2 * HALF_ID_BYTES) throw new RangeError('halves of a transfer id are 16 bytes each');
  return id;
}

/** Writes the SHA-256 of a signed manifest payload, 32 bytes, as messages and people have it. */
export const modHash = (mod: Uint8Array): ModHash => toHex(mod);

/** The 32 bytes of a mod hash. @returns undefined unless `mod` is 64 lower-case hex digits. */
export const modBytes = (mod: ModHash): Uint8Array | undefined => (isHex(mod, 32) ? fromHex(mod) : undefined);
