import { expect } from '@jest/globals';
import { castOf, inviteFrom } from '../processes/cast.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part, press } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the story of the page and the group password');

story('a group gets a password on the page, another one when somebody was removed, and none', async () => {
  const { Ada, Ben, Eve } = await castOf('Ada', 'Ben', 'Eve');
  await Promise.all([Ada.up({ page: true }), Ben.up(), Eve.up()]);
  await Ada.create('Raid night');
  await Ben.join((await Ada.invite()).code);
  await Eve.join((await inviteFrom(Ada, Ben)).code);
  const { page, complaints } = await openPage(browser(), Ada);
  const group = part(page, 'This group');
  const none = group.getByText('Whoever has an invite needs no password.');
  await none.waitFor();

  await group.getByText('Group password', { exact: true }).click();
  await group.getByLabel('New password').fill('x'.repeat(200));
  // Looked at in another width, where the parts stand below each other: what is typed stays.
  expect(await whatLooksWrong(page)).toEqual([]);
  expect(await group.getByLabel('New password').inputValue()).toHaveLength(128);
  await group.getByLabel('New password').fill('kupo');
  await press(page, 'Set password');
  await group.getByText('Whoever joins needs an invite and the group password.').waitFor();
  await group.getByText('The password is set.').waitFor();
  expect(await group.getByLabel('New password').inputValue()).toBe('');

  await Ada.run(['remove', 'Eve']);
  const warning = group.getByText('was removed and still knows the group password');
  await warning.getByText('Eve').waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await group.getByLabel('New password').fill('pompom');
  await press(page, 'Change password');
  await warning.waitFor({ state: 'detached' });
  await press(page, 'Ask for no password any more');
  await none.waitFor();
  expect(complaints).toEqual([]);
});
