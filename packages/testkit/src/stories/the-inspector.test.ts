import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { castOf } from '../processes/cast.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the stories of the inspector');

const part = (page: Page, name: string) => page.locator(`section.${name}`);
const choose = (page: Page, actor: RegExp) =>
  part(page, 'actors').getByRole('button', { name: actor }).click();
/** A state of the chart, as long as the machine stands in it. */
const lit = (page: Page, state: string) => page.locator(`.state.lit[data-state="${state}"]`);

const watched = { page: true, args: ['--inspect'] };

story('Ada watches her machines, and sees one go into another state as Ben comes', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(watched), Ben.up()]);
  const { page, complaints } = await openPage(browser(), Ada, { verb: 'inspect' });
  await part(page, 'actors').getByText('1 actor').waitFor();
  await page.getByText('xstate.init').waitFor();
  expect(page.url()).not.toContain('#');
  expect(await whatLooksWrong(page)).toEqual([]);

  const { shell } = await Ada.create('Raid night');
  // By keyboard alone, as every other control here.
  const phonebook = part(page, 'actors').getByRole('button', { name: /phonebook/ });
  await phonebook.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `${shell.id.slice(0, 8)}/phonebook` }).waitFor();
  await lit(page, 'alone').waitFor();
  await Ben.join((await Ada.invite()).code);
  await lit(page, 'gossiping').waitFor();
  await lit(page, 'alone').waitFor({ state: 'detached' });
  await part(page, 'chart').getByRole('status').getByText('gossiping').waitFor();

  await part(page, 'events').getByLabel('Search events').fill('phonebook gossiping');
  await part(page, 'events').locator('li.stands').getByText('gossiping').first().waitFor();
  for (const line of await part(page, 'events').locator('li').allTextContents())
    expect(line).toMatch(/phonebook.*gossiping/);
  await page.getByLabel('Search events').fill('no such thing');
  await page.getByText('No event fits.').waitFor();
  await page.getByLabel('Search events').fill('');
  await page.getByLabel('Only the chosen actor').check();
  await page.getByRole('button', { name: 'Hold still' }).click();
  expect(await whatLooksWrong(page)).toEqual([]);
  await page.getByRole('button', { name: 'Go on' }).click();

  await choose(page, /election/);
  await lit(page, 'present.friends.watching').waitFor();
  await part(page, 'context').getByText('members').waitFor();
  await part(page, 'context').getByText('list(2)').waitFor();
  await page.getByRole('button', { name: 'Full size' }).click();
  await page.getByRole('button', { name: 'Show all of it' }).waitFor();

  // A node that is gone is waited for; one that runs without says how it would not; one that runs with is found again.
  await Ada.node.stop();
  await page.getByRole('alert').getByText('FyteClub does not answer').waitFor();
  await Ada.up({ page: true });
  await page.getByRole('heading', { name: 'This node does not show its machines' }).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  const refused = { exitCode: 1, json: { error: { code: 'not-inspecting' } } };
  expect(await Ada.ask(['inspect'])).toMatchObject(refused);
  await Ada.node.stop();
  await Ada.up(watched);
  await part(page, 'actors').getByText('phonebook').waitFor();
  expect(complaints).toEqual([]);
});

/** Stands in for Stately's page, which says that it is there and hears what it is told. */
const STAND_IN = `<!doctype html><title>stand-in</title><script>
  window.told = [];
  addEventListener('message', ({ data }) => window.told.push(data));
  opener.postMessage({ type: '@statelyai.connected' }, '*');
</script>`;

story(
  'Stately’s inspector is contacted by a press after a warning, and told what the page shows',
  async () => {
    const { Ada } = await castOf('Ada');
    await Ada.up(watched);
    await Ada.create('Raid night');
    const asked: string[] = [];
    const beyond = (url: string): string => {
      asked.push(url);
      return STAND_IN;
    };
    const { page, complaints } = await openPage(browser(), Ada, { verb: 'inspect', beyond });
    await part(page, 'actors').getByText('election').waitFor();

    const open = page.getByRole('button', { name: 'Open in Stately’s inspector' });
    await open.click();
    const dialog = page.getByRole('dialog', { name: 'Contact stately.ai?' });
    await dialog.getByText('Nothing was sent so far').waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await open.click();
    await dialog.getByRole('button', { name: 'Stay here' }).click();
    expect(asked).toEqual([]);

    await open.click();
    const opened = page.context().waitForEvent('page');
    await dialog.getByRole('button', { name: 'Contact stately.ai' }).click();
    const stately = await opened;
    const told = (): Promise<{ type: string; name?: string; _version: string }[]> =>
      stately.evaluate('window.told');
    await stately.waitForFunction('window.told?.some(({ name }) => name?.endsWith("/election"))');
    expect(asked).toEqual(['https://stately.ai/inspect']);
    for (const { type, _version } of await told()) {
      expect(type).toMatch(/^@xstate\.(actor|event|snapshot)$/);
      expect(_version).toMatch(/^\d/);
    }
    // What happens from now on is told as well, until it is stopped.
    const before = (await told()).length;
    await Ada.invite();
    await stately.waitForFunction(`window.told?.length > ${before}`);
    await page.getByText('Stately’s inspector is told').waitFor();
    await page.getByRole('button', { name: 'Stop sending' }).click();
    await open.waitFor();
    expect(complaints).toEqual([]);
  },
);
