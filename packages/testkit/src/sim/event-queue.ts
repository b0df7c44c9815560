/** Something that will happen. */
export interface Event {
  /** Milliseconds of the world's time. */
  readonly at: number;
  /** Drawn from the seed: decides between events of one moment. */
  readonly tie: number;
  readonly id: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Below this many there is nothing to gain from clearing out cancelled events. */
const WORTH_CLEARING = 1_024;

const isBefore = (a: Event, b: Event): boolean =>
  a.at !== b.at ? a.at < b.at : a.tie !== b.tie ? a.tie < b.tie : a.id < b.id;

/** What is to happen, in the order (time, seeded tie, id): a binary heap. */
export class EventQueue {
  #heap: Event[] = [];
  #cancelled = 0;

  get size(): number {
    return this.#heap.length - this.#cancelled;
  }

  push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  /** Timers are set and taken back far more often than they fire, so the event stays where it is for now. */
  cancel(event: Event): void {
    if (event.cancelled) return;
    event.cancelled = true;
    this.#cancelled += 1;
    if (this.#cancelled < WORTH_CLEARING || this.#cancelled * 2 < this.#heap.length) return;
    const left = this.#heap.filter(({ cancelled }) => !cancelled);
    this.#heap = [];
    this.#cancelled = 0;
    for (const one of left) this.push(one);
  }

  /** Takes out the next event that is due by `until`. */
  next(until: number): Event | undefined {
    for (let first = this.#heap[0]; first !== undefined && first.at <= until; first = this.#heap[0]) {
      this.#removeFirst();
      if (!first.cancelled) {
        // It has happened: taking it back later changes nothing here.
        first.cancelled = true;
        return first;
      }
      this.#cancelled -= 1;
    }
    return undefined;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    const { length } = heap;
    if (length === 0) return;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}
