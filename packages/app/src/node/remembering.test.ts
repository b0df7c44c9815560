import type { ShellId } from '@fyteclub/identity';
import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { resolvePaths } from '../config/paths.ts';
import { Friends, valueOf } from '../shell/testing/friends.ts';
import type { NoteRow } from '../shell/shell-rows.ts';
import { openStore } from '../store/store.ts';

const friends = new Friends(OVERLAY);
beforeAll(() => friends.gather(['Ada', 'Ben']), 30_000);
afterAll(() => friends.end());

const remembered = (who: string, of: string) =>
  valueOf(friends.node(who).members({})).members.find(({ name }) => name === of);

/** What is kept on somebody’s disk while no node runs on it. */
async function kept(who: string, shell: ShellId): Promise<readonly NoteRow[]> {
  const store = valueOf(await openStore(resolvePaths(await friends.home(who), {}).state));
  const rows = store.node.table<NoteRow>('notes').entries(`${shell}/`);
  await store.close();
  return rows.map(([, row]) => row);
}

test('a note and a mute are this machine’s own, outlast a restart, and are forgotten with the group', async () => {
  const ada = friends.node('Ada');
  const [shell] = valueOf(ada.status()).shells;
  const heard = await friends.until('Ada to hear of Ben', () => remembered('Ada', 'Ben'));
  expect(heard).toMatchObject({ note: '', muted: false });
  const said = valueOf(ada.remember({ member: 'Ben', note: '  tank from Gridania ' }));
  expect(said.member).toMatchObject({ name: 'Ben', note: 'tank from Gridania', muted: false });
  expect(valueOf(ada.remember({ member: 'Ben', muted: true })).member).toMatchObject({
    note: 'tank from Gridania',
    muted: true,
  });
  expect(valueOf(ada.status()).muted).toEqual([{ id: said.member.id, name: 'Ben' }]);
  expect(remembered('Ben', 'Ben')).toMatchObject({ note: '', muted: false });

  await friends.down('Ada');
  expect(await kept('Ada', shell!.id)).toEqual([{ note: 'tank from Gridania', muted: true }]);
  const again = await friends.up('Ada');
  expect(remembered('Ada', 'Ben')).toMatchObject({ note: 'tank from Gridania', muted: true });
  // A note of nothing is none.
  expect(valueOf(again.remember({ member: 'Ben', note: ' ', muted: false })).member.note).toBe('');
  expect(valueOf(again.status()).muted).toEqual([]);
  valueOf(again.remember({ member: 'Ben', note: 'healer' }));

  valueOf(await again.leave({}));
  await friends.down('Ada');
  expect(await kept('Ada', shell!.id)).toEqual([]);
});
