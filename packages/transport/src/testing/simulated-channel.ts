import { createInbox } from '../inbox.ts';
import { LOW_WATER_BYTES, MAX_MESSAGE_BYTES, type Channel } from '../network.ts';
import type { Machine } from './simulated-network.ts';
import { Stream, type Item } from './simulated-stream.ts';

/** A goodbye that nobody answers is given up when nothing has moved for so long. */
const STALLED_MS = 5_000;

/** One end of a wire between two machines: a data channel's promises over a path that may be bad. */
export class SimulatedChannel implements Channel {
  readonly closed: Promise<void>;
  readonly #machine: Machine;
  readonly #inbox = createInbox();
  readonly #out: Stream;
  readonly #here: () => void;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #waiters: (() => void)[] = [];
  #patience: unknown;
  #tellClosed: () => void = () => undefined;

  /** @param here the other side's first word has come. */
  constructor(machine: Machine, far: Machine, hear: (item: Item) => void, here: () => void) {
    this.#machine = machine;
    this.#here = here;
    this.#out = new Stream(machine, far, hear, () => {
      this.#moved();
    });
    this.closed = new Promise((resolve) => (this.#tellClosed = resolve));
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
    this.#out.send({ what: 'frame', bytes: new Uint8Array(bytes) });
    return true;
  }

  bufferedAmount(): number {
    return this.#state === 'closed' ? 0 : this.#out.bytes;
  }

  drained(): Promise<void> {
    if (this.#state === 'closed' || this.#out.bytes <= LOW_WATER_BYTES) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#out.send({ what: 'last' });
      this.#beStalled();
    }
    return this.closed;
  }

  abort(): void {
    if (this.#state === 'closed') return;
    this.#end();
    this.#out.sendGone();
  }

  /** The one who opens the channel says so, inside the stream. */
  greet(): void {
    this.#out.send({ what: 'here' });
  }

  /** Something has arrived from the other end. */
  hear({ what, bytes }: Item): void {
    if (this.#state === 'closed') return;
    if (what === 'here') this.#here();
    else if (what === 'frame') {
      if (bytes !== undefined && !this.#inbox.push(bytes)) this.abort();
    } else if (what === 'last') {
      this.#out.send({ what: 'got-last' });
      // If both say goodbye at once, each still waits for its own answer.
      if (this.#state === 'open') this.#end();
    } else this.#end();
  }

  #moved(): void {
    if (this.#out.bytes <= LOW_WATER_BYTES) this.#wake();
    if (this.#state === 'closing') this.#beStalled();
  }

  #beStalled(): void {
    const { clock } = this.#machine;
    clock.clearTimeout(this.#patience);
    this.#patience = clock.setTimeout(() => {
      this.abort();
    }, STALLED_MS);
  }

  #end(): void {
    this.#state = 'closed';
    this.#machine.clock.clearTimeout(this.#patience);
    this.#wake();
    this.#inbox.complete();
    this.#tellClosed();
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

/**
 * Both ends of a new wire, the first one's machine being the one that opens it.
 * @param arrived the second end exists, once the first one's greeting has come through.
 */
export function connectChannels(
  opener: Machine,
  other: Machine,
  arrived: () => void,
): readonly [SimulatedChannel, SimulatedChannel] {
  const near: SimulatedChannel = new SimulatedChannel(
    opener,
    other,
    (item) => {
      far.hear(item);
    },
    () => undefined,
  );
  const far: SimulatedChannel = new SimulatedChannel(
    other,
    opener,
    (item) => {
      near.hear(item);
    },
    arrived,
  );
  near.greet();
  return [near, far];
}
