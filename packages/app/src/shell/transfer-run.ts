import { fromHex, toHex } from '@fyteclub/identity';
import {
  modBytes,
  transferId,
  transferStatus,
  type Pump,
  type PumpEnd,
  type TransferSessionEmitted,
  type TransferSessionEvent,
  type TransferStatus,
} from '@fyteclub/transfer';
import type { Connection } from '@fyteclub/transport';
import type { ActorRefFrom, StateValue } from 'xstate';
import type { Wish } from '../node/lanes.rules.ts';
import type { Mover } from '../node/lanes.ts';
import type { Machines } from '../node/parts.ts';
import type { TransferShown } from '../shown/index.ts';
import { openBulk } from './bulk.ts';
import { PumpWatch } from './pump-watch.ts';
import { isTurnedAway, wishOf, type SessionSnapshot } from './session.rules.ts';
import { createPump, type Receiving, type RunOptions } from './transfer-pump.ts';

let runs = 0;

/** Performs for one transfer session: its messages, its bulk connection and its pump. */
export class TransferRun implements Mover {
  readonly options: RunOptions;
  readonly #actor: ActorRefFrom<Machines['transferSession']>;
  #half = '';
  #answer = '';
  #connection: Connection | undefined;
  #pump: Pump | undefined;
  #receiving: Receiving | undefined;
  #early: Uint8Array[] = [];
  #opening = new AbortController();
  #watch: PumpWatch | undefined;

  constructor(options: RunOptions) {
    this.options = options;
    const { actors, parts, lanes } = options.self.node;
    const peer = options.peer();
    if (peer === undefined) throw new Error('a transfer begins with a connected member');
    const input = {
      peer: peer.member,
      mod: options.offer.mod,
      name: options.offer.name,
      direction: options.direction,
      total: options.offer.bytes,
      sight: options.sight,
      paused: options.paused,
      held: options.held,
      turn: lanes.open,
    };
    const id = `${options.self.shell.slice(0, 8)}/transfer/${++runs}`;
    this.#actor = actors.spawn(id, parts.machines.transferSession, input, (effect) => {
      // The first state may act before the actor is ours to answer.
      queueMicrotask(() => {
        this.#perform(effect);
      });
    });
    lanes.enter(this, input.turn);
    this.#actor.subscribe(() => {
      lanes.look();
    });
  }

  wish(): Wish {
    return wishOf(this.state);
  }

  turn(mine: boolean): void {
    const asksAgain = mine && isTurnedAway(this.state);
    this.tell({ type: 'TURN', mine });
    if (asksAgain) this.options.offerAgain();
  }

  get state(): SessionSnapshot {
    const { context, value } = this.#actor.getSnapshot();
    return { ...context, value: dotted(value) };
  }

  /** What it does, in the words that people are told. */
  get status(): Pick<TransferStatus, 'state' | 'reason'> {
    const { state, reason } = transferStatus(this.#actor.getSnapshot());
    return { state, reason };
  }

  /** As people see it; whom it is with, the syncshell knows. */
  get shown(): Omit<TransferShown, 'member'> {
    const { name: mod, total, direction, bytes: known } = this.state;
    // Verified, as far as known at this moment.
    const bytes = this.#pump?.progress().bytes ?? known;
    const bytesPerSecond = this.#watch?.bytesPerSecond ?? 0;
    return {
      mod,
      direction: direction === 'inbound' ? 'receiving' : 'sending',
      bytes,
      total,
      bytesPerSecond,
      etaSeconds: bytesPerSecond > 0 ? Math.ceil((total - bytes) / bytesPerSecond) : null,
      ...this.status,
    };
  }

  tell(event: TransferSessionEvent): void {
    if (event.type === 'REQUESTED') this.#half = event.transfer;
    this.#actor.send(event);
  }

  /** The peer's answer to our request. */
  accepted(transfer: string, answer: string): void {
    if (transfer !== this.#half) return;
    this.#answer = answer;
    this.tell({ type: 'ACCEPTED' });
  }

  refused(transfer: string, code: 'out-of-range' | 'not-shared' | 'paused' | 'busy'): void {
    if (transfer === this.#half) this.tell({ type: 'REFUSED', code });
  }

  /** Whether a bulk connection with this transfer id is awaited here. */
  awaits(transfer: Uint8Array): boolean {
    return this.#answer !== '' && this.#pump === undefined && toHex(transfer) === this.#half + this.#answer;
  }

  /** Gives the run its bulk connection; the result takes every frame that comes over it. */
  attach(connection: Connection): (frame: Uint8Array) => void {
    this.#connection = connection;
    void connection.channel.closed.then(() => {
      if (this.#connection === connection) this.#pump?.closed();
    });
    this.tell({ type: 'BULK_OPEN' });
    return (frame) => {
      if (this.#connection !== connection) return;
      if (this.#pump === undefined) this.#early.push(frame);
      else this.#pump.receive(frame);
    };
  }

  stop(): void {
    this.#cut();
    this.options.self.node.actors.stop(this.#actor);
    this.options.self.node.lanes.leave(this);
  }

  #perform(effect: TransferSessionEmitted): void {
    const { self, offer, send } = this.options;
    switch (effect.type) {
      case 'REQUEST':
        this.#half = toHex(self.node.parts.random(16));
        send({ type: 'transfer.request', transfer: this.#half, mod: offer.mod });
        break;
      case 'ACCEPT':
        this.#answer = toHex(self.node.parts.random(16));
        send({ type: 'transfer.accept', transfer: effect.transfer, answer: this.#answer });
        break;
      case 'REFUSE':
        send({ type: 'transfer.refuse', transfer: effect.transfer, code: effect.code });
        break;
      case 'OPEN_BULK':
        void this.#open();
        break;
      case 'START':
        this.#start();
        break;
      case 'ABORT':
        this.#cut();
        break;
      case 'INSTALL':
        void this.#install();
        break;
      case 'RESCAN':
        this.options.rescan();
        break;
    }
  }

  async #open(): Promise<void> {
    const peer = this.options.peer();
    const transfer = fromHex(this.#half + this.#answer);
    if (peer === undefined || transfer === undefined) return;
    const { signal } = this.#opening;
    const connection = await openBulk(this.options.self, this.options.book, peer, transfer, signal);
    if (connection === undefined) {
      if (!signal.aborted) this.tell({ type: 'LOST', code: 'no-bulk' });
    } else if (signal.aborted) connection.abort();
    else connection.channel.messages$.subscribe(this.attach(connection));
  }

  #start(): void {
    const peer = this.options.peer();
    const connection = this.#connection;
    const mod = modBytes(this.options.offer.mod);
    if (peer === undefined || connection === undefined || mod === undefined) {
      this.tell({ type: 'LOST', code: 'channel-lost' });
      return;
    }
    this.#receiving = this.options.direction === 'inbound' ? this.options.receiving() : undefined;
    const transfer = transferId(this.#half, this.#answer);
    const pump = createPump(this.options, { peer, connection, mod, transfer }, this.#receiving?.store);
    if (pump === undefined) {
      this.tell({ type: 'LOST', code: 'not-shared' });
      return;
    }
    this.#pump = pump;
    for (const frame of this.#early.splice(0)) pump.receive(frame);
    if (!connection.channel.open) pump.closed();
    void pump.ended.then((end) => {
      this.#ended(pump, end);
    });
    this.#watch = new PumpWatch(this.options.self.node.parts.clock, pump, (bytes) => {
      this.tell({ type: 'PROGRESS', bytes });
    });
  }

  #ended(pump: Pump, end: PumpEnd): void {
    if (this.#pump !== pump) return;
    // What was queued last must still leave: that all is there, or that the folder has changed.
    if (end.kind === 'done' || end.code === 'stale') this.#release();
    if (end.kind === 'done') {
      this.tell({ type: 'DONE' });
      return;
    }
    const { log } = this.options.self.node.parts;
    log.info({ mod: this.options.offer.mod, code: end.code, path: end.path }, 'a transfer was interrupted');
    if (end.code === 'stale') this.tell({ type: 'STALE' });
    else if (end.code === 'disk-full') this.tell({ type: 'DISK_FULL' });
    else this.tell({ type: 'LOST', code: end.code });
  }

  async #install(): Promise<void> {
    const installed = await this.#receiving?.install();
    if (installed === undefined) this.tell({ type: 'INSTALL_FAILED', code: 'disk-error' });
    else if (installed.ok) {
      this.tell({ type: 'INSTALLED' });
      this.options.installed(installed.value);
    } else this.tell({ type: 'INSTALL_FAILED', code: installed.error });
  }

  /** Stops whatever moves; keys are zeroed by the pump. */
  #cut(): void {
    this.#opening.abort();
    this.#opening = new AbortController();
    this.#pump?.abort();
    this.#connection?.abort();
    this.#forget();
  }

  /** The pump has ended by itself; what it queued may still leave. */
  #release(): void {
    void this.#connection?.close();
    this.#forget();
  }

  #forget(): void {
    this.#watch?.stop();
    this.#watch = undefined;
    this.#pump = undefined;
    this.#connection = undefined;
    this.#answer = '';
    this.#early = [];
  }
}

/** `{ near: { moving: 'opening' } }` as `near.moving.opening`. */
const dotted = (value: StateValue): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value)
        .map(([state, inner]) => `${state}.${dotted(inner ?? '')}`)
        .join(' ');
