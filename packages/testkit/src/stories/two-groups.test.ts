import { expect, test } from '@jest/globals';
import { castOf, formSyncshell } from '../processes/cast.ts';
import { until } from '../processes/until.ts';

test('Ada is in two syncshells with one node, under two keys, and leaves one of them', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await formSyncshell(Ada, Ben);
  await Cleo.up();
  await Cleo.create('Other night');
  await Ada.join((await Cleo.invite()).code);

  const { shells } = await Ada.status();
  expect(shells.map(({ name }) => name).sort()).toEqual(['Other night', 'Raid night']);
  expect(new Set(shells.map(({ me }) => me.id)).size).toBe(2);
  const unclear = await Ada.ask(['members']);
  expect(unclear).toMatchObject({ exitCode: 2, json: { error: { code: 'ambiguous-shell' } } });
  const namesIn = async (shell: string): Promise<string[]> => {
    const { json } = await Ada.run(['members', '--shell', shell]);
    return (json['members'] as { name: string; online: boolean }[])
      .filter(({ online }) => online)
      .map(({ name }) => name)
      .sort();
  };
  const meets = (shell: string, names: string[]) =>
    until(async () => JSON.stringify(await namesIn(shell)) === JSON.stringify(names), {
      what: `Ada to meet ${names.join()}`,
    });
  await meets('Raid night', ['Ada', 'Ben']);
  await meets('Other night', ['Ada', 'Cleo']);

  await Ada.node.stop();
  await Ada.up();
  await meets('Other night', ['Ada', 'Cleo']);
  await meets('Raid night', ['Ada', 'Ben']);
  await Ada.run(['leave', '--shell', 'Other night']);
  expect((await Ada.status()).shells.map(({ name }) => name)).toEqual(['Raid night']);
  await until(async () => (await Cleo.members()).length === 1, { what: 'Cleo to hear that Ada left' });
});
