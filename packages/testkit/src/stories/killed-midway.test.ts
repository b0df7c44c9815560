import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { bytesOnDisk, differencesOnceComplete, received, stand, untilOnDisk } from './standing-near.ts';

const BYTES = 300_000_000;

test.each(['receiver', 'sender'])(
  'P53 P78 the %s is killed twice on the way, and the mod still ends byte for byte',
  async (victim) => {
    const { Ada, Ben } = await castOf('Ada', 'Ben');
    await formSyncshell(Ada, Ben);
    const shared = join(await makeFolder(), 'Great Wardrobe');
    await generateMod(shared, { seed: victim, files: 500, bytes: BYTES });
    await Ada.share(shared);
    await received(Ben, 'Great Wardrobe');
    await stand(Ada, Ben, 5);

    const person = victim === 'receiver' ? Ben : Ada;
    await untilOnDisk(Ben, 0.1 * BYTES);
    await person.node.kill9();
    expect(await bytesOnDisk(Ben)).toMatchObject({ inPlace: 0 });
    await person.up();
    await untilAllOnline(Ada, Ben);
    await stand(Ada, Ben, 5);

    await untilOnDisk(Ben, 0.5 * BYTES);
    await person.node.kill9();
    await person.up();
    await untilAllOnline(Ada, Ben);
    await stand(Ada, Ben, 5);
    expect(await differencesOnceComplete(Ben, 'Great Wardrobe', shared)).toEqual([]);
  },
);
