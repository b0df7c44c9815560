import type { MemberId } from '@fyteclub/identity';
import type { Book } from './book.ts';
import type { Self } from './context.ts';
import type { Peers } from './peers.ts';

/**
 * Tells what people want to know at once: who came in, who went, who is there.
 *
 * @returns stops it: that links close because we go ourselves is nobody's news.
 */
export function tellNews(self: Self, book: Book, peers: Peers): () => void {
  let isOver = false;
  /** Names as last known: whoever leaves takes the record along. */
  const known = new Map<MemberId, string>();
  const remember = (member: MemberId): void => {
    known.set(member, book.nameOf(member));
  };
  for (const member of book.others()) remember(member);
  /** Who is there as far as we know, and has been told of: the next link is no news. */
  const present = new Set<MemberId>();

  const tell = (event: 'joined' | 'left' | 'removed' | 'online' | 'offline', member: MemberId): void => {
    if (isOver) return;
    const shell = { id: self.shell, name: self.row().name };
    self.node.tell({ event, shell, member: { id: member, name: known.get(member) ?? book.nameOf(member) } });
  };
  book.listen({
    // A newcomer is announced by name, which comes with its first record, a moment after its admission.
    recordsChanged: (members) => {
      for (const member of members) {
        if (book.record(member) === undefined || member === self.ring.memberId) continue;
        const isNew = !known.has(member);
        remember(member);
        if (isNew) tell('joined', member);
      }
    },
    rosterChanged: ({ members, former }) => {
      for (const member of known.keys()) {
        if (members[member] !== undefined) continue;
        tell(former[member] ?? 'left', member);
        known.delete(member);
        present.delete(member);
      }
    },
  });
  peers.listen({
    // A newcomer is told of once, by "joined".
    up: ({ member }) => {
      if (known.has(member) && !present.has(member)) tell('online', member);
      present.add(member);
    },
    down: (member, cause) => {
      if (cause === 'lost' && present.delete(member)) tell('offline', member);
    },
  });
  return () => {
    isOver = true;
  };
}
