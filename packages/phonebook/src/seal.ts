import {
  concat,
  err,
  fromHex,
  ok,
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

export type SealProblem = 'unknown-epoch' | 'not-authentic';

/**
 * Seals what goes to the disk: XChaCha20-Poly1305 under the epoch's key, bound to the syncshell. The result shows
 * nothing but its length (P26).
 *
 * @throws Error if the ring does not hold the epoch.
 */
export const sealBook = (ring: KeyRing, epoch: EpochId, shell: ShellId, plain: Uint8Array): Uint8Array =>
  ring.seal(epoch, context(shell, PURPOSE.book), plain);

export const openBook = (
  ring: KeyRing,
  epoch: EpochId,
  shell: ShellId,
  sealed: Uint8Array,
): Result<Uint8Array, SealProblem> => ring.open(epoch, context(shell, PURPOSE.book), sealed);

/** The body that goes onto topic `phonebook`: gossip is sealed under the epoch's key as well as by the session. */
export const sealMessage = (
  ring: KeyRing,
  epoch: EpochId,
  shell: ShellId,
  message: PhonebookMessage,
): Uint8Array => ring.seal(epoch, context(shell, PURPOSE.wire), packMessage(message));

/** Reads a body from topic `phonebook`, whatever it is; never throws. */
export function openMessage(
  ring: KeyRing,
  epoch: EpochId,
  shell: ShellId,
  body: unknown,
): Result<PhonebookMessage, SealProblem | 'malformed'> {
  if (!(body instanceof Uint8Array)) return err('malformed');
  const opened = ring.open(epoch, context(shell, PURPOSE.wire), body);
  if (!opened.ok) return opened;
  const message = parseMessage(opened.value);
  return message === undefined ? err('malformed') : ok(message);
}
