import type { MembershipView } from '@fyteclub/identity';
import type { Roster } from '@fyteclub/phonebook';

/** The resolved roster as the handshake asks about it. */
export const viewOf = (roster: () => Roster): MembershipView => ({
  isMember: (member) => roster().members[member] !== undefined,
  wasRemoved: (member) => roster().former[member] === 'removed',
  hasLeft: (member) => roster().former[member] === 'left',
  kxOf: (member) => roster().members[member]?.kx,
  invite: (id) => roster().invites[id],
});
