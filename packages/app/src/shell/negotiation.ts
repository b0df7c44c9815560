import {
  createHandshake,
  type Denied,
  type HandshakeInput,
  type HandshakeOutcome,
  type InstanceId,
  type MemberId,
  type MembershipView,
  type PeerLease,
  type ReconnectEvent,
  type ReconnectJoin,
  type ReconnectPeer,
  type Session,
} from '@fyteclub/identity';
import { createLink, type Connection, type Link } from '@fyteclub/transport';
import type { Self } from './context.ts';

/** A member at the other end of a control connection, proven by the handshake. */
export interface Peer {
  readonly member: MemberId;
  readonly kx: Uint8Array;
  readonly instance: InstanceId;
  readonly connection: Connection;
  readonly link: Link;
  readonly session: Session;
  /** We dialled. */
  readonly initiator: boolean;
  /** Undefined in a join. */
  readonly lease: PeerLease | undefined;
}

/** What a negotiation asks of the rest of the syncshell. Each may answer later through the {@link Negotiation}. */
export interface NegotiationHooks {
  /** The peer holds its keys; topics other than the handshake's flow from now on, but it does not count yet. */
  proven(peer: Peer, purpose: 'join' | 'reconnect'): void;
  /** Responder of a join: sign the admission and send the welcome, then `admitted` or `refused`. */
  admit(peer: Peer, join: ReconnectJoin): void;
  /** Bring both graphs together, then `synced`. */
  sync(peer: Peer): void;
  /** Where the peer stands by the graph as it is now. */
  standing(member: MemberId): { readonly member: boolean; readonly removed: boolean };
  /** The handshake turned the other side away. @returns what else to show it, before the denial. */
  turnedAway(denied: Denied): readonly Uint8Array[];
  /** Whether a frame is something else than the handshake's, and was dealt with. */
  isAside(frame: Uint8Array): boolean;
  /** From here on the peer counts. */
  connected(peer: Peer): void;
  /** It is over, whether it ever counted or not. `code` says why. */
  ended(code: string, peer: Peer | undefined): void;
}

/** One control connection on its way to counting; what the hooks answer goes in here. */
export interface Negotiation {
  admitted(): void;
  refused(code: string): void;
  welcomed(): void;
  synced(): void;
  /** Asks again where the peer stands: a removal or a leave has been learnt. */
  recheck(): void;
  abort(): void;
}

let negotiations = 0;

/** Runs the handshake and the reconnect machine on a fresh control connection. */
export function negotiate(
  self: Self,
  connection: Connection,
  how: Pick<HandshakeInput, 'role' | 'purpose'> & { readonly view: MembershipView },
  hooks: NegotiationHooks,
): Negotiation {
  const { parts, actors, inspect } = self.node;
  const watched = inspect === undefined ? {} : { inspect };
  const link = createLink(connection, { clock: parts.clock, ...watched });
  const handshake = createHandshake({
    ...how,
    shell: self.shell,
    ring: self.ring,
    instance: self.instance,
    binding: { local: connection.localFingerprint, remote: connection.remoteFingerprint },
    random: parts.random,
  });
  let peer: Peer | undefined;
  let counts = false;

  const id = `${self.shell.slice(0, 8)}/reconnect/${++negotiations}`;
  const actor = actors.spawn(id, parts.machines.reconnect, { role: how.role }, (effect) => {
    switch (effect.type) {
      case 'START_HANDSHAKE':
        for (const frame of handshake.start(parts.now())) link.send('handshake', frame);
        break;
      case 'ADMIT':
        if (peer !== undefined) hooks.admit(peer, effect);
        break;
      case 'SYNC':
        if (peer !== undefined) hooks.sync(peer);
        break;
      case 'CHECK_MEMBERSHIP':
        recheck();
        break;
      case 'CONNECTED':
        counts = true;
        if (peer !== undefined) hooks.connected(peer);
        break;
      case 'CLOSE':
        parts.log.info({ shell: self.shell, member: peer?.member, code: effect.code }, 'connection ended');
        // A refusal still on its way out tells the other side why; the link's own close lets it drain.
        void link.close().finally(() => peer?.session.wipe());
        hooks.ended(effect.code, peer);
        actors.stop(actor);
        break;
    }
  });
  const tell = (event: ReconnectEvent): void => {
    actor.send(event);
  };
  const recheck = (): void => {
    if (peer === undefined) return;
    const { member, removed } = hooks.standing(peer.member);
    // The sync may have brought the history by which to judge the lease; once it counts, renewals take over.
    const leased = counts || (peer.lease?.holds(parts.now()) ?? true);
    tell({ type: 'MEMBERSHIP', member: member && leased, removed });
  };

  function conclude(outcome: HandshakeOutcome): void {
    if (outcome.kind === 'denied') {
      tell({ type: 'DENIED', code: outcome.code });
      return;
    }
    const { session, purpose, join, lease } = outcome;
    link.secure(session);
    peer = { ...outcome.peer, connection, link, session, initiator: how.role === 'initiator', lease };
    hooks.proven(peer, purpose);
    const proven: ReconnectPeer = outcome.peer;
    tell({ type: 'PROVEN', purpose, ...proven, ...(join === undefined ? {} : { join }) });
  }

  link.topic('handshake').subscribe((body) => {
    if (!(body instanceof Uint8Array)) {
      link.abort();
      return;
    }
    tell({ type: 'FRAME_RECEIVED' });
    if (how.role === 'initiator' && hooks.isAside(body)) return;
    const { send, outcome } = handshake.receive(body, parts.now());
    const asides = outcome?.kind === 'denied' ? hooks.turnedAway(outcome) : [];
    for (const frame of asides) link.send('handshake', frame);
    for (const frame of send) link.send('handshake', frame);
    if (outcome !== undefined) conclude(outcome);
  });
  void link.closed.then(() => {
    tell({ type: 'CHANNEL_LOST' });
  });

  return {
    admitted: () => {
      tell({ type: 'ADMITTED' });
    },
    refused: (code) => {
      tell({ type: 'REFUSED', code });
    },
    welcomed: () => {
      tell({ type: 'WELCOMED' });
    },
    synced: () => {
      tell({ type: 'SYNCED' });
    },
    recheck,
    abort: () => {
      link.abort();
    },
  };
}
