import { OVERLAY } from '@fyteclub/transport';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { NodeEvent } from '../shown/index.ts';
import { Friends, valueOf } from './testing/friends.ts';

jest.setTimeout(60_000);

let friends: Friends;
beforeEach(async () => {
  friends = new Friends(OVERLAY);
  await friends.gather(['Ada', 'Ben', 'Eve']);
  await friends.until('Ada to have both', () => friends.linksOf('Ada').length === 2);
});
afterEach(() => friends.end());

const stateOf = (name: string): string | undefined => valueOf(friends.node(name).status()).shells[0]?.state;
const isMember = (name: string) => (): boolean => stateOf(name) === 'member';
const isOut = (name: string) => (): boolean => stateOf(name) === 'removed';

/** Ada removes Eve, and Eve, who cannot hear of it, removes Ben, who cannot either. */
async function removedByWhoeverIsOut(): Promise<void> {
  friends.silence('Ada');
  await friends.until('Ada to be alone', () => friends.linksOf('Ada').length === 0);
  valueOf(friends.node('Ada').remove({ member: 'Eve' }));
  valueOf(friends.node('Eve').remove({ member: 'Ben' }));
  await friends.until('Ben to be told', isOut('Ben'));
}

test('whoever was removed by somebody who was out by then is back once it meets those who knew', async () => {
  const told: NodeEvent['event'][] = [];
  friends.node('Ben').events$.subscribe(({ event }) => told.push(event));
  await removedByWhoeverIsOut();
  friends.restore('Ada');
  await friends.until('Ben to be back', isMember('Ben'));
  await friends.until('Ada and Ben to meet', () => friends.linksOf('Ada').includes('Ben'));
  await friends.until('Eve to be told', isOut('Eve'));
  expect(told.filter((event) => event === 'removed-me' || event === 'back')).toEqual(['removed-me', 'back']);
  for (const name of ['Ada', 'Ben'])
    expect(valueOf(friends.node(name).members({})).members.map((member) => member.name)).toEqual(
      expect.not.arrayContaining(['Eve']),
    );
});

test('also if it was started again in between', async () => {
  await removedByWhoeverIsOut();
  await friends.down('Ben');
  await friends.up('Ben');
  expect(stateOf('Ben')).toBe('removed');
  friends.restore('Ada');
  await friends.until('Ben to be back', isMember('Ben'), 5 * 60_000);
});

test('P70 whoever is out rightly asks everybody once, is shown why, and knocks no more', async () => {
  valueOf(friends.node('Ada').remove({ member: 'Eve' }));
  await friends.until('Eve to be told', isOut('Eve'));
  await friends.pass(20_000);
  let knocks = 0;
  friends.onDial = () => knocks++;
  await friends.pass(75_000);
  expect(knocks).toBe(0);
  expect(stateOf('Eve')).toBe('removed');
});
