import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { walk } from '../corpus/folders.ts';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { readRecordings } from '../recording.ts';
import { differencesOnceComplete, stand } from './standing-near.ts';

/** So many bytes are nowhere by chance. */
const WINDOW = 16;

test('P92 no file name and no file content of a transfer is in what either node handed to a channel', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  const folder = await makeFolder();
  const [fromAda, fromBen] = [join(folder, 'Ada'), join(folder, 'Ben')];
  await Ada.up({ underTest: { record: fromAda } });
  await Ben.up({ underTest: { record: fromBen } });
  await Ada.create('Raid night');
  await Ben.join((await Ada.invite()).code);
  await untilAllOnline(Ada, Ben);

  const shared = join(folder, 'Starlight Robe');
  await generateMod(shared, { seed: 92, files: 120, bytes: 8_000_000 });
  await Ada.share(shared);
  await stand(Ada, Ben, 10);
  expect(await differencesOnceComplete(Ben, 'Starlight Robe', shared)).toEqual([]);

  const sent = Buffer.concat(readRecordings(fromAda));
  expect(sent.length).toBeGreaterThan(2_000_000); // the recorder did see the mod go
  const both = Buffer.concat([sent, ...readRecordings(fromBen)]);
  const files = [...(await walk(shared))].filter(([, kind]) => kind === 'file');
  for (const [path] of files) {
    expect([path, both.includes(basename(path))]).toEqual([path, false]);
    const content = await readFile(join(shared, path));
    for (const at of [0.3, 0.6, 0.9].map((share) => Math.floor(share * content.length))) {
      const window = content.subarray(at, at + WINDOW);
      // A run of one colour says nothing about a file.
      if (new Set(window).size > WINDOW / 2)
        expect([path, at, both.includes(window)]).toEqual([path, at, false]);
    }
  }
});
