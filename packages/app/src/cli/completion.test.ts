import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { runCli } from './run.ts';

const BASH = '/bin/bash';
const inBash = existsSync(BASH) ? describe : describe.skip;

async function run(...argv: string[]): Promise<{ exitCode: number; stdout: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end();
  const exitCode = await runCli(argv, { env: {}, stdin, stdout, stderr });
  return { exitCode, stdout: String(stdout.read() ?? '') };
}

/** What bash offers for a line that ends where the cursor stands. */
function offered(script: string, line: string, cwd: string): string[] {
  const words = line.split(' ');
  // What readline would set before it asks.
  const asking = `${script}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
compopt() { :; }
_fyteclub
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const answer = execFileSync(BASH, ['--norc', '-u', '-c', asking], { cwd, encoding: 'utf8' });
  return answer.split('\n').filter((word) => word !== '');
}

inBash('in bash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fyte-'));
  mkdirSync(join(folder, 'My coat'));
  writeFileSync(join(folder, 'My hat.pmp'), '');

  test('P90 verbs, options, values and files are completed, each where it belongs', async () => {
    const { exitCode, stdout: script } = await run('completion', 'bash');
    expect(exitCode).toBe(0);
    const complete = (line: string): string[] => offered(script, line, folder);
    expect(complete('fyteclub in').sort()).toEqual(['inspect', 'invite', 'invites']);
    expect(complete('fyteclub --json --home /tmp/x re')).toEqual([
      'revoke',
      'reply',
      'remove',
      'removals',
      'resume',
      'restore',
    ]);
    expect(complete('fyteclub ')).toContain('completion');
    expect(complete('fyteclub up --no-')).toEqual(['--no-page', '--no-open']);
    expect(complete('fyteclub invite --h')).toEqual(['--home', '--help']);
    expect(complete('fyteclub members --e')).toEqual([]);
    expect(complete('fyteclub logs --level ')).toEqual(['debug', 'info', 'warn', 'error']);
    expect(complete('fyteclub completion z')).toEqual(['zsh']);
    expect(complete('fyteclub share My').sort()).toEqual(['My coat', 'My hat.pmp']);
    expect(complete('fyteclub share --name in')).toEqual([]);
    expect(complete('fyteclub --home My')).toEqual(['My coat']);
    expect(complete('fyteclub near Ben ')).toEqual([]);
  });

  test('a shell that looks the program up finds the completion', async () => {
    const { stdout: script } = await run('completion', 'bash');
    const told = execFileSync(BASH, ['--norc', '-eu', '-c', `${script}\ncomplete -p fyteclub`], {
      encoding: 'utf8',
    });
    expect(told).toBe('complete -F _fyteclub fyteclub\n');
  });
});

test('P90 every shell is told every verb and every option; another shell is wrong usage', async () => {
  const help = (await run('--help')).stdout;
  const verbs = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, verb = '']) => verb);
  expect(verbs.length).toBeGreaterThan(25);
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { exitCode, stdout } = await run('--json', 'completion', shell);
    expect(exitCode).toBe(0);
    const { script, shell: told } = JSON.parse(stdout) as { script: string; shell: string };
    expect(told).toBe(shell);
    for (const verb of verbs) expect(script).toMatch(new RegExp(`\\b${verb}\\b`));
    for (const option of ['with-brought', 'passphrase-stdin', 'udp-port', 'no-page', 'level', 'json'])
      expect(script).toMatch(new RegExp(`(--|-l )${option}\\b`));
  }
  expect((await run('completion', 'tcsh')).exitCode).toBe(2);
});
