import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { castOf } from '../processes/cast.ts';
import { launch, MAIN, MAIN_UNDER_TEST } from '../processes/launch.ts';
import { upArguments } from '../processes/node-process.ts';
import { shellOf } from '../processes/rosters.ts';
import { underTestArgs } from '../under-test-options.ts';

const reportsIn = async (home: string): Promise<string[]> =>
  (await readdir(join(home, 'log')))
    .filter((name) => name.startsWith('crash-'))
    .map((name) => join(home, 'log', name));

test.each(['throw', 'reject'] as const)(
  'P89 a fault that nobody expects (%s) ends the node with a sentence and a report, and loses nothing',
  async (fault) => {
    const { Ada } = await castOf('Ada');
    const node = await Ada.up({ underTest: { fault } });
    await Ada.create('Raid night');
    const { me } = await shellOf(Ada);
    process.kill(node.pid, 'SIGUSR2');
    expect(await node.ended).toEqual({ code: 1, signal: null });
    expect(node.stderr()).toBe('');
    const [path = ''] = await reportsIn(Ada.home);
    expect(node.events.at(-1)).toMatchObject({
      line: expect.stringContaining('"code":"crashed"') as unknown,
    });
    expect(JSON.stringify(node.events.at(-1))).toContain(path);

    const report = await readFile(path, 'utf8');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(report).toMatch(/error +Error: no way to <text> at <address> from <path>/);
    expect(report).toMatch(/packages\/testkit\/dist\/node-under-test\.js:\d+/);
    for (const telling of ['Ada', 'Raid', '192.', '/home', Ada.home, me.id.slice(0, 12)])
      expect(report).not.toContain(telling);

    await Ada.up();
    expect(await shellOf(Ada)).toMatchObject({ state: 'member', me });
  },
);

test('without --json it is a sentence with its code and no trace, also where no report can be written', async () => {
  const { Ada } = await castOf('Ada');
  const args = upArguments(Ada.home).filter((arg) => arg !== '--json');
  const child = launch(MAIN_UNDER_TEST, underTestArgs({ fault: 'throw' }, args));
  const said = Promise.all([text(child.stderr), text(child.stdout), once(child, 'exit')]);
  await once(child.stderr, 'data');
  await rm(join(Ada.home, 'log'), { recursive: true });
  await writeFile(join(Ada.home, 'log'), 'in the way');
  child.kill('SIGUSR2');
  const [stderr, stdout, end] = await said;
  expect({ stdout, end }).toEqual({ stdout: '', end: [1, null] });
  expect(stderr).toMatch(
    /FyteClub had to stop.* No report of it could be written\.\n.*Start it again.*\n\(crashed\)\n$/,
  );
  expect(stderr).not.toMatch(/^\s+at |node:internal|192\.0/m);
});

test('whoever stops reading ends a verb without a word, and not the node', async () => {
  const { Ada } = await castOf('Ada');
  const node = await Ada.up();
  const verb = launch(MAIN, ['logs', '--follow', '--home', Ada.home]);
  const ended = Promise.all([once(verb, 'exit'), text(verb.stderr)]);
  verb.stdout.destroy();
  expect(await ended).toEqual([[0, null], '']);
  await node.stop();

  const loud = launch(MAIN, upArguments(Ada.home));
  const left = Promise.all([once(loud, 'exit'), text(loud.stderr)]);
  loud.stdout.once('data', () => loud.stdout.destroy());
  await once(loud.stdout, 'close');
  // Each of which is an event that nobody hears.
  for (const name of ['Raid night', 'Static']) await Ada.create(name);
  expect((await Ada.status()).shells).toHaveLength(2);
  loud.kill('SIGTERM');
  expect(await left).toEqual([[0, null], '']);
});
