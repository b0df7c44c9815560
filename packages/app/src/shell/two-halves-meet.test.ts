import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Friends, valueOf } from './testing/friends.ts';

const NAMES = ['Ada', 'Ben'] as const;
const friends = new Friends(OVERLAY);

jest.setTimeout(60_000);
beforeAll(() => friends.gather(NAMES));
afterAll(() => friends.end());

/** Whom each of them takes for the host. */
const hosts = (): readonly (string | undefined)[] =>
  NAMES.map((name) => valueOf(friends.node(name).members({})).members.find(({ host }) => host)?.name);
const areLinked = (): boolean => NAMES.every((name) => friends.linksOf(name).length === 1);
const agree = (): boolean => areLinked() && new Set(hosts()).size === 1 && hosts()[0] !== undefined;

/** What each of them is told who wants to invite somebody. */
const inviting = (): readonly string[] =>
  NAMES.map((name) => {
    const made = friends.node(name).invite({});
    return made.ok ? 'made' : made.error.code;
  });

test('P47 torn apart both of them invite; together again one of them does, and the other is told who', async () => {
  await friends.until('one host', agree);
  expect([...inviting()].sort()).toEqual(['made', 'not-host']);

  for (const name of NAMES) friends.silence(name);
  await friends.until('a host in each half', () => hosts().join() === NAMES.join());
  expect(inviting()).toEqual(['made', 'made']);

  for (const name of NAMES) friends.restore(name);
  await friends.until('one host', agree);
  expect([...inviting()].sort()).toEqual(['made', 'not-host']);
});
