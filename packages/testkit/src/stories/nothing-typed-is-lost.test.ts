import { expect } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part, press } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the stories of what is typed into the page');

story('a note that was typed while the node died says so, stays, and is kept once it is back', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up({ page: true }), Ben.up()]);
  await Ada.create('Raid night');
  await Ben.join((await Ada.invite()).code);
  await untilAllOnline(Ada, Ben);
  const { page, complaints } = await openPage(browser(), Ada);
  await press(page, /^More about.*Ben/);
  const note = page.getByLabel('Your note');
  await note.fill('tank, from Gridania');
  await Ada.node.kill9();
  await page.getByText('This note is not kept yet').waitFor();
  expect(await note.inputValue()).toBe('tank, from Gridania');
  expect(await whatLooksWrong(page)).toEqual([]);
  await Ada.up({ page: true });
  await part(page, 'Members').getByText('Ben — tank, from Gridania').waitFor();
  expect(await page.getByText('This note is not kept').count()).toBe(0);
  expect((await Ada.members()).find(({ name }) => name === 'Ben')).toMatchObject({
    note: 'tank, from Gridania',
  });
  expect(complaints).toEqual([]);
});

story('what is about to be shared stays while one looks at another group, also in quotes', async () => {
  const { Ada } = await castOf('Ada');
  await Ada.up({ page: true });
  const long = 'The Wandering Minstrels of Limsa';
  await Ada.create('Raid night');
  await Ada.create(long);
  const { page, complaints } = await openPage(browser(), Ada);
  const groups = page.getByRole('combobox', { name: 'Syncshell' });
  await groups.selectOption(long);
  const name = page.getByRole('heading', { name: long, level: 1 });
  await name.waitFor();
  // All of the name can be read, however narrow the window.
  expect(await whatLooksWrong(page)).toEqual([]);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    expect(
      await page.evaluate(
        '(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("h1"))',
      ),
    ).toBe(0);
  }

  const folder = join(await makeFolder(), 'My coat');
  await generateMod(folder, { seed: 'coat', files: 3, bytes: 3000 });
  await page.getByText('Share a mod').click();
  const path = page.getByLabel('Where is it?');
  await path.fill(` "${folder}" `);
  await groups.selectOption('Raid night');
  await page.getByRole('heading', { name: 'Raid night', level: 1 }).waitFor();
  await press(page, 'Add a syncshell');
  await page.getByLabel('What do friends call you?').waitFor();
  await press(page, 'Cancel');
  await page.locator('button[title="Add a syncshell"]:focus').waitFor();
  expect(await path.inputValue()).toBe(` "${folder}" `);
  await press(page, 'Share');
  await part(page, 'Mods').getByText('My coat', { exact: true }).waitFor();
  expect(await path.inputValue()).toBe('');
  expect((await Ada.run(['mods', '--shell', 'Raid night'])).json).toMatchObject({
    mods: [{ name: 'My coat' }],
  });
  expect(complaints).toEqual([]);
});

story('a join goes on after a reload, and codes are found in the messages they came with', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up({ page: true }), Ben.up({ page: true })]);
  await Ada.create('Raid night');
  const [ada, ben] = [await openPage(browser(), Ada), await openPage(browser(), Ben)];
  await press(ada.page, 'Invite a friend');
  const code = await ada.page.getByLabel('Invite code').inputValue();
  await ben.page.getByLabel('What do friends call you?').fill('Ben');
  await press(ben.page, 'Next');
  await press(ben.page, /^Join with a code/);
  await ben.page.getByLabel('Paste the code').fill(`here is the code: ${code} see you!`);
  await press(ben.page, /Make a reply code at once/);
  const reply = ben.page.getByLabel('Your reply code');
  const before = await reply.inputValue();
  await ben.page.reload();
  expect(await reply.inputValue()).toBe(before);
  expect(await whatLooksWrong(ben.page)).toEqual([]);

  await ada.page.getByLabel('Did your friend get a reply code?').fill(`Ben: "${before}"`);
  await press(ada.page, 'Let in');
  await ben.page.getByText('Connected to 1 of 1').waitFor();
  await ben.page.reload();
  await ben.page.getByText('Connected to 1 of 1').waitFor();
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

story('a join that somebody turned away from is not begun again', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up({ page: true })]);
  await Ada.create('Raid night');
  const { page, complaints } = await openPage(browser(), Ben);
  await page.getByLabel('What do friends call you?').fill('Ben');
  await press(page, 'Next');
  await press(page, /^Join with a code/);
  await page.getByLabel('Paste the code').fill((await Ada.invite()).code);
  await press(page, /Make a reply code at once/);
  await page.getByLabel('Your reply code').waitFor();
  await press(page, 'Back');
  await page.reload();
  await page.getByText('did not come to an end').waitFor();
  expect(await page.getByLabel('Your reply code').count()).toBe(0);
  expect(complaints).toEqual([]);
});
