import { expect } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { castOf, formSyncshell } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { untilState } from '../processes/rosters.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part, press } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the stories of the page and its backup');

story(
  'whoever has something to lose is told once, backs up on the page, and tests what was written',
  async () => {
    const { Ada, Ben } = await castOf('Ada', 'Ben');
    await Promise.all([Ada.up({ page: true }), Ben.up({ page: true })]);
    await Ada.create('Raid night');
    const { page, complaints } = await openPage(browser(), Ada);
    const machine = part(page, 'This machine');
    await machine.getByText('No backup yet').waitFor();
    const nag = page.getByText('There is no backup of this machine');
    // Alone nobody can lose anybody.
    expect(await nag.count()).toBe(0);
    await Ben.join((await Ada.invite()).code);
    await nag.waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);

    const file = join(await makeFolder(), 'ada.fyteclub');
    const write = async (where: string, again: string): Promise<void> => {
      await machine.getByLabel('File to write').fill(where);
      await machine.getByLabel('Passphrase', { exact: true }).first().fill('kupo');
      await machine.getByLabel('The same passphrase once more').fill(again);
      await press(page, 'Write backup');
    };
    await press(page, 'Back up now');
    await machine.getByLabel('File to write').and(page.locator(':focus')).waitFor();
    await write(file, 'kupp');
    await machine.getByText('That is short').waitFor();
    await machine.getByRole('alert').getByText('are not the same').waitFor();
    await write('ada.fyteclub', 'kupo');
    await machine.getByRole('alert').getByText('Write the whole path').waitFor();
    await write(file, 'kupo');
    await machine.getByText('Backup written to').waitFor();
    await machine.getByText(/^Last backup \d+ s ago$/).waitFor();
    await nag.waitFor({ state: 'detached' });

    await machine.getByText('Test a backup').click();
    expect(await machine.getByLabel('File to open').inputValue()).toBe(file);
    const passphrase = machine.getByLabel('Passphrase', { exact: true }).last();
    await passphrase.fill('kupp');
    await press(page, 'Test the backup');
    await machine.getByRole('alert').getByText('The passphrase is wrong').waitFor();
    await passphrase.fill('kupo');
    await press(page, 'Test the backup');
    await machine.getByText(/This backup opens\. .*Raid night/).waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

story('what was waved away stays so over a reload, until something else is lacking', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await Promise.all([Ada.up({ page: true }), Ben.up(), Cleo.up()]);
  await Ada.create('Raid night');
  await Ben.join((await Ada.invite()).code);
  const { page, complaints } = await openPage(browser(), Ada);
  const never = page.getByText('There is no backup of this machine');
  await press(page, 'Not now');
  await never.waitFor({ state: 'detached' });
  await page.reload();
  await part(page, 'This machine').getByText('No backup yet').waitFor();
  expect(await never.count()).toBe(0);

  const file = join(await makeFolder(), 'ada.fyteclub');
  await Ada.run(['backup', file, '--passphrase-stdin'], { stdin: 'kupo' });
  await Cleo.create('Other night');
  await Ada.join((await Cleo.invite()).code);
  await page.getByText(/The last backup does not hold .*Other night/).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

/** To the last question, where a backup is asked for. */
async function toTheBackup(page: Page): Promise<void> {
  await page.getByLabel('What do friends call you?').fill('Ben');
  await press(page, 'Next');
  await press(page, /^I have a backup/);
}

async function lookInto(page: Page, file: string, passphrase: string): Promise<void> {
  await page.getByLabel('Where is the backup?').fill(file);
  await page.getByLabel('Passphrase').fill(passphrase);
  await press(page, 'Look into it');
}

story(
  'a fresh machine looks into a backup, brings it back, and is in the group again by itself',
  async () => {
    const { Ada, Ben, Fresh } = await castOf('Ada', 'Ben', 'Fresh');
    await formSyncshell(Ada, Ben);
    const { me } = (await Ben.status()).shells[0]!;
    const file = join(await makeFolder(), 'ben.fyteclub');
    await Ben.run(['backup', file, '--passphrase-stdin'], { stdin: 'kupo' });
    await Promise.all([Ada.node.stop(), Ben.node.stop(), Fresh.up({ page: true })]);

    const { page, complaints } = await openPage(browser(), Fresh);
    await toTheBackup(page);
    const refused = page.getByRole('alert');
    await lookInto(page, join(file, '..', 'missing'), 'kupo');
    await refused.getByText('cannot be read').waitFor();
    const cut = join(file, '..', 'cut');
    await writeFile(cut, (await readFile(file)).subarray(0, -20));
    await lookInto(page, cut, 'kupo');
    await refused.getByText('damaged').or(refused.getByText('cut short')).waitFor();
    await lookInto(page, file, 'moogle');
    await refused.getByText('The passphrase is wrong').waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);
    await lookInto(page, file, 'kupo');
    await page.getByText(/This backup opens\. .*Raid night.* It is \d+ s old\./).waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);
    expect((await Fresh.status()).shells).toEqual([]);

    await press(page, 'Restore');
    await page.getByRole('heading', { name: 'Raid night', level: 1 }).waitFor();
    await page.getByText('You are back from a backup.').waitFor();
    expect(await whatLooksWrong(page)).toEqual([]);
    await Ada.up();
    await page.getByText('Connected to 1 of 1').waitFor();
    await page.getByText('You are back from a backup.').waitFor({ state: 'detached' });
    expect((await Fresh.status()).shells[0]!.me.id).toBe(me.id);
    expect(complaints).toEqual([]);
  },
);

story('somebody who was voted out since is told so', async () => {
  const { Ada, Ben, Eve, Fresh } = await castOf('Ada', 'Ben', 'Eve', 'Fresh');
  await formSyncshell(Ada, Ben, Eve);
  const file = join(await makeFolder(), 'eve.fyteclub');
  await Eve.run(['backup', file, '--passphrase-stdin'], { stdin: 'kupo' });
  await Ada.run(['remove', 'Eve']);
  await untilState(Eve, 'removed');
  await Eve.node.stop();

  await Fresh.up({ page: true });
  const { page, complaints } = await openPage(browser(), Fresh);
  await toTheBackup(page);
  await lookInto(page, file, 'kupo');
  await press(page, 'Restore');
  await page.getByRole('alert').getByText('You were removed from').waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await press(page, 'Forget this group');
  await page.getByRole('heading', { name: 'Welcome to FyteClub' }).waitFor();
  expect(complaints).toEqual([]);
});

story('a join that was interrupted can be forgotten, since it stands in the way of a backup', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up()]);
  await Ada.create('Raid night');
  const file = join(await makeFolder(), 'ada.fyteclub');
  await Ada.run(['backup', file, '--passphrase-stdin'], { stdin: 'kupo' });
  const joining = Ben.start(['join', '-', '--use-reply'], { stdin: (await Ada.invite()).code });
  await joining.line(({ state }) => state === 'reply-needed', 'a reply code');
  await Ben.node.kill9();
  await joining.done;
  await Ben.up({ page: true });

  const { page, complaints } = await openPage(browser(), Ben);
  await page.getByText('did not come to an end').waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);
  await toTheBackup(page);
  await page.getByText('only brought back where nothing has begun').waitFor();
  expect(await page.getByLabel('Where is the backup?').count()).toBe(0);
  expect(await whatLooksWrong(page)).toEqual([]);
  await press(page, 'Forget that group');
  await lookInto(page, file, 'kupo');
  await press(page, 'Restore');
  await page.getByRole('heading', { name: 'Raid night', level: 1 }).waitFor();
  expect(complaints).toEqual([]);
});
