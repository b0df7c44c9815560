import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Terminal } from './terminal.ts';

const terminalOn = (stdin: PassThrough): Terminal =>
  new Terminal(
    { env: {}, stdin, stdout: new PassThrough(), stderr: new PassThrough() },
    { json: true, quiet: true },
  );

test('the first line of stdin is read as it comes, and stdin need not end', async () => {
  const stdin = new PassThrough();
  const line = terminalOn(stdin).line();
  for (const piece of ['three wild', ' choco', 'bos\r', '\nand what comes after\n']) {
    stdin.write(piece);
    await new Promise(setImmediate);
  }
  expect(await line).toBe('three wild chocobos');
  expect(stdin.isPaused()).toBe(true);
  expect(stdin.listenerCount('data')).toBe(0);
});

test('a line without an end is what there is; nothing is an empty one; an endless one is cut', async () => {
  const [cut, empty, endless] = [new PassThrough(), new PassThrough(), new PassThrough()];
  cut.end('three wild chocobos');
  empty.end();
  expect(await terminalOn(cut).line()).toBe('three wild chocobos');
  expect(await terminalOn(empty).line()).toBe('');
  const line = terminalOn(endless).line();
  for (let sent = 0; sent < 3; sent++) endless.write('x'.repeat(5_000));
  expect(await line).toHaveLength(8192);
});

test('secrets are taken line by line from one stdin, and what nobody asked for is noticed', async () => {
  const stdin = new PassThrough();
  stdin.end('first\r\nsecond\nthird\n');
  const terminal = terminalOn(stdin);
  expect(terminal.hasMore).toBe(false);
  expect(await terminal.password(true, '')).toEqual({ ok: true, value: 'first' });
  expect(await terminal.password(true, '')).toEqual({ ok: true, value: 'second' });
  expect(terminal.hasMore).toBe(true);
  expect(await terminal.password(true, '')).toEqual({ ok: true, value: 'third' });
  expect(terminal.hasMore).toBe(false);
});
