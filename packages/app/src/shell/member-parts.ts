import type { Roster } from '@fyteclub/phonebook';
import { Book } from './book.ts';
import type { Self } from './context.ts';
import { Dialling } from './dialling.ts';
import { Doubts } from './doubts.ts';
import { Doors } from './doors.ts';
import { Hosting } from './hosting.ts';
import { Introductions } from './introductions.ts';
import { Inviting } from './inviting.ts';
import { Epochs } from './epochs.ts';
import { Leases } from './leases.ts';
import type { Lines } from './lines.ts';
import { Mesh } from './mesh.ts';
import { tellNews } from './news.ts';
import type { Peers } from './peers.ts';
import { Presence } from './presence.ts';
import { dialMember } from './reaching.ts';
import { Removals } from './removals.ts';
import { Sharing } from './sharing.ts';
import { endOfMembership } from './standing.rules.ts';

/** Everything that runs while we are a member of one syncshell, wired to each other. */
export class MemberParts {
  readonly book: Book;
  readonly epochs: Epochs;
  readonly removals: Removals;
  readonly leases: Leases;
  readonly hosting: Hosting;
  readonly inviting: Inviting;
  readonly sharing: Sharing;
  readonly #stops: (() => void)[];

  constructor(
    self: Self,
    peers: Peers,
    lines: Lines,
    /** The roster says that we are no member any more. */
    over: (how: 'left' | 'removed') => void,
    /** Our lease may end at another time than before. */
    leased: () => void,
  ) {
    const book = new Book(self, peers);
    this.book = book;
    const stopNews = tellNews(self, book, peers);
    this.epochs = new Epochs(self, book, peers);
    this.removals = new Removals(self, book);
    this.leases = new Leases(self, book, peers, leased);
    this.hosting = new Hosting(self, book, peers);
    const doubts = new Doubts(self, book, peers);
    const mesh = new Mesh(self, book, peers, doubts);
    this.sharing = new Sharing(self, book, peers, mesh);
    this.inviting = new Inviting(self, book, (connection, invite) => {
      lines.answer(connection, invite);
    });
    const introductions = new Introductions(self, book, peers, mesh, (connection, member, asked) => {
      if (asked) return lines.reconnect(connection, member);
      lines.answer(connection, member);
      return Promise.resolve();
    });
    const dialling = new Dialling(self, book, peers, mesh, doubts, async (member, signal) => {
      const connection = await dialMember(self, book, member, signal);
      if (connection !== undefined) await lines.reconnect(connection, member);
      else if (!signal.aborted) await introductions.ask(member);
    });
    const doors = new Doors(
      self,
      book,
      (connection, member) => {
        lines.answer(connection, member);
      },
      (connection, member) => {
        this.sharing.takeBulk(connection, member);
      },
    );
    const presence = new Presence(self, book);
    peers.listen({
      // Links break where an address goes.
      down: (_, cause) => {
        if (cause === 'lost') void presence.look();
      },
    });
    const checkStanding = (roster: Roster): void => {
      const end = endOfMembership(roster, self.ring.memberId);
      // Once everything here runs; and what ended it is still on its way to the others.
      if (end !== undefined)
        queueMicrotask(() => {
          over(end);
        });
    };
    // After the parts above: transfers are aborted and their keys zeroed before the links close.
    book.listen({
      rosterChanged: (roster) => {
        peers.recheck();
        dialling.refresh();
        checkStanding(roster);
      },
      recordsChanged: () => {
        dialling.refresh();
      },
      synced: (member) => {
        if (self.row().unsynced === true) self.update({ unsynced: false });
        lines.synced(member);
      },
    });
    const parts = [
      dialling,
      mesh,
      introductions,
      doors,
      this.inviting,
      presence,
      this.sharing,
      this.hosting,
      this.removals,
      this.epochs,
      book,
    ];
    this.#stops = [stopNews, ...parts.map((part) => () => part.stop())];
    presence.publish();
    dialling.refresh();
    // The last run may have ended right after it had stored what ends the membership.
    checkStanding(book.roster());
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
