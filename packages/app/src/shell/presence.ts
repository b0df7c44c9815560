import { nextSequence, RECORD_LIFE_MS, signRecord } from '@fyteclub/phonebook';
import type { Book } from './book.ts';
import type { Self } from './context.ts';

/** Half of a record's life, so that friends never see us expire while we are there. */
const RENEW_MS = RECORD_LIFE_MS / 2;

/** Tells friends where we are: at every start, when that changes, and every twelve hours. */
export class Presence {
  readonly #self: Self;
  readonly #book: Book;
  #timer: unknown;

  constructor(self: Self, book: Book) {
    this.#self = self;
    this.#book = book;
  }

  publish(): void {
    const { clock, host, now } = { ...this.#self.node.parts, host: this.#self.node.host };
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      this.publish();
    }, RENEW_MS);
    const { ring, shell, instance, wire } = this.#self;
    this.#book.publish(
      signRecord(ring, {
        shell,
        instance,
        sequence: nextSequence(this.#book.record(ring.memberId)?.sequence, now()),
        issuedAt: now(),
        lifeMs: RECORD_LIFE_MS,
        endpoint: { addresses: host.addresses().slice(0, 8), fingerprint: wire.fingerprint },
        headsHash: this.#book.headsHash(),
        name: this.#self.row().myName,
      }),
    );
  }

  stop(): void {
    this.#self.node.parts.clock.clearTimeout(this.#timer);
  }
}
