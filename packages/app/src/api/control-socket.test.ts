import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { holdSocket, PID_PATH } from './control-socket.ts';

const servers: Server[] = [];
function server(): Server {
  const made = createServer((request, response) => {
    response.end(request.url === PID_PATH ? `${JSON.stringify({ pid: 4711 })}\n` : '');
  });
  servers.push(made);
  return made;
}
const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'fyte-')), 'own', 'node.sock');
afterEach(() => {
  for (const made of servers.splice(0)) made.close();
});

test('P91 a second node on the same socket is told which one runs', async () => {
  const path = freshPath();
  expect(await holdSocket(server(), path)).toEqual({ ok: true, value: undefined });
  expect(await holdSocket(server(), path)).toMatchObject({
    ok: false,
    error: { code: 'already-running', message: expect.stringContaining('4711') as unknown },
  });
});

test('the socket and its folder are closed to other users', async () => {
  const path = freshPath();
  await holdSocket(server(), path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});

/** A socket file whose process was killed: nothing answers, and nothing removed it. */
async function deadSocket(path: string): Promise<void> {
  await holdSocket(server(), path); // makes the folder as the product does
  servers.pop()?.close();
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(path)).toBe(true);
}

test('a socket file that a killed node left behind is taken over', async () => {
  const path = freshPath();
  await deadSocket(path);
  expect(await holdSocket(server(), path)).toEqual({ ok: true, value: undefined });
});

test('of many starts at once on a dead socket exactly one wins', async () => {
  const path = freshPath();
  await deadSocket(path);
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => holdSocket(server(), path)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test('a path that cannot be opened is a sentence, not a crash', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fyte-'));
  const file = createNetServer();
  await new Promise<void>((resolve) => file.listen(join(folder, 'taken'), resolve));
  expect(await holdSocket(server(), join(folder, 'taken', 'node.sock'))).toMatchObject({
    ok: false,
    error: { code: 'socket-unusable' },
  });
  file.close();
});
