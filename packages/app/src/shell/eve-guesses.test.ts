import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { resolvePaths } from '../config/paths.ts';
import { openStore } from '../store/store.ts';
import { shellRows } from './shell-rows.ts';
import { Friends, valueOf } from './testing/friends.ts';

const friends = new Friends(OVERLAY);

jest.setTimeout(60_000);
beforeAll(async () => {
  for (const name of ['Ada', 'Eve']) await friends.up(name);
  await friends.node('Ada').create({ name: 'Raid night', as: 'Ada', password: 'kupo' });
});
afterAll(() => friends.end());

/** How Eve's join with this password ends. */
async function guess(code: string, password: string): Promise<string> {
  let end = 'nothing';
  const joining = friends.node('Eve').join({ code, as: 'Eve', password }, new AbortController().signal);
  for await (const step of joining) end = step.ok ? step.value.state : step.error.code;
  return end;
}

test('P13 the third wrong password burns the invite, also where Ada was restarted in between', async () => {
  const { code } = await friends.invite();
  expect(await guess(code, 'moogle')).toBe('password-wrong');
  expect(await guess(code, 'cactuar')).toBe('password-wrong');
  await friends.down('Ada');
  await friends.up('Ada');
  expect(await guess(code, 'tonberry')).toBe('password-wrong');
  expect(await guess(code, 'kupo')).toBe('invite-revoked');

  const another = await friends.invite();
  expect(await guess(another.code, 'kupo')).toBe('joined');
});

test('of an invite that is burnt or used no guesses are remembered', async () => {
  const [shell] = valueOf(friends.node('Ada').status()).shells;
  await friends.down('Ada');
  const store = valueOf(await openStore(resolvePaths(await friends.home('Ada'), {}).state));
  const { wrongPasswords } = shellRows(store, shell!.id).membership.get()!;
  await store.close();
  expect(wrongPasswords).toEqual({});
});
