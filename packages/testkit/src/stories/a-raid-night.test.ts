import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { generateMod, raid } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { bytesOnDisk, differencesOnceComplete, received } from './standing-near.ts';

test('P55 P78 2,000 files of 500 MB stay where they are while one looks away, and arrive byte for byte', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const shared = join(await makeFolder(), 'Raid wardrobe');
  await generateMod(shared, { ...raid, seed: 5 });
  expect(await Ada.share(shared)).toMatchObject({ files: raid.files });

  await Ada.near('Ben', 12);
  expect(await received(Ben, 'Raid wardrobe')).toMatchObject({ state: 'waiting-for-range', path: null });
  await sleep(2_000);
  expect(await bytesOnDisk(Ben)).toEqual({ partial: 0, inPlace: 0 });

  await Ben.near('Ada', 12);
  expect(await differencesOnceComplete(Ben, 'Raid wardrobe', shared)).toEqual([]);
});
