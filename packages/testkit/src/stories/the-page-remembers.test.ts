import { expect } from '@jest/globals';
import { join } from 'node:path';
import { castOf } from '../processes/cast.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the stories of what the page remembers');
const DAY_MS = 86_400_000;

story(
  'a page that is opened late tells what happened before, in two groups, and says none of it aloud',
  async () => {
    const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
    await Promise.all([Ada.up({ page: true }), Ben.up(), Cleo.up()]);
    await Ada.create('Raid night');
    await Ben.join((await Ada.invite()).code);
    await Cleo.create('Other night');
    await Ada.join((await Cleo.invite()).code);

    const { page, complaints } = await openPage(browser(), Ada);
    const log = part(page, 'Log');
    const joined = log.getByText('joined.');
    await joined.getByText('Raid night').waitFor();
    await joined.getByText('Ben').waitFor();
    const said = (): Promise<string | null> => page.locator('p[role=status].unseen').textContent();
    // Who hosts may still change, and is said then.
    expect(await said()).toMatch(/^(\S+ hosts\.)?$/);
    await page.reload();
    await joined.getByText('Ben').waitFor();
    expect(await said()).toMatch(/^(\S+ hosts\.)?$/);
    expect(await joined.getByText('Ben').count()).toBe(1);
    // Nothing comes twice, and what happens now is both written and said.
    await Ben.node.stop();
    await log.getByText('is offline.').getByText('Ben').waitFor();
    expect(await said()).toContain('is offline.');

    await log.getByLabel('Show only one friend').selectOption('Cleo');
    await joined.getByText('Ben').waitFor({ state: 'detached' });
    await log.getByRole('listitem').getByText('Cleo').first().waitFor();
    await log.getByText('The log’s files').click();
    expect(await log.getByLabel('More is written down').inputValue()).toBe(join(Ada.home, 'log'));
    expect(await whatLooksWrong(page)).toEqual([]);

    const members = part(page, 'Members');
    const groups = page.getByRole('combobox', { name: 'Syncshell' });
    await groups.selectOption('Other night');
    await members.getByText('Cleo').waitFor();
    expect(await members.getByText('Ben').count()).toBe(0);
    await page.reload();
    await members.getByText('Cleo').waitFor();
    await groups.selectOption('Raid night');
    await members.getByText('Ben').waitFor();
    expect(await members.getByText('Cleo').count()).toBe(0);
    await page.getByRole('heading', { name: 'Raid night', level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  },
);

story(
  'whoever met nobody for more than a month is told that the place has lapsed, and how it comes back',
  async () => {
    const { Ada, Ben } = await castOf('Ada', 'Ben');
    await Promise.all([Ada.up(), Ben.up()]);
    await Ada.create('Raid night');
    await Ben.join((await Ada.invite()).code);
    await Promise.all([Ada.node.stop(), Ben.node.stop()]);
    await Ben.up({ page: true, underTest: { aheadMs: 40 * DAY_MS } });
    const { page, complaints } = await openPage(browser(), Ben);
    await page.getByRole('alert').getByText('has lapsed').waitFor();
    await page.getByRole('alert').getByText('by a new invite').waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
