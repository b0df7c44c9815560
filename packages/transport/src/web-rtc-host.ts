import { setTimeout as sleep } from 'node:timers/promises';
import { equalBytes, err, ok, type Result, type Address } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import { begin, emptyKnockGuard, finish, mayKnock } from './knock-guard.rules.ts';
import { localAddresses } from './local-addresses.ts';
import type { Addon } from './native/addon.ts';
import { probe, type MuxListener } from './native/mux-listener.ts';
import { startPeer, type OpenedChannel, type Peer, type PeerPlan } from './native/peer.ts';
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
import { awaitChannel, toConnection } from './web-rtc-attempt.ts';

/** From an admitted knock to an open channel. */
const ANSWER_MS = 10_000;
/** While nobody answers, a meeting starts afresh this often: requests thin out and routers forget, a fresh start knocks anew. */
const MEET_ROUND_MS = 20_000;
/**
 * Packets pass and yet no channel opens: one side began again in the middle of the other's DTLS handshake. Both begin
 * again; the offering side, which speaks first, sooner, so that its hello meets fresh ears.
 */
const MEET_STUCK_MS = { offer: 4_000, answer: 6_000 } as const;
const MEET_PAUSE_MS = 100;
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
  /** By local name. A new meeting under the same name is a new attempt of the same two, so the old one is dead. */
  readonly #meetings = new Map<string, Peer>();
  readonly #closing = new AbortController();
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
    const signal = this.#signal(plan.signal);
    const opened = await awaitChannel(peer.value, { ms: plan.timeoutMs, signal });
    return this.#result(peer.value, opened, plan);
  }

  async meet(plan: MeetPlan): Promise<Result<Connection, DialError>> {
    const deadline = performance.now() + plan.deadlineMs;
    const name = plan.local.ufrag;
    const signal = this.#signal(plan.signal);
    const stopped = (): boolean => signal.aborted;
    for (;;) {
      // The shared socket finds connections by the other side's address, so the old one must be out of its table.
      this.#meetings.get(name)?.end();
      await this.#meetings.get(name)?.gone;
      if (stopped()) return this.#result(undefined, undefined, plan);
      const peer = this.#start(plan, { role: plan.role, muxPort: this.port });
      if (!peer.ok) return peer;
      this.#meetings.set(name, peer.value);
      void peer.value.gone.then(() => {
        if (this.#meetings.get(name) === peer.value) this.#meetings.delete(name);
      });
      const left = deadline - performance.now();
      const patience = { ms: Math.min(left, MEET_ROUND_MS), reachedMs: MEET_STUCK_MS[plan.role], signal };
      const opened = await awaitChannel(peer.value, patience);
      if (opened || stopped() || left < MEET_ROUND_MS) return this.#result(peer.value, opened, plan);
      await sleep(MEET_PAUSE_MS);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#shut();
    return this.#closed;
  }

  /** A stranger's first packet at the shared port, and every repetition of it. */
  answer(knock: Knock): void {
    const now = Date.now();
    const name = knock.localUfrag;
    if (this.#closed || this.#meetings.has(name) || !mayKnock(this.#guard, name, now)) return;
    const admission = this.#options.admit(knock);
    if (admission?.local.ufrag !== name) return;
    const { identity, tag } = admission;
    const plan = { ...admission, addresses: [knock.from], kind: 'control' } as const;
    const peer = this.#start(plan, { role: 'answer', muxPort: this.port });
    if (!peer.ok) return;
    this.#guard = begin(this.#guard, name, now);
    const patience = { ms: ANSWER_MS, signal: this.#signal() };
    void awaitChannel(peer.value, patience).then((opened) => {
      this.#guard = finish(this.#guard);
      if (opened && this.#incoming.observed)
        this.#incoming.next({ connection: toConnection(peer.value, opened, identity), tag });
      else peer.value.end();
    });
  }

  #signal(signal?: AbortSignal): AbortSignal {
    return AbortSignal.any(signal ? [signal, this.#closing.signal] : [this.#closing.signal]);
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

  #result(
    peer: Peer | undefined,
    opened: OpenedChannel | undefined,
    plan: DialPlan | MeetPlan,
  ): Result<Connection, DialError> {
    if (this.#closed) return err('host-closed');
    if (plan.signal?.aborted) return err('aborted');
    if (!peer || !opened) return err('timed-out');
    if (!plan.fingerprint || equalBytes(plan.fingerprint, opened.remoteFingerprint))
      return ok(toConnection(peer, opened, plan.identity));
    peer.end();
    return err('wrong-fingerprint');
  }

  async #shut(): Promise<void> {
    this.#closing.abort();
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
