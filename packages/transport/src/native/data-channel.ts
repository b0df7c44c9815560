import { setTimeout as sleep } from 'node:timers/promises';
import type { DataChannel } from 'node-datachannel';
import { createInbox } from '../inbox.ts';
import { LOW_WATER_BYTES, MAX_MESSAGE_BYTES, type Channel } from '../network.ts';
import { guarded, holdChannel } from './addon.ts';

/**
 * Goodbyes travel as text messages inside the stream, data as binary. The native close is no goodbye: it reaches
 * JavaScript through another queue than the messages and discards all but the first 999 that wait there.
 */
const LAST = 'last';
const GOT_LAST = 'got-last';
const GONE = 'gone';
/**
 * The first word of the side that did not open the channel. The protocol's own acknowledgement (RFC 8832) is lost
 * when it is due a moment before the native state says connected, about once in 500 under load: the opener would wait
 * for ever.
 */
const HERE = 'here';

const POLL_MS = 100;
/** A peer that takes nothing for this long while we say goodbye is given up. */
const STALLED_MS = 10_000;
/** How long the side that was told goodbye waits for the other to hang up. */
const LINGER_MS = 2_000;
/** A queue from which nothing has left for this long is still. */
const STILL_MS = 1_000;
/** How long a side that leaves waits at most, while something moves. */
const LEAVE_MS = 30_000;
const LOOK_AGAIN_MS = 10;

/** One native data channel. `hangUp` ends its peer connection, which in turn makes the channel {@link leave}. */
export class NativeChannel implements Channel {
  readonly closed: Promise<void>;
  readonly #dc: DataChannel;
  readonly #ready: () => void;
  readonly #hangUp: () => void;
  readonly #inbox = createInbox();
  #state: 'open' | 'closing' | 'closed' = 'open';
  #opened: boolean;
  #otherIsStill = false;
  #left = false;
  #waiters: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #tellClosed: () => void = () => undefined;

  /** @param ready runs once the other side is known to have the channel too. */
  constructor(dc: DataChannel, opener: boolean, ready: () => void, hangUp: () => void) {
    this.#dc = dc;
    this.#hangUp = hangUp;
    this.closed = new Promise((resolve) => (this.#tellClosed = resolve));
    this.#opened = !opener;
    this.#ready = ready;
    dc.onMessage(guarded((message: string | Buffer | ArrayBuffer) => this.#receive(message)));
    dc.onError(guarded(() => hangUp()));
    if (opener) dc.onOpen(guarded(() => this.#isReady()));
    dc.setBufferedAmountLowThreshold(LOW_WATER_BYTES);
    dc.onBufferedAmountLow(guarded(() => this.#wakeIfLow()));
    holdChannel(dc, hangUp);
  }

  get messages$(): Channel['messages$'] {
    return this.#inbox.messages$;
  }

  get open(): boolean {
    return this.#state === 'open';
  }

  send(bytes: Uint8Array): boolean {
    if (bytes.length === 0 || bytes.length > MAX_MESSAGE_BYTES)
      throw new RangeError(`message of ${bytes.length} bytes`);
    // The native `false` means queued; only its exception means closed.
    return this.open && this.#attempt(() => this.#dc.sendMessageBinary(bytes));
  }

  bufferedAmount(): number {
    return this.#state === 'closed' ? 0 : this.#dc.bufferedAmount();
  }

  drained(): Promise<void> {
    if (this.#state === 'closed') return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      // The event comes only on crossing the mark, which may have happened before this waiter existed.
      this.#wakeIfLow();
    });
  }

  close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      if (this.#attempt(() => this.#dc.sendMessage(LAST))) this.#watchGoodbye();
      else this.#hangUp();
    }
    return this.closed;
  }

  abort(): void {
    this.#hangUp();
  }

  /** Tells the opener that the channel is there; before the native state says connected it would be lost. */
  greet(): void {
    if (!this.#attempt(() => this.#dc.sendMessage(HERE))) this.#hangUp();
  }

  /**
   * Ends this side at once. Resolves when the connection may be closed: a close while a native thread sends from the
   * queue frees what that thread is using, and ends the process. So the other side is asked to be still, and a
   * moment is given to what is on its way.
   */
  async leave(): Promise<void> {
    clearTimeout(this.#timer);
    this.#end();
    if (!this.#opened) {
      // A channel that never opened is not told by its connection, and its handlers would keep the process alive.
      this.#dc.close();
      return;
    }
    if (!this.#otherIsStill) this.#attempt(() => this.#dc.sendMessage(GONE));
    let least = Number.POSITIVE_INFINITY;
    let still = 0;
    for (let waited = 0; waited < LEAVE_MS && still < STILL_MS && !this.#left; waited += LOOK_AGAIN_MS) {
      const waiting = this.#dc.bufferedAmount();
      if (this.#otherIsStill && waiting === 0) return;
      still = waiting < least ? 0 : still + LOOK_AGAIN_MS;
      least = Math.min(least, waiting);
      await sleep(LOOK_AGAIN_MS);
    }
  }

  /** The connection is closed; nothing is worth waiting for. */
  hungUp(): void {
    this.#left = true;
  }

  #end(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#wake();
    this.#inbox.complete();
    this.#tellClosed();
  }

  #isReady(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#ready();
  }

  #receive(message: string | Buffer | ArrayBuffer): void {
    this.#isReady();
    if (typeof message === 'string') this.#hear(message);
    else if (this.#state !== 'closed') {
      const bytes = message instanceof ArrayBuffer ? new Uint8Array(message) : plain(message);
      if (!this.#inbox.push(bytes)) this.#hangUp();
    }
  }

  #hear(word: string): void {
    if (word === HERE) return;
    if (word === LAST) {
      if (this.#state !== 'closed') this.#answerGoodbye();
      return;
    }
    this.#otherIsStill = word === GONE || word === GOT_LAST;
    this.#hangUp();
  }

  /** Everything the other side sent has arrived. If both say goodbye at once, each still waits for its own answer. */
  #answerGoodbye(): void {
    const told = this.#attempt(() => this.#dc.sendMessage(GOT_LAST));
    if (!told) this.#hangUp();
    else if (this.#state === 'open') {
      this.#end();
      this.#timer = setTimeout(this.#hangUp, LINGER_MS);
    }
  }

  #watchGoodbye(): void {
    let least = Number.POSITIVE_INFINITY;
    let patience = STALLED_MS;
    const look = (): void => {
      const waiting = this.#dc.bufferedAmount();
      patience = waiting < least ? STALLED_MS : patience - POLL_MS;
      least = Math.min(least, waiting);
      if (patience <= 0) this.#hangUp();
      else this.#timer = setTimeout(look, POLL_MS);
    };
    look();
  }

  #attempt(native: () => unknown): boolean {
    try {
      native();
      return true;
    } catch {
      return false;
    }
  }

  #wakeIfLow(): void {
    if (this.#dc.bufferedAmount() <= LOW_WATER_BYTES) this.#wake();
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

/** The binding copies every message into a buffer of its own, so the view may be passed on without another copy. */
const plain = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
