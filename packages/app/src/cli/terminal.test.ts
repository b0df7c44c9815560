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

test.each([
  ['kupo', true],
  ['moogle cellar', false],
])('a new passphrase such as %j is taken, and told to be short: %s', async (passphrase, isTold) => {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()];
  stdin.end(`${passphrase}\n`);
  const around = { env: {}, stdin, stdout: new PassThrough(), stderr };
  const terminal = new Terminal(around, { json: false, quiet: false });
  expect(await terminal.newPassphrase(true, '')).toEqual({ ok: true, value: passphrase });
  expect(String(stderr.read() ?? '').startsWith('That passphrase is short')).toBe(isTold);
});

type Env = Record<string, string>;

function screen(env: Env, { isTTY = true, columns = 20, style = { json: false, quiet: false } } = {}) {
  const stream = () => Object.assign(new PassThrough(), { isTTY, columns });
  const [stdout, stderr] = [stream(), stream()];
  const terminal = new Terminal({ env, stdin: new PassThrough(), stdout, stderr }, style);
  const read = (): string => `${String(stdout.read() ?? '')}|${String(stderr.read() ?? '')}`;
  return { terminal, read };
}

test.each<[Env, boolean, boolean]>([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('P90 with %j, on a terminal: %p, colours are used: %p', (env, isTTY, expected) => {
  const { terminal, read } = screen(env, { isTTY });
  terminal.answer({}, terminal.paint.green('yes'));
  terminal.fail({ code: 'x', message: 'no', next: 'next' });
  expect(read().includes('\u001b[')).toBe(expected);
});

test('a line about something under way is replaced by the next one and by whatever is said', () => {
  const { terminal, read } = screen({});
  terminal.live('walking \u001b[2J for longer than the screen is wide');
  expect(read()).toBe('|\r\u001b[2Kwalking \u{fffd}[2J for l…');
  terminal.live('there');
  terminal.say('done');
  expect(read()).toBe('|\r\u001b[2Kthere\r\u001b[2Kdone\n');
  terminal.say('more');
  expect(read()).toBe('|more\n');
});

test('what is said is broken between words on a terminal, and as it is elsewhere', () => {
  const long = 'a sentence that is longer than the screen';
  const told = screen({ NO_COLOR: '1' });
  told.terminal.say(long);
  told.terminal.fail({ code: 'x', message: `${long}.`, next: 'Go\non.' });
  expect(told.read()).toBe(
    '|a sentence that is\nlonger than the\nscreen\na sentence that is\nlonger than the\nscreen.\nGo on.\n(x)\n',
  );
  const elsewhere = screen({}, { isTTY: false });
  elsewhere.terminal.say(long);
  expect(elsewhere.read()).toBe(`|${long}\n`);
});

test('where nothing can be replaced nothing is drawn twice', () => {
  for (const [env, options] of [
    [{}, { isTTY: false }],
    [{ TERM: 'dumb' }, {}],
    [{}, { style: { json: true, quiet: false } }],
    [{}, { style: { json: false, quiet: true } }],
  ] as const) {
    const { terminal, read } = screen(env, options);
    terminal.live('walking');
    expect(read()).toBe('|');
  }
  const plainly = screen({}, { isTTY: false });
  plainly.terminal.answerInPlace([1], 'one');
  plainly.terminal.answerInPlace([2], 'two');
  expect(plainly.read()).toBe('one\ntwo\n|');
});

test('an answer in place takes the place of all lines of the one before, none wider than the screen', () => {
  const { terminal, read } = screen({});
  terminal.answerInPlace([], 'one\ntwo');
  expect(read()).toBe('\u001b[Jone\ntwo\n|');
  terminal.answerInPlace([], terminal.paint.green('a line that is much too long'));
  expect(read()).toBe('\u001b[2A\u001b[Ja line that is much…\n|');
  terminal.answerInPlace([], terminal.paint.green('green'));
  expect(read()).toBe('\u001b[1A\u001b[J\u001b[32mgreen\u001b[39m\n|');
});
