import { PassThrough } from 'node:stream';
import { OVERLAY } from '@fyteclub/transport';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { serveControlSocket } from '../api/control-door.ts';
import { EventLog } from '../api/event-log.ts';
import { resolvePaths } from '../config/paths.ts';
import { Friends, valueOf } from '../shell/testing/friends.ts';
import { runCli } from './run.ts';

const friends = new Friends(OVERLAY);
const closing: (() => Promise<void>)[] = [];

jest.setTimeout(60_000);
beforeAll(async () => {
  await friends.gather(['Ada', 'Ben']);
  const node = friends.node('Ada');
  const door = valueOf(await serveControlSocket(resolvePaths(await friends.home('Ada'), {}).socket));
  door.open(node, new EventLog(node.events$, 'run', friends.clock.now));
  closing.push(() => door.close());
});
afterAll(async () => {
  for (const close of closing) await close();
  await friends.end();
});

/** What Ada types in a second terminal, and what she reads there. */
async function ada(...argv: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end();
  const home = await friends.home('Ada');
  const exitCode = await runCli(['--home', home, ...argv], { env: {}, stdin, stdout, stderr });
  return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

test('P90 what she is told to run names the syncshell as soon as there is a second one', async () => {
  expect((await ada('members', '--shell', 'Raid night')).stdout).toMatch(/^NAME/);
  const second = (await ada('create', 'Second')).stdout;
  const [, command = ''] = /: npx fyteclub (invite --shell [0-9a-f]{8})\n$/.exec(second) ?? [];
  expect(await ada(...command.split(' '))).toMatchObject({ exitCode: 0 });
  expect((await ada('near', 'Kay', '3', '--shell', 'Raid night')).stderr).toContain(
    'See "npx fyteclub members --shell "Raid night"".',
  );
});

test('P90 an argument that is too long is told in a sentence with its code', async () => {
  const long = 'x'.repeat(300);
  const refused = await ada('remove', long, '--yes');
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^"member" must have at most 200 characters\.\n.*--help.*\n\(usage\)\n$/);
});

test('how far a friend stands is told with whether mods move; a reply that is none, without a word before', async () => {
  const shell = ['--shell', 'Raid night'];
  expect((await ada('near', 'Ben', '60', ...shell)).stdout).toBe(
    'Ben stands 60 m away, which is too far for mods to move.\n',
  );
  expect((await ada('near', 'Ben', '12', ...shell)).stdout).toBe('Ben stands 12 m away.\n');
  expect(await ada('reply', 'garbage')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^This is not a FyteClub code/),
  });
});
