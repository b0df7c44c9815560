import { expect } from '@jest/globals';
import { join } from 'node:path';
import { castOf } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
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
    expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe('File to write');
    await write(file, 'kupp');
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
