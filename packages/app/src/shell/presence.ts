import type { Address } from '@fyteclub/identity';
import { nextSequence, RECORD_LIFE_MS, signRecord } from '@fyteclub/phonebook';
import type { Book } from './book.ts';
import type { Self } from './context.ts';

/** Half of a record's life, so that friends never see us expire while we are there. */
const RENEW_MS = RECORD_LIFE_MS / 2;
/** How soon we contradict a record of ours that is not of this run: at once, and each time after four times as long. */
const FIRST_PROTEST_MS = 500;
const LONGEST_PROTEST_MS = 60 * 60 * 1000;

/** Tells friends where we are: at every start, when that changes, and every twelve hours. */
export class Presence {
  readonly #self: Self;
  readonly #book: Book;
  #renewal: unknown;
  #protest: unknown;
  #protestMs = FIRST_PROTEST_MS;
  #stopped = false;

  constructor(self: Self, book: Book) {
    this.#self = self;
    this.#book = book;
    book.listen({
      recordsChanged: (members) => {
        if (members.includes(self.ring.memberId)) this.#compare();
      },
    });
  }

  publish(): void {
    const { clock } = this.#self.node.parts;
    clock.clearTimeout(this.#renewal);
    this.#renewal = clock.setTimeout(() => {
      this.publish();
    }, RENEW_MS);
    this.#tell();
    void this.look();
  }

  /** Looks whether we are to be found elsewhere by now. */
  async look(): Promise<void> {
    await this.#self.node.whereabouts.ask();
    const told = this.#book.record(this.#self.ring.memberId)?.endpoint.addresses;
    if (!this.#stopped && JSON.stringify(told) !== JSON.stringify(this.#addresses())) this.#tell();
  }

  #addresses(): readonly Address[] {
    return this.#self.node.host.addresses().slice(0, 8);
  }

  #tell(): void {
    const { now } = this.#self.node.parts;
    const { ring, shell, instance, wire } = this.#self;
    this.#book.publish(
      signRecord(ring, {
        shell,
        instance,
        sequence: nextSequence(this.#book.record(ring.memberId)?.sequence, now()),
        issuedAt: now(),
        lifeMs: RECORD_LIFE_MS,
        endpoint: { addresses: this.#addresses(), fingerprint: wire.fingerprint },
        headsHash: this.#book.headsHash(),
        name: this.#self.row().myName,
      }),
    );
  }

  stop(): void {
    this.#stopped = true;
    const { clock } = this.#self.node.parts;
    clock.clearTimeout(this.#renewal);
    clock.clearTimeout(this.#protest);
  }

  /**
   * Friends may hold a later record of ours than we knew when we started: from before an old backup was restored, with
   * the clock set back since. Then we have to outbid it. Another machine with our keys would do the same, so we take
   * ever more time over it.
   */
  #compare(): void {
    const { clock } = this.#self.node.parts;
    clock.clearTimeout(this.#protest);
    if (this.#book.record(this.#self.ring.memberId)?.instance === this.#self.instance) return;
    this.#protest = clock.setTimeout(() => {
      this.publish();
    }, this.#protestMs);
    this.#protestMs = Math.min(LONGEST_PROTEST_MS, 4 * this.#protestMs);
  }
}
