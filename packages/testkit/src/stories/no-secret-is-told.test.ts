import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePaths, streamVerb } from '@fyteclub/app';
import { expect, test } from '@jest/globals';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, untilAllOnline, type CastMember } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { shellOf, untilNewEpoch } from '../processes/rosters.ts';
import { readRecordings } from '../recording.ts';
import { SecretScan } from '../secret-scan.ts';
import { differencesOnceComplete } from './standing-near.ts';
import { watch } from './watching.ts';

const PASSWORD = 'a moogle under the floorboards';
const WRONG = 'a cactuar behind the curtains';
const PASSPHRASE = 'a chocobo in the attic, asleep';
/** Every code begins with what it is and for which group. */
const CODE_PREFIX = 11;

/** What is the very answer to who asks for it; the rest of that answer is looked at. */
const GIVEN = ['code', 'reply', 'url'];

/** Everything that nodes answer, be it done or refused, without what is given on purpose. */
class Answers {
  readonly said: string[] = [];

  /** Over the node's socket, as the command line does. @returns each answer, a failure too. */
  async *stream(person: CastMember, verb: string, input: object): AsyncGenerator<Record<string, unknown>> {
    const { socket } = resolvePaths(person.home, process.env);
    for await (const answer of streamVerb(socket, verb, input)) {
      const whole = (answer.ok ? answer.value : { error: answer.error }) as Record<string, unknown>;
      const rest = Object.entries(whole).filter(([name]) => !GIVEN.includes(name));
      this.said.push(JSON.stringify(Object.fromEntries(rest)));
      yield whole;
    }
  }

  /** The last answer. */
  async ask(person: CastMember, verb: string, input: object = {}): Promise<Record<string, unknown>> {
    let last = {};
    for await (const answer of this.stream(person, verb, input)) last = answer;
    return last;
  }

  /** By the command line itself. */
  async run(person: CastMember, args: readonly string[], stdin: string): Promise<void> {
    const { lines, stderr } = await person.ask(args, { stdin });
    this.said.push(JSON.stringify(lines), stderr);
  }
}

test('P89 an evening of three, watched by the inspector, tells it no secret, nor a log, nor any answer', async () => {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  const everybody = [Ada, Ben, Cleo];
  const secrets = await makeFolder();
  const up = { page: true, args: ['--inspect'], underTest: { secrets } };
  await Promise.all(everybody.map((person) => person.up(up)));
  const watchers = await Promise.all(everybody.map(watch));
  const scan = new SecretScan();
  const answers = new Answers();

  // A group with a password: one comes by one paste, one by two, and both say something wrong first.
  await answers.ask(Ada, 'create', { name: 'Raid night', as: 'Ada', password: PASSWORD });
  const invites = [await answers.ask(Ada, 'invite'), await answers.ask(Ada, 'invite')];
  const [forBen = '', forCleo = ''] = invites.map(({ code }) => String(code));
  for (const code of [forBen, forCleo]) scan.text('an invite', code, CODE_PREFIX);
  await answers.ask(Ben, 'join', { code: forBen.slice(0, -9), as: 'Ben', password: PASSWORD });
  await answers.ask(Ben, 'join', { code: forBen, as: 'Ben', password: WRONG });
  const joined = await answers.ask(Ben, 'join', { code: forBen, as: 'Ben', password: PASSWORD });
  expect(joined).toMatchObject({ state: 'joined' });
  const cleos = { code: forCleo, as: 'Cleo', password: PASSWORD, useReply: true };
  let replied: Promise<unknown> | undefined;
  for await (const { state, reply } of answers.stream(Cleo, 'join', cleos)) {
    if (state !== 'reply-needed') continue;
    scan.text('a reply', String(reply), CODE_PREFIX);
    await answers.ask(Ben, 'reply', { code: reply });
    replied = answers.ask(Ada, 'reply', { code: reply });
  }
  expect(await replied).toMatchObject({ state: 'joined' });
  await untilAllOnline(...everybody);

  const shared = join(await makeFolder(), 'Starlight Robe');
  await generateMod(shared, { seed: 89, files: 40, bytes: 2_000_000 });
  await answers.ask(Ada, 'share', { path: shared });
  await answers.ask(Ada, 'near', { member: 'Ben', metres: 10 });
  await answers.ask(Ben, 'near', { member: 'Ada', metres: 10 });
  expect(await differencesOnceComplete(Ben, 'Starlight Robe', shared)).toEqual([]);

  const { epoch } = await shellOf(Ada);
  await answers.ask(Ada, 'remove', { member: 'Cleo' });
  await untilNewEpoch([Ada, Ben], epoch);
  const file = join(await makeFolder(), 'Ada.fyteclub');
  await answers.ask(Ada, 'backup', { file, passphrase: PASSPHRASE });
  await answers.run(Ada, ['backup', file, '--check', '--passphrase-stdin'], WRONG);
  await answers.ask(Ada, 'password', { password: WRONG });
  for (const person of everybody)
    for (const verb of 'status members mods invites removals transfers limit doctor open inspect'.split(' '))
      await answers.ask(person, verb);
  for (const watcher of watchers)
    for (const verb of 'status members doctor join reply create'.split(' '))
      answers.said.push(await watcher.ask(verb, { code: forBen, password: WRONG, name: 7 }));

  for (const [name, text] of Object.entries({ PASSWORD, WRONG, PASSPHRASE })) scan.text(name, text);
  for (const watcher of watchers) for (const secret of watcher.secrets) scan.text('what signs in', secret);
  for (const { home } of everybody)
    scan.text('what a plugin shows', await readFile(join(home, 'state', 'plugin-token'), 'utf8'));
  await Promise.all(everybody.map((person) => person.node.stop()));
  const held = new Set(readRecordings(secrets).map((secret) => secret.toString('hex')));
  for (const secret of held) scan.bytes(secret, Buffer.from(secret, 'hex'));

  const streams = watchers.map((watcher) => watcher.told());
  const logs = await Promise.all(everybody.map(logOf));
  const outputs = everybody.map(({ node }) => `${JSON.stringify(node.events)}\n${node.stderr()}`);
  for (const [name, said] of Object.entries({ streams, logs, answers: answers.said, outputs }))
    expect([name, scan.in(said.join('\n'))]).toEqual([name, []]);

  // There was much to be told, and one secret in all that would have been found.
  expect(held.size).toBeGreaterThan(50);
  const [stream = ''] = streams;
  for (const machine of 'membership reconnect link phonebook election epoch removal transferSession'.split(
    ' ',
  ))
    expect(stream).toContain(`\\"id\\":\\"${machine}\\"`);
  for (const log of logs) expect(log).toContain('connection ended');
  for (const secret of [...held].slice(0, 5))
    expect(scan.in(stream.replace('"problem":""', `"problem":"${secret}"`))).toEqual([secret]);
});

async function logOf({ home }: CastMember): Promise<string> {
  const folder = join(home, 'log');
  const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(files)).join('\n');
}
