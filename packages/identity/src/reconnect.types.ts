import type { Purpose } from './handshake-frames.ts';
import type { InstanceId, InviteId, MemberId } from './ids.ts';

/** Input of `reconnectMachine`, of which there is one at each end of a control connection. */
export interface ReconnectInput {
  /** The initiator dialled, the responder was dialled. */
  readonly role: 'initiator' | 'responder';
}

/** What a joiner proved, to be quoted in the operation that admits it. */
export interface ReconnectJoin {
  readonly invite: InviteId;
  /** By the invite's proof key, 64 bytes. */
  readonly proof: Uint8Array;
  /** By the joiner's own key, 64 bytes. */
  readonly consent: Uint8Array;
  /** The hash of the handshake's transcript, 32 bytes. */
  readonly transcript: Uint8Array;
}

/** Who is at the other end, as the handshake has proven. */
export interface ReconnectPeer {
  readonly member: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly kx: Uint8Array;
  /** This run of its node. */
  readonly instance: InstanceId;
}

/** What `reconnectMachine` is told: what came of the handshake and of its own effects. */
export type ReconnectEvent =
  /** Any frame of the handshake. */
  | { type: 'FRAME_RECEIVED' }
  /** The handshake object's outcome; `join` on the responder's side of a join. */
  | ({ type: 'PROVEN'; purpose: Purpose; join?: ReconnectJoin } & ReconnectPeer)
  /** The handshake failed; `code` is a `DenialCode`. */
  | { type: 'DENIED'; code: string }
  /** The admission is signed and stored. */
  | { type: 'ADMITTED' }
  /** The admission, or on the joiner's side the welcome, was turned down. */
  | { type: 'REFUSED'; code: string }
  /** The welcome proved to be of the right group, and is stored. */
  | { type: 'WELCOMED' }
  /** We have what the other side knew of the graph, and it was sent what we know. */
  | { type: 'SYNCED' }
  /** Where the peer stands by the graph as it is now. */
  | { type: 'MEMBERSHIP'; member: boolean; removed: boolean }
  /** The connection is gone. */
  | { type: 'CHANNEL_LOST' };

/** What `reconnectMachine` asks of the app. */
export type ReconnectEmitted =
  /** Send what the handshake begins with, and tell what it makes of every frame. */
  | { type: 'START_HANDSHAKE' }
  /** Sign and store the admission, send the welcome; answer ADMITTED or REFUSED. */
  | ({ type: 'ADMIT' } & ReconnectPeer & ReconnectJoin)
  /** Bring both graphs together; answer SYNCED. */
  | { type: 'SYNC'; member: MemberId }
  /** Answer MEMBERSHIP. */
  | { type: 'CHECK_MEMBERSHIP'; member: MemberId }
  /** From here on the member counts as connected. */
  | { type: 'CONNECTED'; member: MemberId; instance: InstanceId }
  /** Close the connection and wipe its session. The code is the machine's output, too. */
  | { type: 'CLOSE'; code: string };

/** What `reconnectMachine` remembers: plain data. */
export interface ReconnectContext {
  readonly role: ReconnectInput['role'];
  /** Known once proven. */
  readonly peer: ReconnectPeer | null;
  /** The responder's, in a join. */
  readonly join: ReconnectJoin | null;
  /** Why the connection ended; empty while it has not. */
  readonly code: string;
}
