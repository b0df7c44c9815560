import { createKeyRing as honestRing, type KeyRing } from '@fyteclub/identity';
import { OVERLAY } from '@fyteclub/transport';
import { afterAll, expect, jest, test } from '@jest/globals';
import { Friends } from './testing/friends.ts';

const friends = new Friends(OVERLAY);

jest.setTimeout(60_000);
afterAll(() => friends.end());

test('whoever is welcomed with another key than the group’s takes nothing of it, and would hear nobody if it did', async () => {
  let lies = false;
  const createKeyRing = (seed: Uint8Array): KeyRing => {
    const ring = honestRing(seed);
    const another = new Uint8Array(32).fill(9);
    return { ...ring, epochSecret: (epoch) => (lies ? another.slice() : ring.epochSecret(epoch)) };
  };
  // Whoever of them hosts.
  for (const name of ['Eve', 'Ada']) await friends.up(name, { createKeyRing });
  await friends.gather(['Eve', 'Ada', 'Dan']);
  // Nothing commits to the first key of a group; to every later one its rotation does.
  await friends.until('Eve to remove Dan', () => friends.node('Eve').remove({ member: 'Dan' }).ok);
  await friends.pass(60_000);
  await friends.down('Dan');
  const ben = await friends.up('Ben');
  const joins = async (): Promise<unknown> => {
    const { code } = await friends.invite();
    let last: unknown;
    for await (const step of ben.join({ code, as: 'Ben' }, new AbortController().signal)) last = step;
    return last;
  };
  lies = true;
  expect(await joins()).toMatchObject({ ok: false, error: { code: 'welcome-refused' } });
  expect(ben.status()).toMatchObject({ ok: true, value: { shells: [] } });
  lies = false;
  expect(await joins()).toMatchObject({ ok: true, value: { state: 'joined' } });
});
