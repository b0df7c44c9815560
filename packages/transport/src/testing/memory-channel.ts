import { createInbox } from '../inbox.ts';
import { LOW_WATER_BYTES, MAX_MESSAGE_BYTES, type Channel } from '../network.ts';

/** When the wire takes the next message. */
export type Deliver = (run: () => void) => void;

/** One memory wire carries about as much per turn as a real one does per millisecond. */
const BYTES_PER_TURN = LOW_WATER_BYTES;

/** Two ends of one wire without sockets: same order, limits, back-pressure and close rules as a data channel. */
export function createMemoryChannels(deliver: Deliver): readonly [Channel, Channel] {
  const left = new MemoryChannel(deliver);
  const right = new MemoryChannel(deliver);
  left.join(right);
  right.join(left);
  return [left, right];
}

class MemoryChannel implements Channel {
  readonly closed: Promise<void>;
  readonly #inbox = createInbox();
  readonly #deliver: Deliver;
  #far: MemoryChannel | undefined;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #queue: Uint8Array[] = [];
  #queued = 0;
  #turning = false;
  #waiters: (() => void)[] = [];
  #tellClosed: () => void = () => undefined;

  constructor(deliver: Deliver) {
    this.#deliver = deliver;
    this.closed = new Promise((resolve) => (this.#tellClosed = resolve));
  }

  join(far: MemoryChannel): void {
    this.#far = far;
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
    if (!this.open) return false;
    this.#queue.push(Uint8Array.from(bytes));
    this.#queued += bytes.length;
    this.#turn();
    return true;
  }

  bufferedAmount(): number {
    return this.#queued;
  }

  drained(): Promise<void> {
    if (this.#state === 'closed' || this.#queued <= LOW_WATER_BYTES) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#turn();
    }
    return this.closed;
  }

  abort(): void {
    if (this.#state === 'closed') return;
    this.#end();
    const far = this.#far;
    this.#deliver(() => {
      if (far) far.#end();
    });
  }

  #end(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#queue = [];
    this.#queued = 0;
    this.#wake();
    this.#inbox.complete();
    this.#tellClosed();
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }

  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    this.#deliver(() => {
      this.#turning = false;
      this.#carry();
    });
  }

  #carry(): void {
    const far = this.#far;
    for (let carried = 0; carried < BYTES_PER_TURN && this.#state !== 'closed';) {
      const next = this.#queue.shift();
      if (!next) break;
      carried += next.length;
      this.#queued -= next.length;
      if (far && far.#state !== 'closed' && !far.#inbox.push(next)) far.abort();
    }
    if (this.#queued <= LOW_WATER_BYTES) this.#wake();
    if (this.#queue.length > 0) this.#turn();
    else if (this.#state === 'closing') this.abort();
  }
}
