import { SimulatedNetwork, type Packet } from '@fyteclub/transport/testing';
import { seededRandom, type SeededRandom } from '../corpus/seeded-random.ts';
import { EventQueue, type Event } from './event-queue.ts';
import { Paths } from './paths.ts';
import { Trace, type TraceOptions } from './trace.ts';

/** Lets everything that is ready to run in this process come to its end: one turn of the event loop is enough. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * One virtual time, one queue of events and one seed, for as many machines as wanted. An event runs only after
 * everything that the one before it has set in motion came to rest; so the same seed gives the same run.
 */
export class World {
  readonly trace: Trace;
  readonly paths: Paths;
  readonly network: SimulatedNetwork;
  /** What was thrown where nobody expected it. */
  readonly faults: unknown[] = [];
  readonly #queue = new EventQueue();
  readonly #ties: SeededRandom;
  #now = 0;
  #nextId = 0;
  #packets = 0;
  #messages = 0;
  #bytes = 0;

  constructor(seed: string, options: TraceOptions = {}) {
    this.trace = new Trace(options);
    this.#ties = seededRandom(`${seed}/ties`);
    this.paths = new Paths(seededRandom(`${seed}/paths`));
    const luck = seededRandom(`${seed}/packets`);
    this.network = new SimulatedNetwork({
      now: () => this.#now,
      arrive: (afterMs, packet, run) => this.#arrive(afterMs, packet, run),
      path: (from, to) => this.paths.between(from, to),
      random: () => luck.next(),
    });
  }

  /** Milliseconds since the world began. */
  get now(): number {
    return this.#now;
  }

  /** How many packets have been on their way. */
  get packets(): number {
    return this.#packets;
  }

  /** How many of them carried a message that a node sent into a channel. */
  get messages(): number {
    return this.#messages;
  }

  /** What those messages came to, sealed and framed as they were. */
  get bytes(): number {
    return this.#bytes;
  }

  schedule(afterMs: number, run: () => void): Event {
    const at = this.#now + afterMs;
    const tie = Math.floor(this.#ties.next() * 2 ** 32);
    const event = { at, tie, id: this.#nextId++, run, cancelled: false };
    this.#queue.push(event);
    return event;
  }

  cancel(event: Event): void {
    this.#queue.cancel(event);
  }

  /** Lets time pass. */
  async advance(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }

  /**
   * Lets time pass until the condition holds, which is asked after every event, or something was thrown.
   * @returns whether it came to hold within `limitMs`.
   */
  async until(condition: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#now + limitMs;
    await settle();
    while (!condition() && this.faults.length === 0) {
      const event = this.#queue.next(end);
      if (event === undefined) {
        this.#now = end;
        return false;
      }
      this.#now = event.at;
      this.attempt(event.run);
      await settle();
    }
    return true;
  }

  /**
   * Lets time pass until a promise has come to its end, or whoever made it is gone.
   * @returns what it brought, if it did in time.
   */
  async outcome<T>(
    promise: Promise<T>,
    limitMs: number,
    isGone: () => boolean = () => false,
  ): Promise<{ readonly value: T } | undefined> {
    let done: { readonly value: T } | undefined;
    promise.then(
      (value) => (done = { value }),
      (error: unknown) => this.faults.push(error),
    );
    await this.until(() => done !== undefined || isGone(), limitMs);
    return done;
  }

  /** Nothing that runs on a node may throw; what does is kept for the invariants. */
  attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.faults.push(error);
    }
  }

  #arrive(afterMs: number, packet: Packet, run: () => void): void {
    this.#packets += 1;
    if (packet.bytes !== undefined) {
      this.#messages += 1;
      this.#bytes += packet.bytes.length;
    }
    this.schedule(afterMs, () => {
      const [from, to] = [this.paths.nameOf(packet.from), this.paths.nameOf(packet.to)];
      this.trace.event(this.#now, packet.what, from, to, packet.bytes);
      run();
    });
  }
}
