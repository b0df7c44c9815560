import { expect, test } from '@jest/globals';
import { castOf, formSyncshell, inviteFrom, untilAllOnline } from '../processes/cast.ts';

test('P61 Ben joins from the invite alone', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up()]);
  const created = await Ada.create('Raid night');
  const { code } = await Ada.invite();
  expect(code.length).toBeLessThanOrEqual(350);
  const joined = await Ben.join(code);
  expect(joined.shell).toEqual(created.shell);
  await untilAllOnline(Ada, Ben);
  const seen = (await Ada.members()).find(({ name }) => name === 'Ben');
  expect(seen).toMatchObject({ id: joined.me.id, me: false, online: true, path: 'direct' });
});

test('an invite is for one person', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await Promise.all([Ada.up(), Ben.up(), Cleo.up()]);
  await Ada.create('Raid night');
  const { code } = await Ada.invite();
  await Ben.join(code);
  const refused = await Cleo.ask(['join', '-', '--as', 'Cleo'], { stdin: code });
  expect(refused).toMatchObject({ exitCode: 4, json: { error: { code: 'invite-used' } } });
  expect((await Ada.members()).map(({ name }) => name).sort()).toEqual(['Ada', 'Ben']);
});

test('Dora joins a party of three, and everybody sees everybody', async () => {
  const { Ada, Ben, Cleo, Dora } = await castOf('Ada', 'Ben', 'Cleo', 'Dora');
  await formSyncshell(Ada, Ben, Cleo);
  await Dora.up();
  await Dora.join((await inviteFrom(Ada, Ben, Cleo)).code);
  await untilAllOnline(Ada, Ben, Cleo, Dora);
});

test('an invite outlives a crash of the node that made it', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await Promise.all([Ada.up(), Ben.up()]);
  await Ada.create('Raid night');
  const { code } = await Ada.invite();
  await Ada.node.kill9();
  await Ada.up();
  await Ben.join(code);
  await untilAllOnline(Ada, Ben);
});
