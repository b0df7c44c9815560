import { expect } from '@jest/globals';
import { castOf, untilAllOnline, type CastMember } from '../processes/cast.ts';
import { until } from '../processes/until.ts';
import { openPage, whatLooksWrong } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';
import { part, press } from './pressing.ts';

const browser = sharedBrowser();
const story = toldInABrowser('what the page does about one friend');

/** In one syncshell; the first has a page. */
async function together(one: CastMember, other: CastMember): Promise<void> {
  await Promise.all([one.up({ page: true }), other.up()]);
  await one.create('Raid night');
  await other.join((await one.invite()).code);
  await untilAllOnline(one, other);
}

story('a friend gets limits of their own, on the page and in the terminal', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await together(Ada, Ben);
  const { page, complaints } = await openPage(browser(), Ada);
  await press(page, /^More about.*Ben/);
  const between = page.getByRole('group', { name: 'How fast between you' });
  const [receiving, sending] = [between.getByLabel('Receive at most'), between.getByLabel('Send at most')];
  expect([await receiving.inputValue(), await sending.inputValue()]).toEqual(['', '']);

  await sending.selectOption('1.0 MB/s');
  const limits = async (): Promise<unknown> => (await Ada.run(['limit'])).json;
  await until(async () => JSON.stringify(await limits()).includes('"up":1000000'), {
    what: 'the node to limit what goes to Ben',
  });
  expect(await limits()).toMatchObject({
    limits: { up: null, down: null, members: [{ member: { name: 'Ben' }, up: 1_000_000, down: null }] },
  });
  await Ada.run(['limit', '--member', 'Ben', '--down', '3MB/s', '--up', 'off']);
  await until(async () => (await receiving.inputValue()) === '3000000', {
    what: 'the page to show a limit that was set in the terminal',
  });
  expect(await sending.inputValue()).toBe('');
  // What holds for everybody is another matter.
  expect(await part(page, 'This machine').getByLabel('Receive at most').inputValue()).toBe('');
  expect(await whatLooksWrong(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

story('a note on a friend stays here, and of a muted one nothing is told', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await together(Ada, Ben);
  const { page, complaints } = await openPage(browser(), Ada);
  const members = part(page, 'Members');
  await press(page, /^More about.*Ben/);
  const note = page.getByLabel('Your note');
  await note.fill('tank <i>\u202efrom Gridania');
  await note.press('Enter');
  // Nothing that stands in it acts on what is around it.
  await members.getByText('Ben — tank <i>from Gridania').waitFor();
  const remembered = async (person: CastMember): Promise<unknown> =>
    (await person.members()).map((member) => ({ ...member })).find(({ me }) => !me);
  expect(await remembered(Ada)).toMatchObject({ note: 'tank <i>\u202efrom Gridania', muted: false });
  expect(await remembered(Ben)).toMatchObject({ name: 'Ada', note: '', muted: false });
  await note.fill('healer');
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  await members.getByText('Ben — healer').waitFor();
  await members.getByText('muted', { exact: true }).waitFor();
  expect(await whatLooksWrong(page)).toEqual([]);

  const log = part(page, 'Log');
  await Ben.node.stop();
  await members.getByText(/^Last seen/).waitFor();
  await Ada.run(['mute', 'Ben', 'off']);
  await members.getByText('muted', { exact: true }).waitFor({ state: 'detached' });
  await Ben.up();
  await log.getByText('is online.').waitFor();
  expect(await log.getByText('is offline.').count()).toBe(0);
  expect((await Ada.run(['note', 'Ben', ''])).json).toMatchObject({ member: { note: '', muted: false } });
  await members.getByText('— healer').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
