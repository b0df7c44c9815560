import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { castOf, untilAllOnline } from '../processes/cast.ts';
import { until } from '../processes/until.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part, press } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('notices of the page');

/** In place of what a browser shows beside its window, which nobody sees here. */
const RECORDED = `
window.told = [];
window.Notification = class {
  static permission = 'default';
  static requestPermission() {
    const { state } = window.notifications;
    return Promise.resolve((window.Notification.permission = state));
  }
  constructor(title, { body, tag }) { window.told.push(title + ': ' + body.replace(/[\\u2066-\\u2069]/g, '')); }
  close() {}
};
navigator.permissions.query({ name: 'notifications' }).then((answer) => (window.notifications = answer));
`;

/** A browser without a screen never hides a page by itself. */
const look = (page: Page, hidden: boolean): Promise<unknown> =>
  page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${String(hidden)} });
    document.dispatchEvent(new Event('visibilitychange'))`);

story('notices are asked for, come only while nobody looks, and tell nothing of the muted', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up({ page: true }), Ben.up()]);
  await Ada.create('Raid night');
  const { page, complaints } = await openPage(browser(), Ada);
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(RECORDED);
  await page.reload();
  const told = (): Promise<string[]> => page.evaluate('window.told');
  const untilTold = (sentence: string): Promise<true> =>
    until(async () => (await told()).includes(sentence), { what: `a notice: ${sentence}` });

  await part(page, 'This machine').getByText('Notices', { exact: true }).click();
  await press(page, 'Turn notices on');
  await page.getByRole('button', { name: 'Turn notices off' }).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await look(page, true);
  await Ben.join((await Ada.invite()).code);
  await untilAllOnline(Ada, Ben);
  await untilTold('Raid night · FyteClub: Ben joined.');

  // Who comes and goes is told only of friends that were picked.
  await look(page, false);
  await press(page, /^More about.*Ben/);
  await press(page, 'When they are online');
  expect(await whatLooksWrong(page)).toEqual([]);
  const away = async (): Promise<void> => {
    await Ben.node.stop();
    const here = async (): Promise<boolean> =>
      (await Ada.members()).some(({ name, online }) => name === 'Ben' && online);
    await until(async () => !(await here()), { what: 'Ben to go' });
  };
  await away();
  const before = await told();
  await Ben.up();
  await part(page, 'Log').getByText('is online.').first().waitFor();
  expect(await told()).toEqual(before);
  await away();
  await look(page, true);
  await Ben.up();
  await untilTold('Raid night · FyteClub: Ben is online.');

  await look(page, false);
  await press(page, 'Mute');
  await part(page, 'Members').getByText('muted', { exact: true }).waitFor();
  await look(page, true);
  const heard = await told();
  await Ben.node.stop();
  await part(page, 'Members')
    .getByText(/^Last seen/)
    .waitFor();
  await Ben.up();
  await untilAllOnline(Ada, Ben);
  await part(page, 'Members')
    .getByText(/^Last seen/)
    .waitFor({ state: 'detached' });
  expect(await told()).toEqual(heard);
  expect(complaints).toEqual([]);
});
