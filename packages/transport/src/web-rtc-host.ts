import { setTimeout as sleep } from 'node:timers/promises';
import { equalBytes, err, ok, type Result, type Address } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import { knockTag } from './credentials.ts';
import { begin, emptyKnockGuard, finish, mayKnock } from './knock-guard.rules.ts';
import { localAddresses } from './local-addresses.ts';
import type { Addon } from './native/addon.ts';
import { probe, type MuxListener } from './native/mux-listener.ts';
import { startPeer, type Peer, type PeerPlan } from './native/peer.ts';
import { askPublicAddresses } from './native/public-addresses.ts';
import type {
  Connection,
  DialError,
  DialPlan,
  HostOptions,
  Incoming,
  Knock,
  MeetPlan,
  NetworkHost,
} from './network.ts';
import { MAX_ADDRESSES } from './sdp.rules.ts';
import { Stopper, stopOf } from './stopper.ts';
import { awaitChannel, toConnection } from './web-rtc-attempt.ts';
import { meet, type ExpectedGuest, type MeetingPlace, type Met } from './web-rtc-meeting.ts';

/** From an admitted knock to an open channel; a name let in once is not let in again. */
const ANSWER_MS = 8_000;
const GONE_MS = 3_000;
/** Above this round trip bulk channels limit retransmissions, which steps around a timer bug of the SCTP stack. */
const TIMER_BUG_ROUND_TRIP_MS = 5;
/** Far above the retransmissions after which the association fails anyway, so nothing is ever given up. */
const RETRANSMIT_LIMIT = 65_535;

export class WebRtcHost implements NetworkHost {
  readonly #addon: Addon;
  readonly #options: HostOptions;
  readonly #forget: () => void;
  readonly #incoming = new Subject<Incoming>();
  readonly #peers = new Set<Peer>();
  readonly #guests = new Map<string, ExpectedGuest>();
  readonly #calls = new Map<string, () => void>();
  /** By local name. Who meets again under the same name has lost the old connection. */
  readonly #met = new Map<string, Peer>();
  readonly #closing = new Stopper();
  #guard = emptyKnockGuard(Date.now());
  #listener: MuxListener | undefined;
  #public: readonly Address[] = [];
  #closed: Promise<void> | undefined;

  constructor(addon: Addon, options: HostOptions, forget: () => void) {
    this.#addon = addon;
    this.#options = options;
    this.#forget = forget;
  }

  listenWith(listener: MuxListener): void {
    this.#listener = listener;
  }

  get port(): number {
    return this.#listener?.port ?? this.#options.port;
  }

  get incoming$(): NetworkHost['incoming$'] {
    return this.#incoming.asObservable();
  }

  addresses(): readonly Address[] {
    return [...this.#public, ...localAddresses(this.#options.bind, this.port)].slice(0, MAX_ADDRESSES);
  }

  async discover(): Promise<readonly Address[]> {
    const { bind, stun } = this.#options;
    if (!this.#closed) this.#public = await askPublicAddresses(this.#addon, bind, this.port, stun);
    return this.addresses();
  }

  async dial(plan: DialPlan): Promise<Result<Connection, DialError>> {
    if (this.#closed) return err('host-closed');
    if (!(await probe(this.#options.bind, 0)).ok) return err('no-socket');
    const bug = plan.kind === 'bulk' && (plan.roundTripMs ?? 0) > TIMER_BUG_ROUND_TRIP_MS;
    const peer = this.#start(plan, { role: 'offer', ...(bug ? { retransmitLimit: RETRANSMIT_LIMIT } : {}) });
    if (!peer.ok) return peer;
    const until = this.#until(plan.signal, plan.timeoutMs);
    const opened = await awaitChannel(peer.value, { until });
    until.release();
    return this.#result(plan, opened && { peer: peer.value, opened });
  }

  async meet(plan: MeetPlan): Promise<Result<Connection, DialError>> {
    if (this.#closed) return err('host-closed');
    const name = plan.local.ufrag;
    // The shared socket finds connections by the other side's address, so the old one must be out of its table.
    const old = this.#met.get(name);
    old?.end();
    await old?.gone;
    const until = this.#until(plan.signal, plan.deadlineMs);
    const met = await meet(this.#place, plan, until);
    until.release();
    if (typeof met === 'string') return err(met);
    if (met) {
      this.#met.set(name, met.peer);
      void met.peer.gone.then(() => this.#met.get(name) === met.peer && this.#met.delete(name));
    }
    return this.#result(plan, met);
  }

  close(): Promise<void> {
    this.#closed ??= this.#shut();
    return this.#closed;
  }

  /** A stranger's first packet at the shared port, and every repetition of it. */
  answer(knock: Knock): void {
    const now = Date.now();
    const name = knock.localUfrag;
    if (this.#closed) return;
    this.#calls.get(name)?.();
    if (!mayKnock(this.#guard, name, now)) return;
    const guest = this.#guests.get(knockTag(knock) ?? '');
    const admission = guest ? guest.admit(knock) : this.#options.admit(knock);
    if (admission?.local.ufrag !== name) return;
    const { identity, tag } = admission;
    const plan = { ...admission, addresses: [knock.from], kind: 'control' } as const;
    const begun = this.#start(plan, { role: 'answer', muxPort: this.port });
    if (!begun.ok) return;
    this.#guard = begin(this.#guard, name, now);
    const peer = begun.value;
    void awaitChannel(peer, { reachMs: ANSWER_MS, openMs: ANSWER_MS, until: this.#closing }).then(
      (opened) => {
        this.#guard = finish(this.#guard);
        if (!opened) return;
        if (guest) guest.opened({ peer, opened });
        else if (this.#incoming.observed)
          this.#incoming.next({ connection: toConnection(peer, opened, identity), tag });
        else peer.end();
      },
    );
  }

  readonly #place: MeetingPlace = {
    start: (plan, role, names) => this.#start({ ...plan, ...names }, { role, muxPort: this.port }),
    expect: (tag, guest) => {
      this.#guests.set(tag, guest);
      return () => void this.#guests.delete(tag);
    },
    listenFor: (name, called) => {
      this.#calls.set(name, called);
      return () => this.#calls.get(name) === called && this.#calls.delete(name);
    },
  };

  #until(signal: AbortSignal | undefined, ms: number): Stopper {
    return new Stopper(signal ? [this.#closing, stopOf(signal)] : [this.#closing], ms);
  }

  #start(
    plan: Pick<DialPlan, 'identity' | 'local' | 'remote' | 'addresses' | 'kind' | 'mtu'>,
    more: Pick<PeerPlan, 'role' | 'muxPort' | 'retransmitLimit'>,
  ): Result<Peer, DialError> {
    if (this.#closed) return err('host-closed');
    const { identity, local, remote, addresses, kind } = plan;
    const mtu = plan.mtu ?? this.#options.mtu;
    const peer = startPeer(this.#addon, {
      ...{ identity, local, remote, addresses, kind, bind: this.#options.bind, ...more },
      ...(mtu === undefined ? {} : { mtu }),
    });
    if (peer.ok) {
      this.#peers.add(peer.value);
      void peer.value.gone.then(() => this.#peers.delete(peer.value));
    }
    return peer;
  }

  #result(plan: DialPlan | MeetPlan, met: Met | undefined): Result<Connection, DialError> {
    if (!met) return err(this.#closed ? 'host-closed' : plan.signal?.aborted ? 'aborted' : 'timed-out');
    const { peer, opened } = met;
    if (!plan.fingerprint || equalBytes(plan.fingerprint, opened.remoteFingerprint))
      return ok(toConnection(peer, opened, plan.identity));
    peer.end();
    return err('wrong-fingerprint');
  }

  async #shut(): Promise<void> {
    this.#closing.stop();
    const all = [...this.#peers];
    for (const peer of all) peer.end();
    await Promise.race([
      Promise.all(all.map((peer) => peer.gone)),
      sleep(GONE_MS, undefined, { ref: false }),
    ]);
    this.#listener?.stop();
    this.#incoming.complete();
    this.#forget();
  }
}
