import { readFileSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, untilAllOnline, type CastMember } from '../processes/cast.ts';
import type { CliOptions, CliResult } from '../processes/cli.ts';
import { makeFolder } from '../processes/homes.ts';
import { MAIN } from '../processes/launch.ts';
import { commandsIn, wordsOf } from './readme-commands.ts';
import { received } from './standing-near.ts';

const root = new URL('../../../../', import.meta.url);
const fileOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const commands = commandsIn(fileOf('README.md'));
const { scripts } = JSON.parse(fileOf('package.json')) as { scripts: Record<string, string> };

const VERB = 'npx fyteclub ';
const verbs = commands.filter((command) => command.startsWith(VERB));

/** What is no verb, or needs more than a node: the file that runs it, and what to look for there. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, words: string]>> = {
  'npm ci': ['.ci/run', 'npm ci'],
  'npm start -- --inspect': ['packages/testkit/src/stories/the-inspector.test.ts', '--inspect'],
  'npm start -- --home ~/ben': [
    'packages/testkit/src/processes/node-process.ts',
    "'up', '--bind', '127.0.0.1', '--home'",
  ],
  'npm run demo': ['packages/testkit/src/stories/the-demo.test.ts', "'demo'"],
  'npm run pack': ['tools/pack-check.mjs', 'packAll('],
  'npm install': ['tools/pack-check.mjs', "'install'"],
  'npm run docs': ['.ci/run', 'npm run --silent docs'],
  'npm run draw': ['.ci/run', 'tools/draw-machines.mjs'],
  'npm run picture': ['packages/testkit/src/stories/the-picture.test.ts', 'takePicture('],
  'npm run sim -- --seeds 100': ['.ci/run', 'sim/main.js --seeds'],
  'npm run soak -- --kills 200': ['packages/testkit/src/soak/soak.test.ts', 'soak'],
  'node tools/mutants.mjs': ['.ci/run', 'node tools/mutants.mjs'],
  'npm test': ['.ci/run', 'npm test'],
  'npm run check': ['.ci/run', 'npm run --silent lint'],
  'source <(npx fyteclub completion bash)': ['packages/app/src/cli/completion.test.ts', 'bash'],
};
const EXAMPLE = 'npm run example ';

test('every command in the README is run by something', () => {
  const known = (command: string): boolean =>
    command.startsWith(VERB) ||
    command.startsWith(EXAMPLE) ||
    command in ELSEWHERE ||
    command === 'npm start';
  expect(commands.filter((command) => !known(command))).toEqual([]);
  expect(Object.keys(ELSEWHERE).filter((command) => !commands.includes(command))).toEqual([]);
  for (const [file, words] of Object.values(ELSEWHERE)) expect(fileOf(file)).toContain(words);
});

test('every script in the README exists', () => {
  const named = commands.flatMap((command) => /^npm run ([\w:]+)/.exec(command)?.[1] ?? []);
  for (const name of named) expect(scripts).toHaveProperty(name);
});

test('every example in the README has a test of its name', async () => {
  const names = commands
    .filter((command) => command.startsWith(EXAMPLE))
    .map((it) => it.slice(EXAMPLE.length));
  expect(names.length).toBeGreaterThanOrEqual(4);
  const packages = ['app', 'transport', 'phonebook'];
  for (const name of names) {
    const files = packages.map((one) => new URL(`packages/${one}/examples/${name}.test.ts`, root));
    const found = await Promise.all(files.map((file) => stat(file).then(Boolean, () => false)));
    expect([name, found.filter(Boolean).length]).toEqual([name, 1]);
  }
});

/** Without a terminal a secret comes over stdin, for which each of these has an option. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  password: ['--password-stdin'],
  backup: ['--passphrase-stdin'],
  passphrase: ['--passphrase-stdin'],
  join: ['-'],
};

test('the session in the README, word for word', async () => {
  const { Ada, Ben, Eve } = await castOf('Ada', 'Ben', 'Eve');
  const tilde = await makeFolder();
  await mkdir(join(tilde, 'mods'));
  await generateMod(join(tilde, 'mods', 'My coat'), { seed: 'coat', files: 24, bytes: 2_000_000 });

  const left = new Set(verbs);
  /** Runs what the README says, which must be there, and nobody's browser with it. */
  const say = async (person: CastMember, command: string, options: CliOptions = {}): Promise<CliResult> => {
    expect(verbs).toContain(command);
    left.delete(command);
    const [, , verb = '', ...args] = wordsOf(command, tilde);
    const words = [verb, ...args, ...(SECRETS[verb] ?? [])];
    const result = await person.ask(words, { ...options, env: { PATH: '/nowhere' } });
    expect([command, result.exitCode, result.json['error']]).toEqual([command, 0, undefined]);
    return result;
  };

  // `npm start` is a build and this, which the people of this story do on 127.0.0.1 and without a page.
  expect(scripts['start']).toMatch(
    /^echo [\w ,.]+ && npm run --silent build && node packages\/app\/dist\/main\.js up$/,
  );
  expect(MAIN).toMatch(/packages\/app\/dist\/main\.js$/);
  await Promise.all([Ada.up({ page: true, args: ['--no-open', '--inspect'] }), Ben.up(), Eve.up()]);

  await say(Ada, 'npx fyteclub create "Raid night" --as Ada');
  const { code } = (await say(Ada, 'npx fyteclub invite')).json as { code: string };
  // Who is called what decides who is meant below.
  for (const [person, invite] of [
    [Ben, code],
    [Eve, undefined],
  ] as const) {
    const stdin = invite ?? (await Ada.invite()).code;
    await person.run(['join', '-', '--as', person.name], { stdin });
  }
  await untilAllOnline(Ada, Ben, Eve);
  expect((await say(Ada, 'npx fyteclub members')).json).toMatchObject({ members: { length: 3 } });

  await say(Ada, 'npx fyteclub share ~/mods/"My coat"');
  await say(Ada, 'npx fyteclub near Ben 12');
  await Ben.near('Ada', 12);
  left.delete('npx fyteclub transfers --follow');
  const [following] = [Ada.start(['transfers', '--follow'], { timeoutMs: 10_000 })];
  await following.line((line) => 'transfers' in line, 'transfers to be told');
  following.done.catch(() => undefined);
  await received(Ben, 'My coat');
  await say(Ada, 'npx fyteclub mods');
  for (const command of ['npx fyteclub open', 'npx fyteclub inspect']) await say(Ada, command);

  await say(Ada, 'npx fyteclub remove Eve');
  await say(Ada, 'npx fyteclub removals');
  await say(Ada, 'npx fyteclub password', { stdin: 'chocobo' });
  await say(Ada, 'npx fyteclub backup ~/fyteclub.backup', { stdin: 'a long passphrase' });
  expect((await readFile(join(tilde, 'fyteclub.backup'))).subarray(0, 8).toString()).toBe('FCBACKUP');
  await Ada.node.stop();
  await say(Ada, 'npx fyteclub passphrase', { stdin: 'a long passphrase\n' });

  // The two lines at the top, by somebody who is new.
  const { Gus, Hal } = await castOf('Gus', 'Hal');
  await Promise.all([Gus.up(), Hal.up()]);
  await say(Gus, 'npx fyteclub create "Raid night"');
  await say(Hal, 'npx fyteclub join', { stdin: (await Gus.invite()).code });

  const text = fileOf('README.md');
  expect(
    [...left].filter((command) => !['npx fyteclub sign', 'npx fyteclub --help'].includes(command)),
  ).toEqual([]);
  expect(text).toContain('npx fyteclub --help');
});
