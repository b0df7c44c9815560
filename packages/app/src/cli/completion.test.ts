import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { runCli } from './run.ts';

/** Where everything must run, a missing shell is a failure like any other. */
const inShell = (path: string): typeof describe | typeof describe.skip =>
  existsSync(path) || process.env['CI'] === 'true' ? describe : describe.skip;
const BASH = '/bin/bash';
const FISH = '/usr/bin/fish';
const ZSH = '/usr/bin/zsh';

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

inShell(BASH)('in bash', () => {
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
      'release',
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

/** What is to be offered for a line, whichever shell completes it; in a folder with a folder and a file. */
const OFFERS: Readonly<Record<string, readonly string[]>> = {
  'fyteclub in': ['inspect', 'invite', 'invites'],
  'fyteclub up --no-': ['--no-open', '--no-page'],
  'fyteclub logs --level ': ['debug', 'error', 'info', 'warn'],
  'fyteclub completion z': ['zsh'],
  'fyteclub share My': ['My coat', 'My hat.pmp'],
  'fyteclub --home My': ['My coat'],
  'fyteclub near Ben ': [],
};

/** A script of a completion, and a folder to complete names in. */
async function prepared(shell: string): Promise<{ file: string; cwd: string }> {
  const [scripts, cwd] = [mkdtempSync(join(tmpdir(), 'fyte-')), mkdtempSync(join(tmpdir(), 'fyte-'))];
  mkdirSync(join(cwd, 'My coat'));
  writeFileSync(join(cwd, 'My hat.pmp'), '');
  const file = join(scripts, `completion.${shell}`);
  writeFileSync(file, (await run('completion', shell)).stdout);
  return { file, cwd };
}

/** One offer a line, without escapes, descriptions and the sign of a folder. */
const plainOffers = (told: string): readonly string[] => {
  const offers = told
    .split('\n')
    .map((line) => line.replace(/\t.*/, '').replaceAll('\\', '').replace(/\/$/, ''));
  return [...new Set(offers)].filter((offer) => offer !== '').sort();
};

inShell(FISH)('in fish', () => {
  test('P90 offers what belongs at the end of a line', async () => {
    const { file, cwd } = await prepared('fish');
    for (const [line, offers] of Object.entries(OFFERS)) {
      const ask = ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', file, line];
      const told = execFileSync(FISH, ask, { cwd, encoding: 'utf8' });
      expect([line, plainOffers(told)]).toEqual([line, offers]);
    }
  });
});

inShell(ZSH)('in zsh', () => {
  test('P90 offers what belongs at the end of a line', async () => {
    const { file, cwd } = await prepared('zsh');
    const asking = join(import.meta.dirname, 'testing/ask-zsh.zsh');
    for (const [line, offers] of Object.entries(OFFERS)) {
      const told = execFileSync(ZSH, ['-f', asking, file, line], { cwd, encoding: 'utf8', timeout: 20_000 });
      expect([line, plainOffers(told)]).toEqual([line, offers]);
    }
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
