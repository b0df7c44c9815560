import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { everyProblem } from '../problems.ts';
import { runCli } from './run.ts';

const home = (): string => mkdtempSync(join(tmpdir(), 'fyte-'));

/** One command line without a terminal, as a script runs it. */
async function run(...argv: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end();
  const exitCode = await runCli(argv, { env: {}, stdin, stdout, stderr });
  return { exitCode, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

describe('the command line without a node', () => {
  test('P90 says its version and helps', async () => {
    expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: '0.1.0\n' });
    expect(await run('--json', '--version')).toMatchObject({ exitCode: 0, stdout: '{"version":"0.1.0"}\n' });
    const help = await run('--help');
    expect(help.exitCode).toBe(0);
    for (const verb of ['up', 'create', 'invite', 'join', 'reply', 'share', 'near', 'passphrase', 'demo']) {
      expect(help.stdout).toContain(`  ${verb} `);
    }
  });

  test('P90 what any problem tells to run can be typed as it stands: it is a verb, called as the README does', async () => {
    const { stdout: help } = await run('--help');
    const words = Object.values(everyProblem()).map(({ message, next }) => `${message} ${next}`);
    const told = words.flatMap((text) => [...text.matchAll(/(npx )?fyteclub ([a-z]+)/g)]);
    expect(told.length).toBeGreaterThan(10);
    for (const [command, npx, verb = ''] of told) {
      expect([command, npx]).toEqual([command, 'npx ']);
      expect(help).toContain(`  ${verb} `);
    }
  });

  test('P90 a verb that needs the node says that none runs, and how to start one', async () => {
    const here = home();
    const plain = await run('--home', here, 'status');
    expect(plain).toMatchObject({ exitCode: 3, stdout: '' });
    expect(plain.stderr).toContain(here);
    expect(plain.stderr).toContain('fyteclub up');
    const json = await run('--home', here, '--json', 'status');
    expect(json).toMatchObject({ exitCode: 3, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'not-running', next: expect.any(String) as unknown },
    });
  });

  test('P90 wrong usage is exit code 2, in JSON too', async () => {
    expect(await run('crate', 'Raid night')).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await run('crate')).stderr).toContain('create');
    const json = await run('--json', 'near', 'Ben');
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'usage' } });
    expect(await run('--json', 'near', 'Ben', 'close')).toMatchObject({ exitCode: 2 });
    const hidden = await run('--home', home(), 'up', '--no-page', '--inspect');
    expect(hidden).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--no-page') as unknown });
  });

  test.each([
    ['--stun', 'foo'],
    ['--bind', 'here'],
    ['--udp-port', '70000'],
    ['--page-port', 'many'],
  ])('P90 %s %s is no start: it is told what the option must be', async (option, value) => {
    const refused = await run('--home', home(), 'up', '--no-page', option, value);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(new RegExp(`^${option} must .*\\.\n`));
  });

  test('the doctor says where a config is wrong, and neither what stands there nor in whose folder', async () => {
    const here = home();
    writeFileSync(join(here, 'config.toml'), '# mine\nname = ["Ada", "my address"]\n');
    const { exitCode, stdout } = await run('--home', here, '--json', 'doctor');
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as { checks: unknown }).checks).toContainEqual({
      name: 'config',
      ok: false,
      detail: 'config.toml, line 2 cannot be used.',
      next: expect.stringContaining('npx fyteclub up') as unknown,
    });
    expect(stdout).not.toMatch(/my address/);
    expect(stdout).not.toContain(here);
  });

  test('the doctor leaves a fresh home as it is: the first start is still to come', async () => {
    const here = home();
    expect(await run('--home', here, 'doctor')).toMatchObject({ exitCode: 0 });
    expect(readdirSync(here)).toEqual([]);
  });

  test('P90 a destructive verb without a terminal and without --yes is refused', async () => {
    const refused = await run('--home', home(), 'leave');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('--yes');
  });

  test('P90 a passphrase comes from stdin or from a terminal, and only what protects can be removed', async () => {
    const here = home();
    const without = await run('--home', here, 'passphrase');
    expect(without).toMatchObject({ exitCode: 2, stdout: '' });
    expect(without.stderr).toContain('--passphrase-stdin');
    const empty = await run('--home', here, '--json', 'passphrase', '--passphrase-stdin');
    expect(empty.exitCode).toBe(2);
    expect(JSON.parse(empty.stdout)).toMatchObject({ error: { code: 'empty-passphrase' } });
    const nothing = await run('--home', here, '--json', 'passphrase', '--remove');
    expect(nothing.exitCode).toBe(1);
    expect(JSON.parse(nothing.stdout)).toMatchObject({ error: { code: 'not-protected' } });
  });

  test('paths are told for the home that was named', async () => {
    const here = home();
    const { exitCode, stdout } = await run('--home', here, '--json', 'paths');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ home: here, mods: join(here, 'mods') });
  });
});
