import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part, press } from './pressing.ts';
import { bytesOnDisk, differencesOnceComplete, received, stand } from './standing-near.ts';

const ASKS_FIRST = { env: { FYTECLUB_MODS_HOLD_ABOVE: '100 kB' } };

test('what is bigger than Ben takes unasked is held, also near and after a restart, until he lets it through', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  await Ben.node.stop();
  await Ben.up(ASKS_FIRST);
  await untilAllOnline(Ada, Ben);
  const folder = await makeFolder();
  for (const [name, bytes] of [
    ['Ring', 20_000],
    ['House', 2_000_000],
  ] as const) {
    await generateMod(join(folder, name), { seed: name, files: 4, bytes });
    await Ada.share(join(folder, name));
  }
  expect(await received(Ben, 'House')).toMatchObject({ state: 'held', reason: 'too-big', path: null });
  await stand(Ada, Ben, 5);
  expect(await differencesOnceComplete(Ben, 'Ring', join(folder, 'Ring'))).toEqual([]);
  expect(await Ben.transfers()).toContainEqual(
    expect.objectContaining({ mod: 'House', state: 'held', reason: 'too-big', bytes: 0 }),
  );
  await expect(Ben.ask(['release', 'Ring'])).resolves.toMatchObject({
    exitCode: 1,
    json: { error: { code: 'not-held' } },
  });
  await expect(Ben.ask(['release', 'Boat'])).resolves.toMatchObject({
    exitCode: 1,
    json: { error: { code: 'unknown-held-mod' } },
  });

  await Ben.node.kill9();
  await Ben.up(ASKS_FIRST);
  await untilAllOnline(Ada, Ben);
  await stand(Ada, Ben, 5);
  const { hash } = await received(Ben, 'House');
  expect(await received(Ben, 'House')).toMatchObject({ state: 'held' });
  expect((await bytesOnDisk(Ben)).partial).toBe(0);

  expect((await Ben.run(['release', hash.slice(0, 8)])).json).toMatchObject({ mod: { name: 'House', hash } });
  expect(await differencesOnceComplete(Ben, 'House', join(folder, 'House'))).toEqual([]);
  expect((await Ben.ask(['release', 'House'])).json).toMatchObject({ error: { code: 'not-held' } });
});

const browser = sharedBrowser();
const story = toldInABrowser('letting a big mod through on the page');

story('the page asks about a big mod, and takes it at a press', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up({ page: true, ...ASKS_FIRST })]);
  await Ada.create('Raid night');
  await Ben.join((await Ada.invite()).code);
  const { page, complaints } = await openPage(browser(), Ben);
  const house = join(await makeFolder(), 'House');
  await generateMod(house, { seed: 'House', files: 4, bytes: 2_000_000 });
  await Ada.share(house);
  const transfers = part(page, 'Transfers');
  await transfers.getByText(/House.* waits for your word$/).waitFor();
  await transfers.getByText('It is bigger than you take unasked. · 2.0 MB').waitFor();
  await part(page, 'Log')
    .getByText(/House.* is big and waits for your word/)
    .waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await press(page, /^Let it through: .*House/);
  await transfers.getByText(/House.* waits until .*Ada.* stands near you$/).waitFor();
  await stand(Ada, Ben, 5);
  expect(await differencesOnceComplete(Ben, 'House', house)).toEqual([]);
  await part(page, 'Mods').getByText('House', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});
