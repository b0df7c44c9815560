import type { Machine } from './simulated-network.ts';

/** What travels inside a channel: messages, and the words that begin and end it. */
export interface Item {
  readonly what: 'here' | 'frame' | 'last' | 'got-last' | 'gone';
  readonly bytes?: Uint8Array;
}

/** What was lost is sent again after this, then after twice as long, … */
const RESEND_MS = 200;
const LONGEST_RESEND_MS = 3_200;
/** A path that is cut is tried again this often. */
const PROBE_MS = 500;
/** So long the word that somebody has gone is sent again; whoever misses it finds out by the silence. */
const GONE_MS = 1_000;

/** One direction of a channel: what is lost comes late, nothing overtakes, nothing passes a cut. */
export class Stream {
  readonly #from: Machine;
  readonly #to: Machine;
  readonly #hear: (item: Item) => void;
  readonly #moved: () => void;
  /** Sent and on its way, in order. */
  readonly #flying: Item[] = [];
  /** Waits for the path to be whole again. */
  #held: Item[] = [];
  #bytes = 0;
  #lastArrival = 0;
  #goneBy = Number.POSITIVE_INFINITY;

  /** @param moved something has arrived at the other side. */
  constructor(from: Machine, to: Machine, hear: (item: Item) => void, moved: () => void) {
    this.#from = from;
    this.#to = to;
    this.#hear = hear;
    this.#moved = moved;
  }

  /** Sent and not yet arrived. */
  get bytes(): number {
    return this.#bytes;
  }

  send(item: Item): void {
    if (!this.#from.alive || this.#goneBy !== Number.POSITIVE_INFINITY) return;
    this.#bytes += item.bytes?.length ?? 0;
    if (this.#held.push(item) === 1) this.#pass();
  }

  /** The last word; what is still held never leaves. */
  sendGone(): void {
    this.#held = [];
    this.send({ what: 'gone' });
    this.#goneBy = this.#from.network.around.now() + GONE_MS;
  }

  #pass(): void {
    const { around } = this.#from.network;
    if (this.#held.length === 0 || !this.#from.alive) return;
    const { cut } = around.path(this.#from.address, this.#to.address);
    if (cut && around.now() <= this.#goneBy) this.#probe(this.#held);
    else if (!cut) for (const item of this.#held.splice(0)) this.#fly(item);
  }

  /** Not an arrival, but the time of it is the world's too. */
  #probe(held: readonly Item[]): void {
    const packet = { what: 'probe', from: this.#from.address, to: this.#to.address };
    this.#from.network.around.arrive(PROBE_MS, packet, () => {
      if (this.#held === held) this.#pass();
    });
  }

  #fly(item: Item): void {
    const { around } = this.#from.network;
    const [from, to] = [this.#from.address, this.#to.address];
    const path = around.path(from, to);
    let travel = path.delayMs + around.random() * path.jitterMs;
    for (let wait = RESEND_MS; wait <= LONGEST_RESEND_MS && around.random() < path.loss; wait *= 2)
      travel += wait;
    const now = around.now();
    this.#lastArrival = Math.max(this.#lastArrival, now + travel);
    this.#flying.push(item);
    around.arrive(this.#lastArrival - now, { from, to, ...item }, () => {
      this.#land();
    });
  }

  /** Whichever event comes first brings what was sent first. */
  #land(): void {
    const item = this.#flying.shift();
    if (item === undefined) return;
    this.#bytes -= item.bytes?.length ?? 0;
    if (this.#to.alive) this.#hear(item);
    if (this.#from.alive) this.#moved();
  }
}
