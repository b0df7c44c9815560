import { request, type IncomingHttpHeaders } from 'node:http';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { err, ok, type ShellId } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import type { FyteNode } from '../node/node.ts';
import type { NodeEvent } from '../node/shown.ts';
import { describe as problem } from '../problems.ts';
import { EventLog } from './event-log.ts';
import { servePage, type PageDoor } from './page-door.ts';
import { pluginToken, pluginTokenFile } from './plugin-token.ts';
import { LINK_LIFE_MS } from './sessions.ts';

const shell = { id: 'ab'.repeat(32) as ShellId, name: 'Raid night' };
const PLUGIN = 'p'.repeat(43);
let door: PageDoor;
let now = 0;
let counter = 0;
let happens: Subject<NodeEvent>;

/** A node of which only what is asked here is there. */
const asked: unknown[] = [];
const node = {
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  status: () => ok({ node: { version: '0', pid: 1, uptimeSeconds: 0, page: null }, shells: [] }),
  create: (input: unknown) => {
    asked.push(input);
    return Promise.resolve(err(problem('bad-password')));
  },
  near: () => ok({ near: [] }),
} as unknown as FyteNode;

beforeEach(async () => {
  asked.length = 0;
  happens = new Subject();
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(++counter);
  const opened = await servePage({ port: 0, now: () => now, random, pluginToken: PLUGIN });
  if (!opened.ok) throw new Error(opened.error.message);
  door = opened.value;
  door.open(node, new EventLog(happens, 'run'));
});
afterEach(() => door.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Headers = Readonly<Record<string, string>>;

/** Any request at all: what `fetch` would not let a test say, an attacker's program says. */
function ask(method: string, path: string, headers: Headers, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(door.url);
    const call = request({ hostname, port, method, path, headers, setHost: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: text });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

const host = (): string => new URL(door.url).host;
const json = { 'content-type': 'application/json' };
const ours = (): Headers => ({ host: host(), 'sec-fetch-site': 'same-origin', ...json });
const token = (): string => door.link().split('#')[1] ?? '';
const show = (shown: string, headers: Headers = ours()): Promise<Answer> =>
  ask('POST', '/v1/session', headers, JSON.stringify({ token: shown }));
async function cookie(): Promise<string> {
  const { headers } = await show(token());
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}
const codeOf = ({ body }: Answer): unknown => (JSON.parse(body) as { error?: { code: string } }).error?.code;

describe('P88 the page’s own browser', () => {
  test('signs in with a link, and from then on with a cookie that no script reads', async () => {
    const { status, headers } = await show(token());
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toMatch(
      /^fyteclub-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    const answer = await ask('POST', '/v1/status', { ...ours(), cookie: await cookie() }, '{}');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
  });

  test('an older one, which says only its origin, as well', async () => {
    const older = { host: host(), origin: `http://${host()}`, ...json };
    expect((await show(token(), older)).status).toBe(200);
  });

  test('hears why something was refused, with a status that says as much', async () => {
    const signedIn = { ...ours(), cookie: await cookie() };
    const refused = await ask('POST', '/v1/create', signedIn, '{"name":"Raid night","password":""}');
    expect([refused.status, codeOf(refused)]).toEqual([400, 'bad-password']);
    const wrong = await ask('POST', '/v1/create', signedIn, '{"nome":1}');
    expect([wrong.status, codeOf(wrong)]).toEqual([400, 'usage']);
    expect(asked).toHaveLength(1);
  });

  test('can be told by nobody to frame, sniff, keep or embed what it gets', async () => {
    for (const path of ['/', '/v1/status', '/nowhere']) {
      const { headers } = await ask('GET', path, { host: host() });
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'") as unknown,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('P88 nobody else comes in', () => {
  const everyone: [string, number, string, () => Promise<Answer>][] = [
    [
      'a name that was made to point here',
      403,
      'wrong-host',
      () => ask('GET', '/', { host: 'evil.example' }),
    ],
    [
      'our name with another port',
      403,
      'wrong-host',
      () => ask('GET', '/', { host: `localhost:${Number(new URL(door.url).port) + 1}` }),
    ],
    ['nobody in particular', 401, 'not-signed-in', () => ask('POST', '/v1/status', ours(), '{}')],
    ['a wrong token', 401, 'not-signed-in', () => show('x'.repeat(43))],
    [
      'a token that is no text',
      401,
      'not-signed-in',
      () => ask('POST', '/v1/session', ours(), '{"token":7}'),
    ],
    [
      'a page of another site that has a token',
      403,
      'wrong-origin',
      () => show(token(), { host: host(), origin: 'https://evil.example', ...json }),
    ],
    [
      'a page of another site with our cookie',
      403,
      'wrong-origin',
      async () =>
        ask(
          'POST',
          '/v1/create',
          { ...ours(), 'sec-fetch-site': 'cross-site', cookie: await cookie() },
          '{}',
        ),
    ],
    [
      'a page of another port of this machine, to which the cookie is sent',
      403,
      'wrong-origin',
      async () =>
        ask('POST', '/v1/create', { ...ours(), 'sec-fetch-site': 'same-site', cookie: await cookie() }, '{}'),
    ],
    [
      'a page that says to be ours but came from elsewhere',
      403,
      'wrong-origin',
      async () =>
        ask('POST', '/v1/create', { ...ours(), origin: 'http://localhost:1', cookie: await cookie() }, '{}'),
    ],
    [
      'whoever says nothing of where it comes from',
      403,
      'wrong-origin',
      async () => ask('POST', '/v1/create', { host: host(), ...json, cookie: await cookie() }, '{}'),
    ],
    [
      'a form',
      415,
      'usage',
      async () =>
        ask('POST', '/v1/create', { ...ours(), 'content-type': 'text/plain', cookie: await cookie() }, '{}'),
    ],
    [
      'another method',
      405,
      'usage',
      async () => ask('DELETE', '/v1/create', { ...ours(), cookie: await cookie() }),
    ],
    [
      'another protocol',
      400,
      'usage',
      () => ask('GET', '/v1/events', { ...ours(), connection: 'Upgrade', upgrade: 'websocket' }),
    ],
    [
      'a cookie of another node on this machine',
      401,
      'not-signed-in',
      async () =>
        ask(
          'POST',
          '/v1/status',
          { ...ours(), cookie: (await cookie()).replace(/^fyteclub-\d+/, 'fyteclub-1') },
          '{}',
        ),
    ],
    [
      'a plugin’s token in the hands of a page',
      403,
      'wrong-origin',
      () =>
        ask(
          'POST',
          '/v1/near',
          { host: host(), ...json, origin: 'null', authorization: `Bearer ${PLUGIN}` },
          '{}',
        ),
    ],
    [
      'a wrong plugin’s token',
      401,
      'not-signed-in',
      () => ask('POST', '/v1/near', { host: host(), ...json, authorization: 'Bearer x' }, '{}'),
    ],
  ];
  test.each(everyone)('%s', async (_, status, code, knock) => {
    const answer = await knock();
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(asked).toEqual([]);
  });

  test('a request without a name, or with somebody else’s in its path', async () => {
    expect((await ask('GET', '/', { host: '' })).status).toBe(400);
    expect((await ask('GET', 'http://evil.example/v1/status', { host: 'evil.example' })).status).toBe(403);
  });

  test('reading changes nothing: every verb is asked by POST', async () => {
    const signedIn = { ...ours(), cookie: await cookie() };
    expect((await ask('GET', '/v1/create?name=x', signedIn)).status).toBe(404);
  });

  test('a link is good once, and for a minute', async () => {
    const link = token();
    expect((await show(link)).status).toBe(200);
    expect((await show(link)).status).toBe(401);
    const late = token();
    now += LINK_LIFE_MS + 1;
    expect((await show(late)).status).toBe(401);
  });

  test('what is sent may not be long', async () => {
    const answer = await ask(
      'POST',
      '/v1/create',
      { ...ours(), cookie: await cookie() },
      `{"name":"${'x'.repeat(70_000)}"}`,
    );
    expect(answer.status).toBe(413);
  });
});

test('what happens is told as it happens, and what was missed is told first', async () => {
  const signedIn = { ...ours(), cookie: await cookie() };
  const { hostname, port } = new URL(door.url);
  const listen = (headers: Headers, lines: number): Promise<string> =>
    new Promise((resolve) => {
      const call = request({ hostname, port, path: '/v1/events', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.split('\n\n').length > lines) {
            resolve(text);
            call.destroy();
          } else happens.next({ event: 'removed-me', shell });
        });
      });
      call.on('error', () => undefined);
      call.end();
    });
  const first = await listen(signedIn, 2);
  expect(first).toBe(
    `event: listening\ndata: {}\nid: run-0\n\nevent: removed-me\ndata: ${JSON.stringify({ event: 'removed-me', shell })}\nid: run-1\n\n`,
  );
  expect(await listen({ ...signedIn, 'last-event-id': 'run-0' }, 2)).toContain('id: run-1');
  expect(await listen({ ...signedIn, 'last-event-id': 'other-9' }, 2)).toContain('event: missed');
});

describe('a plugin of the game', () => {
  const plugin = (): Headers => ({ host: host(), ...json, authorization: `Bearer ${PLUGIN}` });

  test('says and asks who is near, and nothing about who is in', async () => {
    expect((await ask('POST', '/v1/near', plugin(), '{"member":"all","metres":3}')).status).toBe(200);
    expect((await ask('POST', '/v1/create', plugin(), '{"name":"x"}')).status).toBe(404);
    expect((await ask('POST', '/v1/open', plugin(), '{}')).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test('finds its token in a file that only this account reads, the same at every start', () => {
    const state = mkdtempSync(join(tmpdir(), 'fyte-'));
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(++counter);
    const made = pluginToken(state, random);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(pluginToken(state, random)).toBe(made);
    expect(statSync(pluginTokenFile(state)).mode & 0o777).toBe(0o600);
    writeFileSync(pluginTokenFile(state), 'nonsense');
    expect(pluginToken(state, random)).not.toBe(made);
  });
});

test('a port that is taken is a sentence', async () => {
  const port = Number(new URL(door.url).port);
  const second = await servePage({
    port,
    now: () => 0,
    random: (length) => new Uint8Array(length),
    pluginToken: PLUGIN,
  });
  expect(second).toMatchObject({ ok: false, error: { code: 'page-port-taken' } });
});
