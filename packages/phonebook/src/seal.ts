import {
  concat,
  equalBytes,
  err,
  fromHex,
  ok,
  toHex,
  type EpochId,
  type KeyRing,
  type Result,
  type ShellId,
} from '@fyteclub/identity';
import { packMessage, parseMessage, type PhonebookMessage } from './messages.ts';

/** Keeps what lies on the disk from being played back on the wire, and the other way round. */
const PURPOSE = { book: 1, wire: 2 } as const;

const context = (shell: ShellId, purpose: number): Uint8Array =>
  concat(fromHex(shell) ?? new Uint8Array(), Uint8Array.of(purpose));

/** Why sealed bytes do not open: we were never given the key, or they are not what was sealed. */
export type SealProblem = 'unknown-epoch' | 'not-authentic';

/**
 * Seals what goes to the disk: XChaCha20-Poly1305 under the epoch's key, bound to the syncshell. The result shows
 * nothing but its length (P26).
 *
 * @throws Error if the ring does not hold the epoch.
 */
export const sealBook = (ring: KeyRing, epoch: EpochId, shell: ShellId, plain: Uint8Array): Uint8Array =>
  ring.seal(epoch, context(shell, PURPOSE.book), plain);

/** What {@link sealBook} sealed of a phonebook for the disk. */
export const openBook = (
  ring: KeyRing,
  epoch: EpochId,
  shell: ShellId,
  sealed: Uint8Array,
): Result<Uint8Array, SealProblem> => ring.open(epoch, context(shell, PURPOSE.book), sealed);

/** Leads what is sealed by the session alone. No epoch has this name: it would be the hash of an operation. */
const NO_EPOCH = new Uint8Array(32);

/**
 * The body that goes onto topic `phonebook`, led by the epoch it is sealed under. Presence is sealed under the epoch's
 * key as well as by the session. Operations and digests are not: they have to reach members who were away when the
 * epoch began, and to pass while there is none.
 *
 * @param epoch the usable one; null while there is none.
 * @returns undefined for presence without an epoch to seal it under: it waits for the next round.
 */
export function sealMessage(
  ring: KeyRing,
  epoch: EpochId | null,
  shell: ShellId,
  message: PhonebookMessage,
): Uint8Array | undefined {
  const packed = packMessage(message);
  if (message.type !== 'phonebook.records') return concat(NO_EPOCH, packed);
  if (epoch === null || !ring.hasEpoch(epoch)) return undefined;
  return concat(fromHex(epoch) ?? NO_EPOCH, ring.seal(epoch, context(shell, PURPOSE.wire), packed));
}

/** Reads a body from topic `phonebook`, whatever it is; never throws. */
export function openMessage(
  ring: KeyRing,
  shell: ShellId,
  body: unknown,
): Result<PhonebookMessage, SealProblem | 'malformed'> {
  if (!(body instanceof Uint8Array)) return err('malformed');
  const [head, rest] = [body.subarray(0, NO_EPOCH.length), body.subarray(NO_EPOCH.length)];
  if (equalBytes(head, NO_EPOCH)) {
    const message = parseMessage(rest);
    return message === undefined || message.type === 'phonebook.records' ? err('malformed') : ok(message);
  }
  const opened = ring.open(toHex(head) as EpochId, context(shell, PURPOSE.wire), rest);
  if (!opened.ok) return opened;
  const message = parseMessage(opened.value);
  return message?.type === 'phonebook.records' ? ok(message) : err('malformed');
}
