import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { until } from '../processes/until.ts';
import { bytesOnDisk, differencesOnceComplete, received, stand, untilOnDisk } from './standing-near.ts';

/** Long enough for whatever would start wrongly to have started. */
const A_WHILE_MS = 2500;

test('P55 P78 a mod waits until both see each other within 50.0 m, then arrives byte for byte', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const shared = join(await makeFolder(), 'Starlight Robe');
  await generateMod(shared, { seed: 1, files: 80, bytes: 6_000_000 });
  const told = await Ada.share(shared);
  expect(told).toMatchObject({ name: 'Starlight Robe', files: 80, bytes: 6_000_000 });

  const waits = async (): Promise<void> => {
    await sleep(A_WHILE_MS);
    const { state, bytes, hash } = await received(Ben, 'Starlight Robe');
    expect({ state, bytes, hash }).toEqual({
      state: 'waiting-for-range',
      bytes: told.bytes,
      hash: told.hash,
    });
    expect(await bytesOnDisk(Ben)).toEqual({ partial: 0, inPlace: 0 });
  };
  await waits();
  await Ada.near('Ben', 50); // only Ada sees Ben
  await waits();
  await Ben.near('Ada', 50.01);
  await waits();
  await Ben.near('Ada', 50);
  expect(await differencesOnceComplete(Ben, 'Starlight Robe', shared)).toEqual([]);
});

test('P55 past 55 m a transfer pauses, and goes on when they meet again', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const shared = join(await makeFolder(), 'Great Wardrobe');
  await generateMod(shared, { seed: 2, files: 500, bytes: 300_000_000 });
  await Ada.share(shared);
  await received(Ben, 'Great Wardrobe');
  await stand(Ada, Ben, 20);
  await untilOnDisk(Ben, 10_000_000);
  await Ben.near('Ada', 55.5);

  const waits = async (): Promise<boolean> =>
    (await received(Ben, 'Great Wardrobe')).state === 'waiting-for-range';
  await until(waits, { what: 'the transfer to pause', everyMs: 250 });
  const before = await bytesOnDisk(Ben);
  await sleep(A_WHILE_MS);
  expect(await bytesOnDisk(Ben)).toEqual(before);

  await Ben.near('Ada', 30);
  expect(await differencesOnceComplete(Ben, 'Great Wardrobe', shared)).toEqual([]);
});
