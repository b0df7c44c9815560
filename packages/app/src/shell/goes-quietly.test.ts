import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Friends, valueOf } from './testing/friends.ts';

const friends = new Friends(OVERLAY);
beforeAll(() => friends.gather(['Ada', 'Ben', 'Cleo']), 30_000);
afterAll(() => friends.end());

/** Who went, as a node tells it from now on. */
function goneFor(who: string): string[] {
  const told: string[] = [];
  friends.node(who).events$.subscribe((event) => {
    if (event.event === 'left' || event.event === 'offline') told.push(`${event.event} ${event.member.name}`);
  });
  return told;
}

test('whoever leaves or stops is not told that the others went; they are told who did', async () => {
  const [ada, ben, cleo] = [goneFor('Ada'), goneFor('Ben'), goneFor('Cleo')];
  valueOf(await friends.node('Ben').leave({}));
  await friends.until('Ada to hear it', () => ada.includes('left Ben') || undefined);
  await friends.until('Cleo to hear it', () => cleo.includes('left Ben') || undefined);
  await friends.down('Cleo');
  await friends.until('Ada to miss Cleo', () => ada.includes('offline Cleo') || undefined);
  expect([ben, cleo, ada]).toEqual([[], ['left Ben'], ['left Ben', 'offline Cleo']]);
});
