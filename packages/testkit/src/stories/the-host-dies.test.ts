/** @waits */
import { expect, test } from '@jest/globals';
import { castOf, formSyncshell, inviteFrom, untilAllOnline, untilOneHost } from '../processes/cast.ts';
import { until } from '../processes/until.ts';

test('whoever is not host is told who is', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await formSyncshell(Ada, Ben, Cleo);
  const host = await untilOneHost(Ada, Ben, Cleo);
  const others = [Ada, Ben, Cleo].filter(({ name }) => name !== host);
  for (const person of others) {
    const refused = await person.ask(['invite']);
    expect(refused).toMatchObject({ exitCode: 4, json: { error: { code: 'not-host' } } });
    expect(JSON.stringify(refused.json)).toContain(host);
  }
});

test('the host dies with no goodbye, the others choose one of them, and Dora joins', async () => {
  const { Ada, Ben, Cleo, Dora } = await castOf('Ada', 'Ben', 'Cleo', 'Dora');
  await formSyncshell(Ada, Ben, Cleo);
  const host = await untilOneHost(Ada, Ben, Cleo);
  const first = [Ada, Ben, Cleo].find(({ name }) => name === host)!;
  await first.node.kill9();

  const left = [Ada, Ben, Cleo].filter((person) => person !== first);
  await untilAllOnline(...left);
  await until(async () => (await untilOneHost(...left)) !== first.name, { what: 'another host' });
  await Dora.up();
  await Dora.join((await inviteFrom(...left)).code);
  await untilAllOnline(...left, Dora);

  await first.up();
  await untilAllOnline(Ada, Ben, Cleo, Dora);
  await untilOneHost(Ada, Ben, Cleo, Dora);
});

test('Cleo comes back while Ada, who invited her, is away', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await formSyncshell(Ada, Ben, Cleo);
  expect(await Cleo.node.stop()).toEqual({ code: 0, signal: null });
  await untilAllOnline(Ada, Ben);
  await Ada.node.stop();
  await untilAllOnline(Ben);
  await Cleo.up();
  await untilAllOnline(Ben, Cleo);
});
