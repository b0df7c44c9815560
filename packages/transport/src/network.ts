import type { Address, Result } from '@fyteclub/identity';
import type { Observable } from 'rxjs';

/** Control carries protocol messages and never waits behind mod bytes; bulk carries mod bytes only. */
export type ConnectionKind = 'control' | 'bulk';

/** The largest message a channel takes. Larger ones are a bug of the caller: {@link Channel.send} throws. */
export const MAX_MESSAGE_BYTES = 262_144;
/** A sender that awaits {@link Channel.drained} once it is past this keeps memory bounded. */
export const HIGH_WATER_BYTES = 1_048_576;
/** Where {@link Channel.drained} lets the sender go on. */
export const LOW_WATER_BYTES = 262_144;

/** Ordered, reliable messages between two processes. Both twins (WebRTC and memory) pass one compliance suite. */
export interface Channel {
  /**
   * Queues one message.
   * @returns false when the channel is closed; the message is then dropped.
   * @throws RangeError above {@link MAX_MESSAGE_BYTES} or when empty.
   */
  send(bytes: Uint8Array): boolean;
  /** Bytes queued here and not yet taken by the wire; 0 when closed. */
  bufferedAmount(): number;
  /** Resolves once at most {@link LOW_WATER_BYTES} are queued, or the channel is closed. */
  drained(): Promise<void>;
  /** Keeps what arrives until the first subscriber comes; completes on close; never errors. */
  readonly messages$: Observable<Uint8Array>;
  readonly open: boolean;
  /** Resolves when nothing more will arrive or leave, whoever closed it and why. */
  readonly closed: Promise<void>;
  /** Lets queued messages out first; resolves when closed. */
  close(): Promise<void>;
  /** Ends this side at once; what is still queued may or may not arrive. */
  abort(): void;
}

/** One peer connection with its one channel. */
export interface Connection {
  readonly kind: ConnectionKind;
  readonly channel: Channel;
  /** SHA-256 of the DTLS certificates, 32 bytes each: what the handshake above is bound to. */
  readonly localFingerprint: Uint8Array;
  readonly remoteFingerprint: Uint8Array;
  /** Where the other side's packets come from; a member tells the other so that it learns its public address. */
  readonly remote: Address | undefined;
  /** Smoothed round-trip time in ms where the wire has measured one. */
  roundTripMs(): number | undefined;
  close(): Promise<void>;
  abort(): void;
}

/** A certificate and its key: one per syncshell membership, so that two groups cannot be linked by it. */
export interface WireIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** SHA-256 of the certificate's DER, 32 bytes. */
  readonly fingerprint: Uint8Array;
}

/** ICE user fragment (4 to 256 characters) and password (22 to 256), both of `A-Za-z0-9+/`. */
export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

/** The first packet of a stranger, before anything is allocated for it. Both names are checked ICE characters. */
export interface Knock {
  readonly localUfrag: string;
  readonly remoteUfrag: string;
  readonly from: Address;
}

/** The answer to a knock: with what to meet it. `tag` comes back with the connection in `incoming$`. */
export interface Admission {
  readonly identity: WireIdentity;
  readonly local: IceCredentials;
  readonly remote: IceCredentials;
  readonly tag: string;
}

/** A connection that somebody else began and `admit` let in. Who it is, the handshake above has to find out. */
export interface Incoming {
  readonly connection: Connection;
  /** As it was in the {@link Admission}. */
  readonly tag: string;
}

/** Why {@link NetworkHost.dial} or {@link NetworkHost.meet} came to nothing. */
export type DialError =
  /** No address, an address that is no IP literal, or names and passwords that are no ICE credentials. */
  | 'bad-plan'
  /** Nobody answered in time, or with other passwords. */
  | 'timed-out'
  /** The other side showed another certificate than the one expected. */
  | 'wrong-fingerprint'
  /** The system would not give us a socket: the interface is gone, or no file handle is left. */
  | 'no-socket'
  /** The signal of the plan fired. */
  | 'aborted'
  /** The host was closed, before or meanwhile. */
  | 'host-closed';

interface Plan {
  readonly addresses: readonly Address[];
  readonly identity: WireIdentity;
  readonly local: IceCredentials;
  readonly remote: IceCredentials;
  /** What the other side's certificate must hash to; undefined leaves the check to the handshake above. */
  readonly fingerprint: Uint8Array | undefined;
  readonly kind: ConnectionKind;
  readonly signal?: AbortSignal;
  /** UDP payload limit of the connection; leave it out unless a probe has shown that larger packets pass. */
  readonly mtu?: number;
}

/** One side knocks at the other's fixed port from a port of the moment. */
export interface DialPlan extends Plan {
  readonly timeoutMs: number;
  /** The last measured round trip to this member: above 5 ms a bulk channel steps around an SCTP timer bug. */
  readonly roundTripMs?: number;
}

/** Both sides send from their fixed ports, whoever is first: two routers then let both through. */
export interface MeetPlan extends Plan {
  /** The two sides must be told different roles. */
  readonly role: 'offer' | 'answer';
  /** How long to keep trying, in ms from the call; minutes are fine, a person pastes a code meanwhile. */
  readonly deadlineMs: number;
}

/** Where a host listens, and whom it lets in. */
export interface HostOptions {
  /** An IP literal of this machine, or `0.0.0.0` for every IPv4 interface. */
  readonly bind: string;
  /** The one UDP port that others know; 0 takes any free one. */
  readonly port: number;
  /** `host:port` of STUN servers, asked by {@link NetworkHost.discover} only. Empty: nobody outside the group is contacted. */
  readonly stun: readonly string[];
  /** Called for every new knock, before anything is allocated. Undefined ignores it. Must not throw. */
  readonly admit: (knock: Knock) => Admission | undefined;
  /** UDP payload limit of its connections in bytes, unless a plan has another. */
  readonly mtu?: number;
}

/** Why no host was opened. */
export type HostError =
  /** Another program or host has the port, or we may not have it. */
  | 'port-taken'
  /** Not an address of this machine. */
  | 'bad-bind';

/** One fixed port: listens, dials and meets. */
export interface NetworkHost {
  readonly port: number;
  /** Where peers on this machine's networks find the port; only loopback when bound there. */
  addresses(): readonly Address[];
  /**
   * Asks the STUN servers once under which address they see the port; {@link addresses} then begins with it. With no
   * servers, or none that answers within 3 s, nothing changes.
   */
  discover(): Promise<readonly Address[]>;
  /** Subscribe before the first knock: a connection that nobody takes is closed. */
  readonly incoming$: Observable<Incoming>;
  /** Begins a connection to somebody who listens: the first address that answers wins. */
  dial(plan: DialPlan): Promise<Result<Connection, DialError>>;
  /** Both sides call it, with opposite roles, whoever is first. */
  meet(plan: MeetPlan): Promise<Result<Connection, DialError>>;
  /**
   * Aborts every connection. The port can be opened again at once in this process; for other processes it is free
   * after {@link Network.shutdown}.
   */
  close(): Promise<void>;
}

/** All that a node has of the network: real in the product, in memory or simulated in tests. */
export interface Network {
  openHost(options: HostOptions): Promise<Result<NetworkHost, HostError>>;
  /** Closes every host and leaves no handle behind: the last call before a process, or a test file, ends. */
  shutdown(): Promise<void>;
}
