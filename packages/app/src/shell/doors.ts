import type { MemberId } from '@fyteclub/identity';
import type { Connection } from '@fyteclub/transport';
import type { Book } from './book.ts';
import type { Self } from './context.ts';

/** The doors in the node's one port that lead to this syncshell: one per member and kind, and the group's own. */
export class Doors {
  readonly #self: Self;
  readonly #book: Book;
  readonly #control: (connection: Connection, member: MemberId | undefined) => void;
  readonly #bulk: (connection: Connection, member: MemberId) => void;
  #close: (() => void)[] = [];

  constructor(
    self: Self,
    book: Book,
    /** A control connection; `member` is undefined if its caller only showed to hold the group's key. */
    control: (connection: Connection, member: MemberId | undefined) => void,
    bulk: (connection: Connection, member: MemberId) => void,
  ) {
    this.#self = self;
    this.#book = book;
    this.#control = control;
    this.#bulk = bulk;
    this.refresh();
    book.listen({
      rosterChanged: () => {
        this.refresh();
      },
    });
  }

  /** Members came or went: who is gone finds no door. */
  refresh(): void {
    this.stop();
    const book = this.#book;
    for (const secret of book.doors.group())
      this.#open(secret, (connection) => {
        this.#control(connection, undefined);
      });
    for (const member of book.others()) {
      this.#open(book.doors.pair(member), (connection) => {
        this.#control(connection, member);
      });
      this.#open(book.doors.bulk(member), (connection) => {
        this.#bulk(connection, member);
      });
    }
  }

  stop(): void {
    for (const close of this.#close.splice(0)) close();
  }

  #open(secret: Uint8Array | undefined, onConnection: (connection: Connection) => void): void {
    if (secret === undefined) return;
    this.#close.push(this.#self.node.doorway.expect({ secret, identity: this.#self.wire, onConnection }));
  }
}
