import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { differencesOnceComplete, received, stand, untilPartial } from './standing-near.ts';

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
    for (const share of [0.1, 0.4]) {
      await untilPartial(Ben, share * BYTES);
      await person.node.kill9();
      expect((await Ben.ask(['mods'])).json).not.toMatchObject({ mods: [{ state: 'complete' }] });
      await person.up();
      await untilAllOnline(Ada, Ben);
      await stand(Ada, Ben, 5);
    }
    expect(await differencesOnceComplete(Ben, 'Great Wardrobe', shared)).toEqual([]);
  },
);
