import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compareFolders } from '../corpus/compare-folders.ts';
import { cli, type Line } from '../processes/cli.ts';
import { makeFolder } from '../processes/homes.ts';
import { launch, MAIN, parseLine, type Child } from '../processes/launch.ts';
import { boundAddresses } from '../processes/sockets.ts';
import { until } from '../processes/until.ts';

const LOOPBACK = '0100007F';

interface Demo {
  readonly child: Child;
  /** Where it may put things. */
  readonly room: string;
  readonly lines: readonly Line[];
  readonly ended: Promise<{ readonly code: unknown; readonly stderr: string }>;
  step(name: string): Promise<Line>;
}

const children = new Set<Child>();
afterEach(() => {
  for (const child of children) child.kill('SIGTERM');
  children.clear();
});

async function startDemo(...args: readonly string[]): Promise<Demo> {
  const room = await makeFolder();
  await mkdir(join(room, 'run'));
  const child = launch(MAIN, ['demo', '--json', '--no-open', ...args], {
    TMPDIR: room,
    XDG_RUNTIME_DIR: join(room, 'run'),
    FYTECLUB_NETWORK_UDP_PORT: 'what the user has set is nothing to the demo',
  });
  children.add(child);
  const lines: Line[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(parseLine(line) ?? { line }));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code]]) => {
    children.delete(child);
    return { code: code as unknown, stderr };
  });
  const step = (name: string): Promise<Line> =>
    until(() => lines.find((line) => line['step'] === name && line['ok'] === true), {
      what: `the demo’s step ${name}; it said ${JSON.stringify(lines)}`,
      timeoutMs: 90_000,
    });
  return { child, room, lines, ended, step };
}

/** Files in a folder, however deep; the demo's room has to be empty when it is over. */
async function remainsIn(room: string): Promise<readonly string[]> {
  const entries = await readdir(room, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Processes that were started with something of this folder in their command line, where the system tells. */
async function processesOf(room: string): Promise<readonly number[]> {
  if (!existsSync('/proc/self/cmdline')) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, at) => commands[at]?.includes(room));
}

async function expectNothingLeft({ room }: Demo): Promise<void> {
  expect(await processesOf(room)).toEqual([]);
  expect(await remainsIn(room)).toEqual([]);
  expect((await readdir(room)).filter((name) => name.startsWith('fyteclub-demo-'))).toEqual([]);
}

test('P66 four members, all of them on 127.0.0.1 alone, live through everything, files really arrive, and nothing remains', async () => {
  const demo = await startDemo();
  const { page } = await demo.step('page');
  const answer = await fetch(String(page));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<title>');
  if (existsSync('/proc/self/cmdline')) {
    const nodes = await processesOf(demo.room);
    expect(nodes).toHaveLength(4);
    const bound = await Promise.all(nodes.map(boundAddresses));
    // At least a page and a port for direct dials; and whatever else, all on this machine.
    for (const addresses of bound) expect(addresses.length).toBeGreaterThanOrEqual(2);
    expect(new Set(bound.flat())).toEqual(new Set([LOOPBACK]));
  }
  const { path, shared } = await demo.step('received');
  expect(await remainsIn(String(path))).toHaveLength(26);
  expect(await compareFolders(String(shared), String(path))).toEqual([]);
  await demo.step('done');
  expect(await demo.ended).toEqual({ code: 0, stderr: '' });
  expect(demo.lines.map(({ step }) => step)).toEqual(
    'start create join join join introduced page share near away received killed new-host returned removed rotated done'.split(
      ' ',
    ),
  );
  for (const { step, detail } of demo.lines.slice(0, -1))
    expect(detail).toMatch(step === 'page' ? /^[A-Z].* open$/ : /^[A-Z].*\.$/);
  expect(demo.lines.at(-1)).toEqual({ step: 'done', ok: true });
  await expectNothingLeft(demo);
});

test.each(['start', 'join'])('Ctrl+C after "%s" leaves nothing behind', async (step) => {
  const demo = await startDemo();
  await demo.step(step);
  demo.child.kill('SIGINT');
  expect(await demo.ended).toEqual({ code: 1, stderr: '' });
  expect(demo.lines.at(-1)).toMatchObject({ error: { code: 'demo-stopped' } });
  await expectNothingLeft(demo);
});

test('a demo that is killed takes its nodes along', async () => {
  if (!existsSync('/proc/self/cmdline')) return;
  const demo = await startDemo();
  await demo.step('create');
  expect((await processesOf(demo.room)).length).toBeGreaterThan(0);
  demo.child.kill('SIGKILL');
  await until(async () => (await processesOf(demo.room)).length === 0, { what: 'its nodes to end' });
});

test('a node that dies is told as a sentence, and with --keep the others stay to be looked at', async () => {
  const demo = await startDemo('--keep');
  const { home } = await demo.step('page');
  const asked = await cli(String(home), ['status'], {
    env: { XDG_RUNTIME_DIR: join(demo.room, 'run'), TMPDIR: demo.room },
  });
  process.kill((asked.json as unknown as { node: { pid: number } }).node.pid, 'SIGKILL');
  const failed = await until(() => demo.lines.find((line) => 'error' in line), { what: 'the demo to fail' });
  expect(failed).toMatchObject({ error: { code: 'demo-failed' } });
  expect(JSON.stringify(failed)).toMatch(/node ended \(SIGKILL\)/);
  expect(demo.lines.at(-2)).toMatchObject({ ok: false });
  if (existsSync('/proc/self/cmdline')) expect(await processesOf(demo.room)).toHaveLength(3);
  demo.child.kill('SIGINT');
  expect(await demo.ended).toEqual({ code: 1, stderr: '' });
  await expectNothingLeft(demo);
});
