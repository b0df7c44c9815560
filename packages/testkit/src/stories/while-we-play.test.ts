import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, formSyncshell, untilAllOnline, type CastMember } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { until } from '../processes/until.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part } from './pressing.ts';
import { differencesOnceComplete, received, stand } from './standing-near.ts';

const NAMES = ['Coat', 'Hat', 'Hair', 'Shoes'] as const;
const BYTES = 20_000_000;

/** How what moves between two people stands, as one of them sees it, in letters that can be counted. */
async function standing(person: CastMember): Promise<string> {
  const all = await person.transfers();
  return all
    .map(({ state, reason }) => (reason === null ? state : `${state} ${reason}`))
    .sort()
    .join(', ');
}

test('in gaming mode two transfers run, the others wait their turn, and all arrive in the end', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  // The user's own limit is slow enough that nothing is over before its time.
  await Ada.run(['limit', '--up', '2MB/s']);
  const folder = await makeFolder();
  for (const name of NAMES) {
    await generateMod(join(folder, name), { seed: name, files: 10, bytes: BYTES });
    await Ada.share(join(folder, name));
    await received(Ben, name);
  }
  await stand(Ada, Ben, 5);
  const sees = (person: CastMember, expected: string): Promise<true> =>
    until(async () => (await standing(person)) === expected, {
      what: `${person.name} to see ${expected}`,
      everyMs: 100,
    });
  await sees(Ada, 'transferring, transferring, transferring, transferring');

  expect((await Ada.run(['gaming', 'on'])).json).toEqual({ gaming: { on: true } });
  await sees(Ada, 'transferring, transferring, waiting queued, waiting queued');
  await sees(Ben, 'transferring, transferring, waiting busy, waiting busy');
  expect((await Ada.run(['limit'])).json).toMatchObject({ limits: { up: 2_000_000 } });

  await Ada.node.kill9();
  await Ada.up();
  await untilAllOnline(Ada, Ben);
  expect((await Ada.run(['status'])).json).toMatchObject({ gaming: { on: true } });
  await sees(Ben, 'transferring, transferring, waiting busy, waiting busy');
  // The one who fetches plays too: it does not even ask.
  await Ben.run(['gaming', 'on']);
  await sees(Ben, 'transferring, transferring, waiting queued, waiting queued');
  await Ben.run(['gaming', 'off']);

  expect((await Ada.run(['gaming', 'off'])).json).toEqual({ gaming: { on: false } });
  await sees(Ada, 'transferring, transferring, transferring, transferring');
  await Ada.run(['limit', '--up', 'off']);
  for (const name of NAMES) expect(await differencesOnceComplete(Ben, name, join(folder, name))).toEqual([]);
});

const browser = sharedBrowser();
const story = toldInABrowser('gaming mode on the page');

story(
  'gaming mode is one press on the page, what waits its turn says so, and the terminal knows',
  async () => {
    const { Ada, Ben } = await castOf('Ada', 'Ben');
    await Promise.all([Ada.up({ page: true }), Ben.up()]);
    await Ada.create('Raid night');
    await Ben.join((await Ada.invite()).code);
    await untilAllOnline(Ada, Ben);
    const { page, complaints } = await openPage(browser(), Ada);
    const gaming = page.getByRole('button', { name: 'Gaming mode' });
    expect(await gaming.getAttribute('aria-pressed')).toBe('false');
    await gaming.click();
    const says = (pressed: string): Promise<true> =>
      until(async () => (await gaming.getAttribute('aria-pressed')) === pressed, {
        what: `the page to say whether we play: ${pressed}`,
      });
    await says('true');
    expect((await Ada.run(['gaming'])).json).toEqual({ gaming: { on: true } });
    await part(page, 'This machine').getByText('Gaming mode is on').waitFor();

    await Ada.run(['limit', '--down', '500kB/s']);
    const folder = await makeFolder();
    for (const name of NAMES) {
      await generateMod(join(folder, name), { seed: name, files: 10, bytes: BYTES });
      await Ben.share(join(folder, name));
      await received(Ada, name);
    }
    await stand(Ada, Ben, 5);
    const transfers = part(page, 'Transfers');
    const shows = (sentence: RegExp, times: number): Promise<true> =>
      until(async () => (await transfers.getByText(sentence).count()) === times, {
        what: `the page to show ${times} times ${String(sentence)}`,
      });
    await shows(/waits its turn$/, 2);
    await shows(/^Receiving/, 2);
    expect(await whatLooksWrong(page)).toEqual([]);

    await Ada.run(['gaming', 'off']);
    await says('false');
    await shows(/^Receiving/, 4);
    expect(complaints).toEqual([]);
  },
);
