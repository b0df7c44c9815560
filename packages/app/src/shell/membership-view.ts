import type { MembershipView } from '@fyteclub/identity';
import { aloneUntil, saidBeforeRemoval } from '@fyteclub/phonebook';
import type { Book } from './book.ts';

/** The resolved roster as the handshake asks about it. */
export const viewOf = (book: Book): MembershipView => ({
  isMember: (member) => book.roster().members[member] !== undefined,
  wasRemoved: (member) => book.roster().former[member] === 'removed',
  issuedBeforeRemoval: (token) => saidBeforeRemoval(book.graph(), book.roster(), token),
  aloneUntil: (member) => aloneUntil(book.graph(), book.roster(), member),
  hasLeft: (member) => book.roster().former[member] === 'left',
  kxOf: (member) => book.roster().members[member]?.kx,
  invite: (id) => book.roster().invites[id],
});
