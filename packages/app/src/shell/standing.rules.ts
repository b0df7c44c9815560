import type { MemberId } from '@fyteclub/identity';
import type { Roster } from '@fyteclub/phonebook';

/**
 * How our own history says that we are in no more. A history that was lost says nothing against us: our friends still
 * have it. Let in by somebody who was being removed at that time, we were never in by anybody else's account.
 *
 * @returns undefined while we are in.
 */
export function endOfMembership(
  { former, members, founder }: Pick<Roster, 'former' | 'members' | 'founder'>,
  me: MemberId,
): 'removed' | 'left' | undefined {
  if (founder === null) return undefined;
  return former[me] ?? (members[me] === undefined ? 'removed' : undefined);
}
