import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cli } from './cli.ts';
import { makeFolder } from './homes.ts';
import { startNode, type NodeProcess } from './node-process.ts';
import { endNodes } from './remembered.ts';
import { until } from './until.ts';

const main = fileURLToPath(new URL('../../fixtures/pretend-node.mjs', import.meta.url));
const start = async (manners = 'good', timeoutMs = 20_000): Promise<NodeProcess> =>
  startNode({ home: await makeFolder(), main, env: { FYTECLUB_MANNERS: manners }, timeoutMs });

const alive = ({ pid }: NodeProcess): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a node is started, heard, asked and stopped', async () => {
  const node = await start();
  expect(node.events[0]).toEqual({ event: 'ready', page: null, pid: node.pid, home: node.home });
  expect(node.running).toBe(true);
  await node.event(({ event }) => event === 'online', 'Ben to come online');
  expect(await node.stop()).toEqual({ code: 0, signal: null });
  expect(node.events.at(-1)).toMatchObject({ event: 'host' });
  expect(node.running).toBe(false);
});

test('kill -9 leaves no time for a goodbye', async () => {
  const node = await start();
  expect(await node.kill9()).toEqual({ code: null, signal: 'SIGKILL' });
  expect(node.events.map(({ event }) => event)).not.toContain('host');
});

test('a node that does not leave when told is killed, and the test hears of it', async () => {
  const node = await start('deaf');
  await expect(node.stop(300)).rejects.toThrow('did not leave within 300 ms of SIGTERM');
  expect(node.running).toBe(false);
});

test('a node that dies or stays silent fails the start, with what it said', async () => {
  await expect(start('dies')).rejects.toThrow(/ended before it was ready[^]*up with dies manners/);
  await expect(start('silent', 1500)).rejects.toThrow(/waited 1.5 s for the node[^]*up with silent manners/);
});

test('a line that is no event stands out among the events', async () => {
  const node = await start('chatty');
  await node.event(({ event, line }) => event === 'not an event' && line === 'good morning', 'the greeting');
});

test('a verb is asked with --json, its home and its stdin, and answers line by line', async () => {
  const answer = await cli('/tmp/h', ['echo', '-'], { main, stdin: 'FC1abc', env: { FYTECLUB_NAME: 'Ada' } });
  expect(answer).toMatchObject({ exitCode: 0, lines: [{ state: 'listening' }, { text: 'FC1abc' }] });
  expect(answer.json).toEqual({
    text: 'FC1abc',
    args: ['echo', '-', '--home', '/tmp/h'],
    env: ['FYTECLUB_NAME'],
  });
});

test('a refusal is an answer: exit code, error and stderr', async () => {
  const answer = await cli('/tmp/h', ['fail'], { main });
  expect(answer).toMatchObject({
    exitCode: 4,
    json: { error: { code: 'not-host' } },
    stderr: 'no such luck\n',
  });
});

test('a verb that speaks no JSON, or does not end, fails the test', async () => {
  await expect(cli('/tmp/h', ['babble'], { main })).rejects.toThrow('not a line of JSON: hello there');
  await expect(cli('/tmp/h', ['hang'], { main, timeoutMs: 1000 })).rejects.toThrow('ended by SIGKILL');
});

test('when the wait is over, the error tells what was awaited, what came instead and what the nodes said', async () => {
  await start();
  const waiting = until(() => 0, { what: 'Ben to be near', timeoutMs: 100 });
  await expect(waiting).rejects.toThrow(/waited 0.1 s for Ben to be near; last: 0[^]*up with good manners/);
  const failing = until(() => Promise.reject(new Error('no socket')), { what: 'an answer', timeoutMs: 100 });
  await expect(failing).rejects.toThrow('last: Error: no socket');
});

test('the end of a test leaves no process and no folder, not even of a node that does not listen', async () => {
  const nodes = [await start(), await start('deaf')];
  await endNodes();
  expect(nodes.map(alive)).toEqual([false, false]);
  expect(nodes.map(({ home }) => existsSync(home))).toEqual([false, false]);
});
