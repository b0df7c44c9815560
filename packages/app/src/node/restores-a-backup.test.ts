import { join } from 'node:path';
import { createKeyRing } from '@fyteclub/identity';
import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Friends, valueOf } from '../shell/testing/friends.ts';
import { allMemberships } from '../shell/shell-rows.ts';
import { DiskImage, type CommitSide, type Mount } from '../testing/index.ts';
import { systemDisk } from './disk.ts';
import { bringBack, openFile, type Opened } from './restore.ts';

const friends = new Friends(OVERLAY);
const passphrase = 'a chocobo in the attic';
let file = '';

jest.setTimeout(120_000);
beforeAll(async () => {
  await friends.gather(['Ada', 'Ben']);
  await friends.until('Ada to hear where Ben is', () => friends.linksOf('Ada').includes('Ben'));
  await friends.pass(5_000); // his record follows him
  valueOf(await friends.node('Ada').create({ name: 'Other night', as: 'Ada' }));
  file = join(await friends.home('Ada'), 'ada.fyteclub');
  valueOf(friends.node('Ada').backup({ file, passphrase }));
});
afterAll(() => friends.end());

const namesOf = (shells: readonly { name: string }[]): string[] => shells.map(({ name }) => name).sort();

describe('a machine that stops while a backup is brought back', () => {
  const into = ({ store }: Mount, opened: Opened) =>
    bringBack({ store, parts: { createKeyRing }, home: '/home' }, file, opened);
  const kept = (image: DiskImage): string[] => namesOf(allMemberships(image.mount().store));

  test('P68 is in all groups of it or in none, and where it is in none the backup can be brought back again', () => {
    const opened = valueOf(openFile(systemDisk, file, passphrase));
    const whole = new DiskImage();
    valueOf(into(whole.mount(), opened));
    expect(kept(whole)).toEqual(['Other night', 'Raid night']);
    const moments = Array.from({ length: whole.commits }, (_, at) => at + 1);
    const sides: readonly CommitSide[] = ['before', 'after'];
    const left = moments.flatMap((moment) =>
      sides.map((side) => {
        const image = new DiskImage();
        const run = image.mount();
        image.interrupt(moment, side, () => {
          run.detach();
        });
        into(run, opened);
        const names = kept(image);
        expect([[], ['Other night', 'Raid night']]).toContainEqual(names);
        const again = into(image.mount(), opened);
        expect(again).toMatchObject(
          names.length === 0 ? { ok: true } : { error: { code: 'home-not-empty' } },
        );
        expect(kept(image)).toEqual(['Other night', 'Raid night']);
        return names.length;
      }),
    );
    expect(new Set(left)).toEqual(new Set([0, 2]));
  });
});

test('a node that is in a group refuses a backup, and stays as it is', () => {
  const before = valueOf(friends.node('Ben').status()).shells;
  expect(friends.node('Ben').restore({ file, passphrase })).toMatchObject({
    error: { code: 'home-not-empty' },
  });
  expect(valueOf(friends.node('Ben').status()).shells).toEqual(before);
});

test('P66 a running node that is in no group is given Ada’s backup, and Ben sees her again without a restart', async () => {
  const { me } = valueOf(friends.node('Ada').status()).shells.find(({ name }) => name === 'Raid night')!;
  await friends.down('Ada');
  const spare = await friends.up('Spare');
  const inRaid = () => valueOf(spare.status()).shells.find(({ name }) => name === 'Raid night');
  expect(spare.restore({ file, passphrase: 'a wild guess' })).toMatchObject({
    error: { code: 'wrong-passphrase' },
  });
  expect(valueOf(spare.status()).shells).toEqual([]);

  expect(namesOf(valueOf(spare.restore({ file, passphrase })).shells)).toEqual(['Other night', 'Raid night']);
  expect(inRaid()).toMatchObject({ me, unsynced: true, state: 'member' });
  expect(valueOf(spare.status()).backup).toMatchObject({ file, missing: [] });
  expect(spare.invite({ shell: 'Raid night' })).toMatchObject({ error: { code: 'not-synced' } });
  await friends.until('Ben to see Ada', () =>
    valueOf(friends.node('Ben').members({})).members.some(({ id, online }) => id === me.id && online),
  );
  await friends.until('Ada to hear what came since', () => inRaid()?.unsynced === false);

  await friends.down('Spare');
  await friends.up('Spare');
  expect(namesOf(valueOf(friends.node('Spare').status()).shells)).toEqual(['Other night', 'Raid night']);
});
