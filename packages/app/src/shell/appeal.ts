import type { MemberId } from '@fyteclub/identity';
import { Book } from './book.ts';
import type { Self } from './context.ts';
import { Doors } from './doors.ts';
import { Epochs } from './epochs.ts';
import type { Lines } from './lines.ts';
import type { Peers } from './peers.ts';
import { dialMember } from './reaching.ts';
import { endOfMembership } from './standing.rules.ts';
import { pause } from './waiting.ts';

const FIRST_PAUSE_MS = 60 * 1000;
/** Pauses double to an hour, so this is a little more than a day; starting the node anew begins another one. */
const ROUNDS = 30;

/**
 * What goes on after we were told that we are out: it may have been signed by somebody who was out by then, of which
 * we had not heard. So our doors stay open to members, and those who have not shown us that it stands are asked.
 */
export class Appeal {
  readonly book: Book;
  readonly epochs: Epochs;
  readonly #self: Self;
  readonly #lines: Lines;
  readonly #doors: Doors;
  readonly #stopped = new AbortController();
  readonly #confirmed = new Set<MemberId>();
  #asked: MemberId | undefined;

  /** @param granted somebody counts us in, and so does the history that we have from there. */
  constructor(self: Self, peers: Peers, lines: Lines, granted: () => void) {
    this.#self = self;
    this.#lines = lines;
    this.book = new Book(self, peers);
    this.epochs = new Epochs(self, this.book, peers);
    this.#doors = new Doors(
      self,
      this.book,
      (connection, member) => {
        lines.answer(connection, member);
      },
      (connection) => {
        connection.abort();
      },
    );
    peers.listen({
      up: () => {
        if (endOfMembership(this.book.roster(), self.ring.memberId) === undefined) queueMicrotask(granted);
      },
    });
    this.book.listen({
      rosterChanged: () => {
        peers.recheck();
      },
      synced: (member) => {
        lines.synced(member);
      },
    });
    void this.#ask();
  }

  /** The member at whose door we are shows us the tombstone. */
  confirmed(): void {
    if (this.#asked !== undefined) this.#confirmed.add(this.#asked);
  }

  stop(): void {
    this.#stopped.abort();
    this.#doors.stop();
    this.epochs.stop();
    this.book.stop();
  }

  async #ask(): Promise<void> {
    const { signal } = this.#stopped;
    for (let round = 0; round < ROUNDS; round++) {
      const left = this.book.others().filter((member) => !this.#confirmed.has(member));
      if (left.length === 0) return;
      for (const member of left) {
        if (signal.aborted) return;
        this.#asked = member;
        const connection = await dialMember(this.#self, this.book, member, signal);
        if (connection !== undefined) await this.#lines.reconnect(connection, member);
        this.#asked = undefined;
      }
      await pause(this.#self.node.parts.clock, FIRST_PAUSE_MS * 2 ** Math.min(round, 6), signal);
    }
  }
}
