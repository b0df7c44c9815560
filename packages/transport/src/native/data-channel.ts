import type { DataChannel } from 'node-datachannel';
import { createInbox } from '../inbox.ts';
import { LOW_WATER_BYTES, MAX_MESSAGE_BYTES, type Channel } from '../network.ts';
import { guarded, hold, release } from './addon.ts';

/**
 * Goodbyes travel as text messages inside the stream, data as binary. The native close is no goodbye: it reaches
 * JavaScript through another queue than the messages and discards all but the first 999 that wait there.
 */
const LAST = 'last';
const GOT_LAST = 'got-last';

const POLL_MS = 100;
/** A peer that takes nothing for this long while we say goodbye is given up. */
const STALLED_MS = 10_000;
/** How long the side that was told goodbye waits for the other to hang up. */
const LINGER_MS = 2_000;

/** One native data channel. `hangUp` closes its peer connection; `hungUp` must be called once that is gone. */
export class NativeChannel implements Channel {
  readonly closed: Promise<void>;
  readonly #dc: DataChannel;
  readonly #hangUp: () => void;
  readonly #inbox = createInbox();
  #state: 'open' | 'closing' | 'closed' = 'open';
  #waiters: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #tellClosed: () => void = () => undefined;

  constructor(dc: DataChannel, hangUp: () => void) {
    this.#dc = dc;
    this.#hangUp = hangUp;
    this.closed = new Promise((resolve) => (this.#tellClosed = resolve));
    hold(dc);
    dc.onMessage(guarded((message: string | Buffer | ArrayBuffer) => this.#receive(message)));
    dc.onError(guarded(() => hangUp()));
    dc.setBufferedAmountLowThreshold(LOW_WATER_BYTES);
    dc.onBufferedAmountLow(guarded(() => this.#wakeIfLow()));
    // Without a handler of ours the binding never lets go of its default one, and the process never ends.
    dc.onClosed(
      guarded(() => {
        release(dc);
        hangUp();
      }),
    );
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

  /** The peer connection ends now. */
  hungUp(): void {
    clearTimeout(this.#timer);
    this.#end();
    // A channel that never opened is not told by its connection, and its handlers would keep the process alive.
    this.#dc.close();
  }

  #end(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#wake();
    this.#inbox.complete();
    this.#tellClosed();
  }

  #receive(message: string | Buffer | ArrayBuffer): void {
    if (this.#state === 'closed') return;
    if (typeof message !== 'string') {
      const bytes = message instanceof ArrayBuffer ? new Uint8Array(message) : plain(message);
      if (!this.#inbox.push(bytes)) this.#hangUp();
    } else if (message === LAST) this.#answerGoodbye();
    else if (message === GOT_LAST && this.#state === 'closing') this.#hangUp();
    else this.#hangUp();
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
