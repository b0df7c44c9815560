import { concat, equalBytes, LABELS, ownBytes, type MemberId } from '@fyteclub/identity';
import { dialCredentials, type Connection } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Peer } from './negotiation.ts';

const DIAL_TIMEOUT_MS = 15_000;
const TICKET_TIMEOUT_MS = 10_000;
const TRANSFER_BYTES = 32;
const PROOF_BYTES = 32;

/**
 * What the dialler of a bulk connection shows instead of a handshake: a value that only the two ends of the control
 * session can compute, for this transfer and these two certificates.
 */
function ticketProof(peer: Peer, connection: Connection, transfer: Uint8Array, dialled: boolean): Uint8Array {
  const { localFingerprint: mine, remoteFingerprint: theirs } = connection;
  const [dialler, listener] = dialled ? [mine, theirs] : [theirs, mine];
  return peer.session.export(LABELS.bulkTicket, concat(transfer, dialler, listener));
}

/** Dials a connection of its own for the bytes of one transfer, so that control never waits behind them. */
export async function openBulk(
  self: Self,
  book: Book,
  peer: Peer,
  transfer: Uint8Array,
  signal: AbortSignal,
): Promise<Connection | undefined> {
  const endpoint = book.dialHint(peer.member);
  const secret = book.doors.bulk(peer.member);
  if (endpoint === undefined || secret === undefined) return undefined;
  const { host, parts } = self.node;
  const roundTripMs = peer.connection.roundTripMs();
  const dialled = await host.dial({
    ...dialCredentials(secret, parts.now(), parts.random),
    addresses: endpoint.addresses,
    fingerprint: endpoint.fingerprint,
    identity: self.wire,
    kind: 'bulk',
    timeoutMs: DIAL_TIMEOUT_MS,
    signal,
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
  });
  if (!dialled.ok) return undefined;
  dialled.value.channel.send(concat(transfer, ticketProof(peer, dialled.value, transfer, true)));
  return dialled.value;
}

/** A bulk connection whose ticket names a transfer and proves the member; what follows is the transfer's. */
export interface Ticketed {
  readonly connection: Connection;
  readonly transfer: Uint8Array;
}

/**
 * Reads the ticket of a bulk connection that somebody dialled.
 * @param peer the member that the door belongs to, if it is connected
 * @param take gets the connection and is told every frame that follows
 */
export function readTicket(
  self: Self,
  connection: Connection,
  peer: (member: MemberId) => Peer | undefined,
  member: MemberId,
  take: (ticketed: Ticketed) => ((frame: Uint8Array) => void) | undefined,
): void {
  const { clock } = self.node.parts;
  const timer: unknown = clock.setTimeout(() => {
    connection.abort();
  }, TICKET_TIMEOUT_MS);
  let receive: ((frame: Uint8Array) => void) | undefined;
  connection.channel.messages$.subscribe({
    next: (frame) => {
      if (receive !== undefined) {
        receive(frame);
        return;
      }
      clock.clearTimeout(timer);
      const known = peer(member);
      const transfer = ownBytes(frame.subarray(0, TRANSFER_BYTES));
      const proof = frame.subarray(TRANSFER_BYTES);
      const fits = frame.length === TRANSFER_BYTES + PROOF_BYTES && known !== undefined;
      if (fits && equalBytes(proof, ticketProof(known, connection, transfer, false))) {
        receive = take({ connection, transfer });
      }
      if (receive === undefined) connection.abort();
    },
    complete: () => {
      clock.clearTimeout(timer);
    },
  });
}
