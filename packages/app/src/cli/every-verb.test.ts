import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, expect, test } from '@jest/globals';
import { runCli } from './run.ts';

const home = mkdtempSync(join(tmpdir(), 'fyte-'));

/** One command line as a script runs it, with a line on stdin. */
async function run(...argv: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end('a long enough passphrase\n');
  const exitCode = await runCli(['--home', home, ...argv], { env: {}, stdin, stdout, stderr });
  return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

/** As the contract says; "passphrase" wants that none runs. */
const WITHOUT_A_NODE = ['up', 'demo', 'restore', 'paths', 'doctor', 'logs', 'completion', 'passphrase'];
const ARGUMENTS: Readonly<Record<string, string>> = { metres: '10', shell: 'bash' };
/** What a verb wants to be told besides. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  backup: ['--passphrase-stdin'],
  password: ['--none'],
};

/** Every verb with the arguments that it cannot do without, as its own help has them. */
const verbs = new Map<string, readonly string[]>();

beforeAll(async () => {
  const help = (await run('--help')).stdout;
  for (const [, verb = ''] of help.slice(help.indexOf('This machine:')).matchAll(/^ {2}([a-z-]+)/gm)) {
    const usage = /^Usage: (.*)$/m.exec((await run(verb, '--help')).stdout)?.[1] ?? '';
    verbs.set(
      verb,
      [...usage.matchAll(/<([a-z]+)>/g)].map(([, name = '']) => ARGUMENTS[name] ?? 'something'),
    );
  }
  expect(verbs.size).toBeGreaterThan(30);
  expect(verbs.get('near')).toEqual(['something', '10']);
});

test('P90 an option that a verb does not have is wrong usage: exit code 2, and one line of JSON', async () => {
  for (const [verb, given] of verbs) {
    const { exitCode, stdout, stderr } = await run('--json', verb, ...given, '--nonsense');
    expect([verb, exitCode, stderr]).toEqual([verb, 2, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('--nonsense') },
    });
  }
});

test('P90 a verb that needs the node says so where none runs: exit code 3, and one line of JSON', async () => {
  for (const [verb, given] of verbs) {
    if (WITHOUT_A_NODE.includes(verb)) continue;
    const { exitCode, stdout, stderr } = await run('--json', verb, ...given, ...(OPTIONS[verb] ?? []));
    expect([verb, exitCode, stderr]).toEqual([verb, 3, '']);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'not-running',
        message: expect.stringContaining(home),
        next: expect.stringContaining('fyteclub up'),
      },
    });
  }
});
