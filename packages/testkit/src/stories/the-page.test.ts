import { rm } from 'node:fs/promises';
import { expect } from '@jest/globals';
import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { until } from '../processes/until.ts';
import { linkTo, openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { hold, part, press } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the stories of the page');

story('three questions found a group, and an invite is made, by keyboard alone', async () => {
  const { Ada } = await castOf('Ada');
  await Ada.up({ page: true });
  const { page, complaints } = await openPage(browser(), Ada);
  await page.getByLabel('What do friends call you?').waitFor();
  expect(page.url()).not.toContain('#');
  expect(await whatLooksWrong(page)).toEqual([]);

  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  await page.keyboard.type('Ada');
  await keys('Enter');
  await page.getByRole('heading', { name: 'Start a group, or join one?' }).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await keys('Tab', 'Enter');
  await page.getByLabel('What is the group called?').waitFor();
  await page.keyboard.type('Raid night');
  await keys('Enter');
  await page.getByRole('heading', { name: 'Raid night', level: 1 }).waitFor();
  await page.getByText('Only you so far').waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);

  const focused = async (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
  for (let i = 0; i < 20 && (await focused()) !== 'Invite a friend'; i++) await keys('Tab');
  await keys('Enter');
  const code = page.getByRole('textbox', { name: 'Invite code' });
  await code.waitFor();
  expect(await code.inputValue()).toMatch(/^FC1[1-9A-HJ-NP-Za-km-z]{100,350}$/);
  await press(page, 'Show as QR code');
  await page.getByRole('img', { name: 'The invite code as a QR code' }).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await press(page, /^Revoke invite/);
  await code.waitFor({ state: 'detached' });

  // Several are told apart by their ends, and each can be had again.
  const codes: string[] = [];
  for (let i = 0; i < 2; i++) {
    await press(page, /^(Invite a friend|Another invite)$/);
    await until(async () => !codes.includes(await code.inputValue()), { what: 'another code' });
    codes.push(await code.inputValue());
  }
  const open = part(page, 'Invite').getByRole('listitem');
  await open.nth(1).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const [first = ''] = codes;
  await press(page, `Copy and show the code ending in ${first.slice(-6)}`);
  await open.getByText('Copied').waitFor();
  expect([await code.inputValue(), await page.evaluate('navigator.clipboard.readText()')]).toEqual([
    first,
    first,
  ]);
  await press(page, `Revoke invite ${first.slice(-6)}`);
  await open.nth(1).waitFor({ state: 'detached' });
  await open.getByText(codes[1]!.slice(-6)).waitFor();

  const receiving = page.getByLabel('Receive at most');
  expect(await receiving.inputValue()).toBe('');
  await Ada.run(['limit', '--down', '2MB/s']);
  await until(async () => (await receiving.inputValue()) === '2000000', {
    what: 'the page to show a limit that was set in the terminal',
  });
  expect(complaints).toEqual([]);
});

story('a friend joins by a code on their page, and both watch a mod move', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up({ page: true }), Ben.up({ page: true })]);
  await Ada.create('Raid night');
  const [ada, ben] = [await openPage(browser(), Ada), await openPage(browser(), Ben)];

  await ben.page.getByLabel('What do friends call you?').fill('Ben <b>');
  await press(ben.page, 'Next');
  await press(ben.page, /^Join with a code/);
  await ben.page.getByLabel('Paste the code').fill('FC1nothing');
  await press(ben.page, 'Join');
  await ben.page.getByRole('alert').getByText('Copy the whole code again').waitFor();
  expect(await whatLooksWrong(ben.page)).toEqual([]);
  await press(ada.page, 'Invite a friend');
  await ben.page.getByLabel('Paste the code').fill(await ada.page.getByLabel('Invite code').inputValue());
  await press(ben.page, 'Join');
  await ben.page.getByText('Connected to 1 of 1').waitFor();
  await part(ada.page, 'Members').getByText('Ben <b>').waitFor();
  await part(ada.page, 'Invite').getByText('came in with this code').waitFor();
  await press(ada.page, 'Another invite');
  await ada.page.getByLabel('Invite code').waitFor();
  expect(await part(ada.page, 'Invite').getByText('came in with this code').count()).toBe(0);

  const folder = join(await makeFolder(), 'Great Wardrobe');
  await generateMod(folder, { seed: 9, files: 300, bytes: 250_000_000 });
  await part(ada.page, 'Mods').getByText('Share a mod').click();
  await ada.page.getByLabel('Where is it?').fill(folder);
  await press(ada.page, 'Share');
  await part(ben.page, 'Transfers').getByText('waits until').waitFor();
  expect(await whatLooksWrong(ben.page)).toEqual([]);

  for (const { page } of [ada, ben]) {
    await press(page, /^More about/);
    await press(page, 'Near me');
  }
  await part(ben.page, 'Transfers').getByText('Receiving').waitFor();
  await part(ada.page, 'Transfers').getByText('Sending').waitFor();
  const bar = ben.page.getByRole('progressbar');
  const before = await bar.getAttribute('value');
  await until(async () => (await bar.getAttribute('value')) !== before, { what: 'the bar to move' });
  // What stands still can be looked at in peace.
  await ben.page.getByRole('button', { name: 'Pause', exact: true }).first().click();
  await part(ben.page, 'Transfers').getByText('is paused').waitFor();
  expect(await whatLooksWrong(ben.page)).toEqual([]);
  expect(await whatLooksWrong(ada.page)).toEqual([]);
  await ben.page.getByRole('button', { name: 'Resume', exact: true }).first().click();
  await part(ben.page, 'Mods').getByText('Great Wardrobe', { exact: true }).waitFor({ timeout: 60_000 });
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

story(
  'whoever cannot be reached gets in by a reply, copied on one page and pasted into the other',
  async () => {
    const { Ada, Ben } = await castOf('Ada', 'Ben');
    await Promise.all([Ada.up({ page: true }), Ben.up({ page: true })]);
    await Ada.create('Raid night');
    const [ada, ben] = [await openPage(browser(), Ada), await openPage(browser(), Ben)];
    for (const { page } of [ada, ben])
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);

    await press(ada.page, 'Invite a friend');
    await ben.page.getByLabel('What do friends call you?').fill('Ben');
    await press(ben.page, 'Next');
    await press(ben.page, /^Join with a code/);
    await ben.page.getByLabel('Paste the code').fill(await ada.page.getByLabel('Invite code').inputValue());
    await press(ben.page, /Make a reply code at once/);
    const reply = ben.page.getByLabel('Your reply code');
    await reply.waitFor();
    expect(await whatLooksWrong(ben.page)).toEqual([]);
    await press(ben.page, 'Copy');
    await ben.page.getByText('Copied').waitFor();

    const box = ada.page.getByLabel('Did your friend get a reply code?');
    await box.focus();
    await ada.page.keyboard.press('ControlOrMeta+v');
    await part(ada.page, 'Members').getByText('Ben').waitFor();
    await ben.page.getByText('Connected to 1 of 1').waitFor();
    expect([...ada.complaints, ...ben.complaints]).toEqual([]);
  },
);

story('where two signatures are needed, two members sign on their pages, and the third is told', async () => {
  const { Ada, Ben, Kay, ...others } = await castOf(
    ...(['Ada', 'Ben', 'Kay', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gil', 'Hal', 'Ida'] as const),
  );
  const watched = [Ada, Ben, Kay];
  const everybody = [...watched, ...Object.values(others)];
  await Promise.all(everybody.map((person) => person.up(watched.includes(person) ? { page: true } : {})));
  await Ada.create('Raid night');
  const joiners = everybody.slice(1);
  // Whoever is alone is host, and stays so until somebody else has been seen.
  const invites = await Promise.all(joiners.map(() => Ada.invite()));
  await Promise.all(joiners.map((person, at) => person.join(invites[at]!.code)));

  const [ada, ben, kay] = [
    await openPage(browser(), Ada),
    await openPage(browser(), Ben),
    await openPage(browser(), Kay),
  ];
  await ada.page.getByText('Connected to 9 of 9').waitFor();
  await press(ada.page, /^More about.*Kay/);
  await ada.page.getByText('Propose removal').click();
  await ada.page.getByLabel('Why?').fill('Was rude to the healer');
  await hold(ada.page, /^Hold to propose removing/);
  await part(ada.page, 'Votes').getByText('1 of 2 signatures').waitFor();

  const vote = part(ben.page, 'Votes');
  await vote.getByText('1 of 2 signatures').waitFor();
  await vote.getByText('Was rude to the healer').waitFor();
  await part(kay.page, 'Votes').getByText('Remove you?').waitFor();
  // The tab counts what waits for whoever looks at it.
  expect(await Promise.all([ada, ben, kay].map(({ page }) => page.title()))).toEqual([
    'Raid night · FyteClub',
    '(1) Raid night · FyteClub',
    'Raid night · FyteClub',
  ]);
  expect(await kay.page.getByRole('button', { name: /^Hold to sign/ }).count()).toBe(0);
  expect(await whatLooksWrong(ben.page)).toEqual([]);
  // A press alone signs nothing.
  await press(ben.page, /^Hold to sign/);
  await vote.getByText('Hold it a little longer').waitFor();
  await hold(ben.page, /^Hold to sign/);
  await ben.page.getByText('Finished votes (1)').waitFor();
  await kay.page.getByRole('alert').getByText('You were removed').waitFor();
  expect(await whatLooksWrong(kay.page)).toEqual([]);
  await press(kay.page, 'Forget this group');
  await kay.page.getByRole('heading', { name: 'Welcome to FyteClub' }).waitFor();
  expect([...ada.complaints, ...ben.complaints, ...kay.complaints]).toEqual([]);
});

story('a page whose node is gone says so, and goes on by itself or with a fresh link', async () => {
  const { Ada } = await castOf('Ada');
  await Ada.up({ page: true });
  await Ada.create('Raid night');
  const cut = (path: URL): boolean => path.pathname === '/v1/events' || path.pathname === '/v1/status';
  const { page, complaints } = await openPage(browser(), Ada, { cut });
  await page.getByRole('heading', { name: 'FyteClub does not answer' }).waitFor();
  expect(await page.getByLabel('it is at another address').inputValue()).toBe('npx fyteclub open');
  expect(await whatLooksWrong(page)).toEqual([]);
  await page.unroute(cut);
  await page.getByText('Only you so far').waitFor();

  const { port } = new URL(page.url());
  await Ada.node.kill9();
  await page.getByRole('alert').getByText('FyteClub does not answer').waitFor();
  await page.getByRole('alert').getByText('npx fyteclub open').waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await Ada.up({ page: true });
  await page.locator('.banner').waitFor({ state: 'hidden' });
  await page.getByText('Only you so far').waitFor();

  // Where nobody remembers who was signed in, it takes a link.
  await Ada.node.kill9();
  await rm(join(Ada.home, 'state', 'page.json'));
  await Ada.up({ page: true, args: ['--page-port', port] });
  await page.getByRole('heading', { name: 'FyteClub was started again' }).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await page.goto(await linkTo(Ada));
  await page.getByText('Only you so far').waitFor();
  expect(complaints).toEqual([]);
});
