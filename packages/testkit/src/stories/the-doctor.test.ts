import { expect, test } from '@jest/globals';
import { chmod } from 'node:fs/promises';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { castOf, formSyncshell } from '../processes/cast.ts';

interface Examined {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  readonly advice: string;
}

test('the doctor looks at a node that runs, and at what keeps one from running', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  await formSyncshell(Ada, Ben);
  const examine = async (): Promise<Examined> => (await Ada.run(['doctor'])).json as unknown as Examined;
  const found = async (name: string) => (await examine()).checks.find((check) => check.name === name);

  const well = await examine();
  expect(well.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(well.checks.map(({ name }) => name)).toContain('group 1');
  expect(await found('group 1')).toMatchObject({ detail: '1 of 1 friends are online.' });
  // Fit to be shown to strangers.
  const report = JSON.stringify(well);
  const { json: status } = await Ada.run(['status']);
  const { json: members } = await Ada.run(['members']);
  const secrets = [
    Ada.home,
    '127.0.0.1',
    'Raid',
    'Ben',
    ...JSON.stringify([status, members]).matchAll(/[0-9a-f]{64}/g),
  ];
  for (const secret of secrets) expect(report).not.toContain(String(secret));

  await Ada.node.stop();
  expect(await examine()).toMatchObject({ advice: expect.stringContaining('npx fyteclub up') as unknown });
  await chmod(join(Ada.home, 'state'), 0o755);
  expect(await found('keys')).toMatchObject({ ok: false });
  await chmod(join(Ada.home, 'state'), 0o700);

  const other = createSocket('udp4').bind(0, '127.0.0.1');
  await once(other, 'listening');
  const env = { FYTECLUB_NETWORK_BIND: '127.0.0.1', FYTECLUB_NETWORK_UDP_PORT: String(other.address().port) };
  const { json } = await Ada.ask(['doctor'], { env });
  expect((json as unknown as Examined).checks.find(({ name }) => name === 'udp')).toMatchObject({
    ok: false,
  });
  other.close();
  const broken = await Ada.ask(['doctor'], { env: { FYTECLUB_NETWORK_UDP_PORT: 'x' } });
  expect(broken.json).toMatchObject({
    checks: expect.arrayContaining([expect.objectContaining({ name: 'config', ok: false })]) as unknown,
  });
});
