import type { Purpose } from './handshake-frames.ts';
import type { InstanceId, InviteId, MemberId } from './ids.ts';

/** Which end of one connection it is. */
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
  /** 32 bytes. */
  readonly transcript: Uint8Array;
}

/** Whoever has proven to be at the other end. */
export interface ReconnectPeer {
  readonly member: MemberId;
  /** X25519 public key, 32 bytes. */
  readonly kx: Uint8Array;
  readonly instance: InstanceId;
}

/** What a connection's machine is told of its handshake and of the phonebook. */
export type ReconnectEvent =
  /** Any frame of the handshake. */
  | { type: 'FRAME_RECEIVED' }
  /** The handshake object's outcome; `join` on the responder's side of a join. */
  | ({ type: 'PROVEN'; purpose: Purpose; join?: ReconnectJoin } & ReconnectPeer)
  | { type: 'DENIED'; code: string }
  /** The admission is signed and stored. */
  | { type: 'ADMITTED' }
  /** The admission, or on the joiner's side the welcome, was turned down. */
  | { type: 'REFUSED'; code: string }
  /** The welcome proved to be of the right group, and is stored. */
  | { type: 'WELCOMED' }
  | { type: 'SYNCED' }
  /** Where the peer stands by the graph as it is now. */
  | { type: 'MEMBERSHIP'; member: boolean; removed: boolean }
  | { type: 'CHANNEL_LOST' };

/** What a connection's machine asks of the node around it, in the order in which it must be done. */
export type ReconnectEmitted =
  | { type: 'START_HANDSHAKE' }
  | ({ type: 'ADMIT' } & ReconnectPeer & ReconnectJoin)
  | { type: 'SYNC'; member: MemberId }
  | { type: 'CHECK_MEMBERSHIP'; member: MemberId }
  | { type: 'CONNECTED'; member: MemberId; instance: InstanceId }
  | { type: 'CLOSE'; code: string };

/** What is known of one connection until it counts. */
export interface ReconnectContext {
  readonly role: ReconnectInput['role'];
  /** Known once proven. */
  readonly peer: ReconnectPeer | null;
  /** The responder's, in a join. */
  readonly join: ReconnectJoin | null;
  /** Why the connection ended. */
  readonly code: string;
}
