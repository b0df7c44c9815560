import { expect, test } from '@jest/globals';
import type { MemberId } from '@fyteclub/identity';
import type { Roster } from '@fyteclub/phonebook';
import { endOfMembership } from './standing.rules.ts';

const [ada, ben] = ['a'.repeat(64), 'b'.repeat(64)] as [MemberId, MemberId];
const roster = (more: Partial<Roster>) =>
  ({ founder: ada, members: { [ada]: {} }, former: {}, ...more }) as Pick<
    Roster,
    'founder' | 'members' | 'former'
  >;

test('a member is in, whatever became of others', () => {
  expect(endOfMembership(roster({ former: { [ben]: 'removed' } }), ada)).toBeUndefined();
});

test('who left or was removed is told which', () => {
  expect(endOfMembership(roster({ former: { [ben]: 'left' } }), ben)).toBe('left');
  expect(endOfMembership(roster({ former: { [ben]: 'removed' } }), ben)).toBe('removed');
});

test('whose admission came to nothing was never in', () => {
  expect(endOfMembership(roster({}), ben)).toBe('removed');
});

test('a history that was lost says nothing against anybody', () => {
  expect(endOfMembership(roster({ founder: null, members: {} }), ben)).toBeUndefined();
});
