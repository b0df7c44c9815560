import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { runCli } from '@fyteclub/app/testing';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, untilAllOnline, untilOneHost, type CastMember } from '../processes/cast.ts';
import type { Line } from '../processes/cli.ts';
import { DESCRIBED, undescribed } from '../processes/described.ts';
import { makeFolder } from '../processes/homes.ts';
import { received } from './standing-near.ts';

const ENDED = { done: 0, failed: 1, usage: 2, 'no-node': 3, refused: 4, late: 5 } as const;

/** The command line in this process, which starts much faster than one of its own; the nodes have theirs. */
async function fyteclub(args: readonly string[], given = ''): Promise<{ exitCode: number; stdout: string }> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(given);
  const exitCode = await runCli(args, { env: process.env, stdin, stdout, stderr });
  return { exitCode, stdout: String(stdout.read() ?? '') };
}

/** Everything that is asked for, each answer in the shape that describes it. */
class Questions {
  readonly verbs = new Set<string>();

  async ask(
    { home }: CastMember,
    ended: keyof typeof ENDED,
    args: readonly string[],
    { stdin, code }: { readonly stdin?: string; readonly code?: string } = {},
  ): Promise<Line> {
    const [verb = ''] = args;
    const { exitCode, stdout } = await fyteclub(['--home', home, '--json', ...args], stdin);
    const lines = stdout.trimEnd().split('\n');
    const answers = lines.map((line) => JSON.parse(line) as Line);
    expect(answers.flatMap((answer) => undescribed(verb, answer) ?? [])).toEqual([]);
    const last = answers.at(-1) as Line & { readonly error?: { readonly code: string } };
    expect([args, exitCode, last.error?.code]).toEqual([args, ENDED[ended], code]);
    if (ended === 'done') this.verbs.add(verb);
    return last;
  }
}

async function verbsOfTheHelp(): Promise<readonly string[]> {
  const { stdout } = await fyteclub(['--help']);
  const verbs = stdout.slice(stdout.indexOf('This machine:')).matchAll(/^ {2}([a-z-]+)/gm);
  return [...verbs].map(([, verb = '']) => verb);
}

/** Each of them takes a story of its own. */
const TOLD_ELSEWHERE = ['up', 'demo', 'reply', 'sign'];

test('P90 every verb answers in its documented shape, and what is refused has its code and exit code', async () => {
  const { Ada, Ben, Cleo, Dan } = await castOf('Ada', 'Ben', 'Cleo', 'Dan');
  const folder = await makeFolder();
  const coat = join(folder, 'Coat');
  await generateMod(coat, { seed: 3, files: 5, bytes: 200_000 });
  const backup = join(folder, 'ada.backup');
  const secret = { stdin: 'a long enough passphrase\n' };
  const questions = new Questions();
  const ask = questions.ask.bind(questions);

  const asksFirst = { env: { FYTECLUB_MODS_HOLD_ABOVE: '1 kB' } };
  await Promise.all([Ada.up(), Ben.up(asksFirst), Cleo.up({ page: true, args: ['--inspect'] })]);
  await ask(Ada, 'done', ['create', 'Raid night', '--as', 'Ada']);
  const first = await ask(Ada, 'done', ['invite']);
  await ask(Ben, 'done', ['join', '-', '--as', 'Ben'], { stdin: `${String(first['code'])}\n` });
  await untilAllOnline(Ada, Ben);

  await ask(Cleo, 'failed', ['members'], { code: 'no-shell' });
  await ask(Cleo, 'failed', ['join', 'FC1nonsense'], { code: 'code-cut-off' });
  await ask(Cleo, 'done', ['create', 'Other night']);
  await ask(Cleo, 'done', ['password', '--password-stdin'], { stdin: 'moonfire\n' });
  await ask(Cleo, 'done', ['open']);
  await ask(Cleo, 'done', ['inspect']);

  const host = (await untilOneHost(Ada, Ben)) === 'Ada' ? Ada : Ben;
  const guest = host === Ada ? Ben : Ada;
  await ask(guest, 'refused', ['invite'], { code: 'not-host' });
  const invited = await ask(host, 'done', ['invite', '--expires', '10m']);
  const listed = await ask(host, 'done', ['invites']);
  const [open] = (listed['invites'] as { id: string; state: string }[]).filter(
    ({ state }) => state === 'open',
  );
  await ask(host, 'done', ['revoke', open?.id ?? '']);
  await ask(Cleo, 'refused', ['join', String(invited['code'])], { code: 'invite-revoked' });
  await ask(host, 'usage', ['invite', '--expires', 'soon'], { code: 'bad-duration' });
  await ask(host, 'failed', ['reply', 'FC1nonsense'], { code: 'code-cut-off' });

  await ask(Ada, 'done', ['share', coat]);
  await ask(Ada, 'failed', ['share', join(folder, 'nowhere')], { code: 'path-missing' });
  await ask(Ada, 'usage', ['share', ''], { code: 'no-path' });
  await ask(Ada, 'failed', ['share', coat, '--name', 'COAT'], { code: 'share-name-taken' });
  await ask(Ada, 'failed', ['share', Ada.home], { code: 'path-private' });
  await ask(Ada, 'done', ['near', 'Ben', '10']);
  await ask(Ada, 'usage', ['near', 'Ben', 'close'], { code: 'bad-metres' });
  await ask(Ada, 'failed', ['near', 'Kay', '10'], { code: 'unknown-member' });
  await received(Ben, 'Coat');
  await ask(Ben, 'done', ['mods']);
  await ask(Ben, 'failed', ['release', 'Hat'], { code: 'unknown-held-mod' });
  await ask(Ben, 'done', ['release', 'Coat']);
  await ask(Ben, 'done', ['transfers']);
  await ask(Ben, 'done', ['pause', '--for', '1h']);
  await ask(Ben, 'done', ['resume']);
  await ask(Ben, 'done', ['limit', '--up', '2MB/s', '--member', 'Ada']);
  await ask(Ben, 'usage', ['limit', '--up', 'fast'], { code: 'bad-rate' });
  await ask(Ben, 'done', ['gaming', 'on']);
  await ask(Ben, 'done', ['note', 'Ada', 'paints']);
  await ask(Ben, 'done', ['mute', 'Ada']);
  await ask(Ada, 'done', ['unshare', 'Coat']);
  await ask(Ada, 'failed', ['unshare', 'Coat'], { code: 'unknown-mod' });

  await ask(Ada, 'done', ['status']);
  await ask(Ada, 'done', ['members']);
  await ask(Ada, 'done', ['doctor']);
  await ask(Ada, 'done', ['logs']);
  await ask(Ada, 'usage', ['logs', '--level', 'loud'], { code: 'bad-level' });
  await ask(Ada, 'done', ['paths']);
  await ask(Ada, 'done', ['completion', 'bash']);
  await ask(Ada, 'failed', ['inspect'], { code: 'not-inspecting' });
  await ask(Ada, 'failed', ['open'], { code: 'no-page' });

  await ask(Ada, 'done', ['backup', backup, '--passphrase-stdin'], secret);
  await ask(Ada, 'done', ['backup', backup, '--check', '--passphrase-stdin'], secret);
  const wrong = { stdin: 'not the one it has\n', code: 'wrong-passphrase' };
  await ask(Ada, 'failed', ['backup', backup, '--check', '--passphrase-stdin'], wrong);
  await ask(Ada, 'failed', ['passphrase', '--passphrase-stdin'], { ...secret, code: 'already-running' });

  await ask(Ada, 'done', ['removals']);
  await ask(Ada, 'failed', ['sign', 'abcd'], { code: 'unknown-removal' });
  await ask(Ada, 'done', ['remove', 'Ben', '--reason', 'tells everybody']);
  await ask(Ada, 'done', ['leave']);
  await Ada.node.stop();
  await ask(Ada, 'no-node', ['status'], { code: 'not-running' });
  await ask(Ada, 'done', ['passphrase', '--passphrase-stdin'], secret);
  await ask(Ada, 'usage', ['restore', backup, '--passphrase-stdin'], { ...secret, code: 'locked' });
  await Cleo.node.stop();
  await ask(Cleo, 'failed', ['restore', backup, '--passphrase-stdin'], { ...secret, code: 'home-not-empty' });
  await ask(Dan, 'done', ['restore', backup, '--passphrase-stdin'], secret);

  const verbs = await verbsOfTheHelp();
  expect(verbs.filter((verb) => !DESCRIBED.has(verb))).toEqual([]);
  expect(verbs.filter((verb) => !questions.verbs.has(verb))).toEqual(TOLD_ELSEWHERE);
});
