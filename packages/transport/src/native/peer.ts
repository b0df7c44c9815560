import { err, ok, type Result, type Address } from '@fyteclub/identity';
import type { DataChannel, DataChannelInitConfig, PeerConnection, RtcConfig } from 'node-datachannel';
import { isIceCredentials } from '../credentials.ts';
import type { ConnectionKind, IceCredentials, WireIdentity } from '../network.ts';
import { describeRemote, isAddress, MAX_ADDRESSES, parseFingerprint } from '../sdp.rules.ts';
import { guarded, holdChannel, holdPeer, releasePeer, type Addon } from './addon.ts';
import { NativeChannel } from './data-channel.ts';

export interface PeerPlan {
  /** The offering side opens the channel and starts DTLS. */
  readonly role: 'offer' | 'answer';
  readonly identity: WireIdentity;
  readonly local: IceCredentials;
  readonly remote: IceCredentials;
  readonly addresses: readonly Address[];
  /** What the offering side opens; the answering side is told by the channel's label. */
  readonly kind: ConnectionKind;
  /** For bulk over more than 5 ms: keeps SCTP off the path whose timer is never restarted. Still reliable in practice. */
  readonly retransmitLimit?: number;
  readonly bind: string;
  /** Share the listener's port; left out, the system picks one for this connection alone. */
  readonly muxPort?: number;
  readonly mtu?: number;
}

export interface OpenedChannel {
  readonly channel: NativeChannel;
  readonly kind: ConnectionKind;
  readonly remoteFingerprint: Uint8Array;
  readonly remote: Address | undefined;
}

const EVERY_INTERFACE = new Set(['0.0.0.0', '::']);
const MIN_MTU = 576;
/** The native layer reads datagrams into 4,096 bytes; larger ones would be cut and fail authentication. */
const MAX_MTU = 4_000;

const isPlan = (plan: PeerPlan): boolean =>
  isIceCredentials(plan.local) &&
  isIceCredentials(plan.remote) &&
  plan.addresses.length > 0 &&
  plan.addresses.length <= MAX_ADDRESSES &&
  plan.addresses.every(isAddress) &&
  (plan.mtu === undefined || (plan.mtu >= MIN_MTU && plan.mtu <= MAX_MTU));

const configuration = (plan: PeerPlan): RtcConfig => ({
  iceServers: [],
  disableAutoNegotiation: true,
  // The real certificate is compared after DTLS, where a mismatch can be told from silence.
  disableFingerprintVerification: true,
  certificatePemFile: plan.identity.certificatePem,
  keyPemFile: plan.identity.keyPem,
  maxMessageSize: 262_144,
  ...(EVERY_INTERFACE.has(plan.bind) ? {} : { bindAddress: plan.bind }),
  ...(plan.mtu === undefined ? {} : { mtu: plan.mtu }),
  // Without the exact range the native layer takes the first shared socket of the process, whoever's it is.
  ...(plan.muxPort === undefined
    ? {}
    : { enableIceUdpMux: true, portRangeBegin: plan.muxPort, portRangeEnd: plan.muxPort }),
});

const reliability = ({ retransmitLimit }: PeerPlan): DataChannelInitConfig =>
  retransmitLimit === undefined ? {} : { maxRetransmits: retransmitLimit };

/**
 * Begins one connection attempt. Both descriptions are set here, once, in the only order and states that the native
 * layer survives: it has no try/catch around the local one, so a bad name, a missing channel or a wrong state would
 * end the process.
 */
export function startPeer(addon: Addon, plan: PeerPlan): Result<Peer, 'bad-plan'> {
  if (!isPlan(plan)) return err('bad-plan');
  let peer: Peer | undefined;
  try {
    const pc = new addon.PeerConnection('', configuration(plan));
    peer = new Peer(pc);
    const remote = describeRemote({
      role: plan.role === 'offer' ? 'answer' : 'offer',
      credentials: plan.remote,
      addresses: plan.addresses,
    });
    const local = { iceUfrag: plan.local.ufrag, icePwd: plan.local.password };
    if (plan.role === 'offer') {
      peer.open(pc.createDataChannel(plan.kind, reliability(plan)), plan.kind);
      pc.setLocalDescription('offer', local);
      pc.setRemoteDescription(remote, 'answer');
    } else {
      pc.setRemoteDescription(remote, 'offer');
      pc.setLocalDescription('answer', local);
    }
    return ok(peer);
  } catch {
    peer?.end();
    return err('bad-plan');
  }
}

/** One native peer connection from its first packet to its end. */
export class Peer {
  /** Undefined when it ended before a channel was open. */
  readonly opened: Promise<OpenedChannel | undefined>;
  /** Resolves when the native side has let go of it: no packet finds it any more. */
  readonly gone: Promise<void>;
  readonly #pc: PeerConnection;
  #channel: NativeChannel | undefined;
  #kind: ConnectionKind = 'control';
  #ready = false;
  #told = false;
  #ended = false;
  #closed = false;
  #tellOpened: (opened: OpenedChannel | undefined) => void = () => undefined;
  #tellGone: () => void = () => undefined;

  constructor(pc: PeerConnection) {
    this.#pc = pc;
    this.opened = new Promise((resolve) => (this.#tellOpened = resolve));
    this.gone = new Promise((resolve) => (this.#tellGone = resolve));
    holdPeer(pc);
    pc.onStateChange(
      guarded((state: string) => {
        if (state === 'closed') {
          releasePeer(pc);
          this.#tellGone();
        }
        if (state === 'connected') this.#tellWhenOpen();
        // All three are final here: there is no recovery and no ICE restart. Whatever JavaScript does not close
        // itself blocks the clean-up later.
        if (state === 'closed' || state === 'failed' || state === 'disconnected') {
          this.end();
          this.#close();
        }
      }),
    );
    pc.onDataChannel(guarded((dc: DataChannel) => this.#incoming(dc)));
  }

  /**
   * Whether packets have passed both ways, though nothing may be agreed yet. Asked, not told: on close the binding
   * frees this callback while a native thread may be calling it.
   */
  get reached(): boolean {
    if (this.#closed) return false;
    const state = this.#pc.iceState();
    return state === 'connected' || state === 'completed';
  }

  roundTripMs(): number | undefined {
    const ms = this.#closed ? -1 : this.#pc.rtt();
    return ms < 0 ? undefined : ms;
  }

  /** Ends this side at once, and the native connection as soon as that is safe. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tellOpened(undefined);
    if (this.#channel) void this.#channel.leave().then(() => this.#close());
    else this.#close();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel?.hungUp();
    this.#pc.close();
  }

  /** The offering side's channel, before anything is described. */
  open(dc: DataChannel, kind: ConnectionKind): void {
    this.#kind = kind;
    this.#channel = new NativeChannel(
      dc,
      true,
      () => {
        this.#ready = true;
        this.#tellWhenOpen();
      },
      () => this.end(),
    );
  }

  #incoming(dc: DataChannel): void {
    const kind = dc.getLabel();
    // One channel per connection: a second one, or one of no known kind, is not ours.
    if (this.#channel || (kind !== 'control' && kind !== 'bulk')) {
      holdChannel(dc, () => undefined);
      dc.close();
      this.end();
      return;
    }
    this.#kind = kind;
    this.#ready = true;
    this.#channel = new NativeChannel(
      dc,
      false,
      () => undefined,
      () => this.end(),
    );
    this.#tellWhenOpen();
  }

  /** What is sent before the native state says connected is lost without a word. */
  #tellWhenOpen(): void {
    const channel = this.#channel;
    if (!channel || !this.#ready || this.#told || this.#ended || this.#pc.state() !== 'connected') return;
    this.#told = true;
    channel.greet();
    const remoteFingerprint = parseFingerprint(this.#pc.remoteFingerprint().value);
    if (remoteFingerprint)
      this.#tellOpened({ channel, kind: this.#kind, remoteFingerprint, remote: this.#remote() });
    else this.end();
  }

  #remote(): Address | undefined {
    const pair = this.#pc.getSelectedCandidatePair();
    const address = pair && { host: pair.remote.address, port: pair.remote.port };
    return address && isAddress(address) ? address : undefined;
  }
}
