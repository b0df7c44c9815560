import { expect, test } from '@jest/globals';
import { cli } from '../processes/cli.ts';
import { castOf } from '../processes/cast.ts';

test('P91 a second node on the same home refuses to start and says which one runs', async () => {
  const { Ada } = await castOf('Ada');
  const { pid } = await Ada.up();
  const second = await cli(Ada.home, ['up', '--bind', '127.0.0.1', '--no-page']);
  expect(second).toMatchObject({ exitCode: 1, json: { error: { code: 'already-running' } } });
  expect(JSON.stringify(second.json)).toContain(String(pid));
  expect((await Ada.status()).node.pid).toBe(pid);
});

test('after kill -9 the same home starts again, and a verb in between says that no node runs', async () => {
  const { Ada } = await castOf('Ada');
  await Ada.up();
  const { shell } = await Ada.create('Raid night');
  await Ada.node.kill9();
  expect(await Ada.ask(['status'])).toMatchObject({ exitCode: 3, json: { error: { code: 'not-running' } } });
  await Ada.up();
  expect((await Ada.status()).shells).toMatchObject([{ ...shell, state: 'member' }]);
});
