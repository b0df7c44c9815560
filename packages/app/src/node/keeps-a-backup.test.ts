import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Friends, valueOf } from '../shell/testing/friends.ts';

const friends = new Friends(OVERLAY);
const passphrase = 'a chocobo in the attic';

jest.setTimeout(60_000);
beforeAll(() => friends.gather(['Ada']));
afterAll(() => friends.end());

const ada = () => friends.node('Ada');
const lastBackup = () => valueOf(ada().status()).backup;
const refusal = (file: string): string => {
  const checked = ada().backup({ file, passphrase, check: true });
  return checked.ok ? 'none' : checked.error.code;
};

test('a node knows its last backup, over a restart, and which group came after it', async () => {
  expect(lastBackup()).toBeNull();
  const file = join(await friends.home('Ada'), 'ada.fyteclub');
  const { createdAt } = valueOf(ada().backup({ file, passphrase }));
  expect(lastBackup()).toEqual({ file, createdAt, missing: [] });

  const { shell } = valueOf(await ada().create({ name: 'Other night', as: 'Ada' }));
  expect(lastBackup()).toEqual({ file, createdAt, missing: [shell] });
  await friends.down('Ada');
  await friends.up('Ada');
  expect(lastBackup()).toEqual({ file, createdAt, missing: [shell] });

  // Looking into a backup is not making one.
  expect(valueOf(ada().backup({ file, passphrase, check: true })).shells).toHaveLength(1);
  expect(lastBackup()?.missing).toEqual([shell]);
});

test('what is no backup is told by its beginning, and what never ends is not read at all', async () => {
  const home = await friends.home('Ada');
  const picture = join(home, 'picture.png');
  writeFileSync(picture, new Uint8Array(1000).fill(0x89));
  expect(refusal(picture)).toBe('not-a-backup');
  for (const path of [home, '/dev/zero', join(home, 'missing')])
    expect([path, refusal(path)]).toEqual([path, 'backup-unreadable']);
  expect(refusal('ada.fyteclub')).toBe('path-not-whole');
  expect(ada().backup({ file: tmpdir(), passphrase })).toMatchObject({
    error: { code: 'backup-not-written' },
  });
});
