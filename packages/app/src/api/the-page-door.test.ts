import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ShellId } from '@fyteclub/identity';
import { servePage } from './page-door.ts';
import { readPageFiles } from './page-files.ts';
import { pageMemory } from './page-memory.ts';
import { pluginToken, pluginTokenFile } from './plugin-token.ts';
import { LINK_LIFE_MS, SESSION_LIFE_MS } from './sessions.ts';
import { codeOf, JSON_BODY, PLUGIN_TOKEN, Visit, type Answer } from './testing/visit.ts';

let visit: Visit;
beforeEach(async () => {
  visit = await Visit.to();
});
afterEach(() => visit.door.close());

describe('P88 the page’s own browser', () => {
  test('signs in with a link, and from then on with a cookie that no script reads', async () => {
    const { status, headers } = await visit.signIn(visit.token());
    expect(status).toBe(200);
    expect(headers['set-cookie']?.[0]).toMatch(
      /^fyteclub-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    const answer = await visit.ask('POST', '/v1/status', await visit.signedIn(), '{}');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
  });

  test('an older one, which says only its origin, as well', async () => {
    const older = { host: visit.host, origin: `http://${visit.host}`, ...JSON_BODY };
    expect((await visit.signIn(visit.token(), older)).status).toBe(200);
  });

  test('hears why something was refused, with a status that says as much', async () => {
    const signedIn = await visit.signedIn();
    const refused = await visit.ask('POST', '/v1/create', signedIn, '{"name":"Raid night","password":""}');
    expect([refused.status, codeOf(refused)]).toEqual([400, 'bad-password']);
    const wrong = await visit.ask('POST', '/v1/create', signedIn, '{"nome":1}');
    expect([wrong.status, codeOf(wrong)]).toEqual([400, 'usage']);
    expect(visit.created).toHaveLength(1);
  });

  test.each(['/', '/v1/status', '/nowhere'])('nobody frames, sniffs, keeps or embeds %s', async (path) => {
    const { headers } = await visit.ask('GET', path, { host: visit.host });
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
  });
});

describe('P88 nobody else comes in', () => {
  const create = async (change: Readonly<Record<string, string>>): Promise<Answer> =>
    visit.ask('POST', '/v1/create', await visit.signedIn(change), '{"name":"Raid night"}');

  test.each<[string, number, string, () => Promise<Answer>]>([
    ['a name made to point here', 403, 'wrong-host', () => visit.ask('GET', '/', { host: 'evil.example' })],
    [
      'our name with another port',
      403,
      'wrong-host',
      () => visit.ask('GET', '/', { host: `localhost:${visit.port + 1}` }),
    ],
    ['nobody in particular', 401, 'not-signed-in', () => visit.ask('POST', '/v1/status', visit.ours, '{}')],
    ['a wrong token', 401, 'not-signed-in', () => visit.signIn('x'.repeat(43))],
    [
      'a token that is no text',
      401,
      'not-signed-in',
      () => visit.ask('POST', '/v1/session', visit.ours, '{"token":7}'),
    ],
    [
      'a page of another site that has a token',
      403,
      'wrong-origin',
      () => visit.signIn(visit.token(), { host: visit.host, origin: 'https://evil.example', ...JSON_BODY }),
    ],
    ['a page of another site', 403, 'wrong-origin', () => create({ 'sec-fetch-site': 'cross-site' })],
    [
      'a page of another port here, to which our cookie is sent',
      403,
      'wrong-origin',
      () => create({ 'sec-fetch-site': 'same-site' }),
    ],
    [
      'a page that says to be ours but came from elsewhere',
      403,
      'wrong-origin',
      () => create({ origin: 'http://localhost:1' }),
    ],
    [
      'whoever says nothing of where it comes from',
      403,
      'wrong-origin',
      async () =>
        visit.ask(
          'POST',
          '/v1/create',
          { host: visit.host, ...JSON_BODY, cookie: await visit.cookie() },
          '{}',
        ),
    ],
    ['a form', 415, 'usage', () => create({ 'content-type': 'text/plain' })],
    ['another method', 405, 'usage', async () => visit.ask('DELETE', '/v1/create', await visit.signedIn())],
    [
      'another protocol',
      400,
      'usage',
      () => visit.ask('GET', '/v1/events', { ...visit.ours, connection: 'Upgrade', upgrade: 'websocket' }),
    ],
    [
      'a cookie of another node on this machine',
      401,
      'not-signed-in',
      async () => create({ cookie: (await visit.cookie()).replace(/^fyteclub-\d+/, 'fyteclub-1') }),
    ],
    [
      'a plugin’s token in the hands of a page',
      403,
      'wrong-origin',
      () => visit.ask('POST', '/v1/near', { ...visit.plugin, origin: 'null' }, '{}'),
    ],
    [
      'a wrong plugin’s token',
      401,
      'not-signed-in',
      () => visit.ask('POST', '/v1/near', { ...visit.plugin, authorization: 'Bearer x' }, '{}'),
    ],
  ])('%s', async (_, status, code, knock) => {
    const answer = await knock();
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(visit.created).toEqual([]);
  });

  test('a request without a name, or with somebody else’s in its path', async () => {
    expect((await visit.ask('GET', '/', { host: '' })).status).toBe(400);
    const absolute = await visit.ask('GET', 'http://evil.example/v1/status', { host: 'evil.example' });
    expect(absolute.status).toBe(403);
  });

  test('reading changes nothing: every verb is asked by POST', async () => {
    expect((await visit.ask('GET', '/v1/create?name=x', await visit.signedIn())).status).toBe(404);
  });

  test('a link is good once, and for a minute', async () => {
    const link = visit.token();
    expect((await visit.signIn(link)).status).toBe(200);
    expect((await visit.signIn(link)).status).toBe(401);
    const late = visit.token();
    visit.now += LINK_LIFE_MS + 1;
    expect((await visit.signIn(late)).status).toBe(401);
  });

  test('what is sent may not be long', async () => {
    const long = `{"name":"${'x'.repeat(70_000)}"}`;
    expect((await visit.ask('POST', '/v1/create', await visit.signedIn(), long)).status).toBe(413);
  });
});

test('what happens is told as it happens, and what was missed is told first', async () => {
  const event = { event: 'removed-me', shell: { id: 'ab' as ShellId, name: 'Raid night' } } as const;
  const signedIn = await visit.signedIn();
  expect(await visit.listen(signedIn, 2, event)).toBe(
    `event: listening\ndata: {}\nid: run-0\n\nevent: removed-me\ndata: ${JSON.stringify(event)}\nid: run-1\n\n`,
  );
  expect(await visit.listen({ ...signedIn, 'last-event-id': 'run-0' }, 2, event)).toContain('id: run-1');
  expect(await visit.listen({ ...signedIn, 'last-event-id': 'other-9' }, 2, event)).toContain(
    'event: missed',
  );
});

test('what has happened is told with its times to whoever is signed in, and to nobody else', async () => {
  const event = { event: 'removed-me', shell: { id: 'ab' as ShellId, name: 'Raid night' } } as const;
  visit.now = 7;
  visit.happens.next(event);
  const { body } = await visit.ask('GET', '/v1/events/kept', await visit.signedIn());
  expect(JSON.parse(body)).toEqual({ last: 'run-1', events: [{ id: 'run-1', at: 7, event }] });
  expect((await visit.ask('GET', '/v1/events/kept', visit.ours)).status).toBe(401);
});

describe('a plugin of the game', () => {
  test('says and asks who is near, and nothing about who is in', async () => {
    const near = await visit.ask('POST', '/v1/near', visit.plugin, '{"member":"all","metres":3}');
    expect(near.status).toBe(200);
    for (const verb of ['create', 'open', 'remove', 'invite', 'backup', 'restore'])
      expect((await visit.ask('POST', `/v1/${verb}`, visit.plugin, '{"name":"x"}')).status).toBe(404);
    expect(visit.created).toEqual([]);
  });

  test('finds its token in a file that only this account reads, the same at every start', () => {
    const state = mkdtempSync(join(tmpdir(), 'fyte-'));
    const made = pluginToken(state, visit.random);
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(pluginToken(state, visit.random)).toBe(made);
    expect(statSync(pluginTokenFile(state)).mode & 0o777).toBe(0o600);
    writeFileSync(pluginTokenFile(state), 'nonsense');
    expect(pluginToken(state, visit.random)).not.toBe(made);
  });
});

describe('the page itself', () => {
  test('is there for everybody on this machine, and nothing but its files is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fyte-')) + sep;
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>FyteClub</title>');
    writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'void 0;');
    writeFileSync(join(folder, 'secret.key'), 'not of a kind that a page has');
    await visit.door.close();
    visit = await Visit.to(readPageFiles(folder));
    const { host } = visit;
    const page = await visit.ask('GET', '/', { host });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<title>FyteClub</title>');
    const script = await visit.ask('GET', '/assets/main-1a2b.js?x=1', { host });
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect((await visit.ask('HEAD', '/', { host })).body).toBe('');
    for (const path of ['/secret.key', '/..%2f..%2fetc/passwd', '//etc/passwd', '/assets/', '/%'])
      expect([path, (await visit.ask('GET', path, { host })).status]).toEqual([path, 404]);
    expect((await visit.ask('POST', '/', { host, ...JSON_BODY }, '{}')).status).toBe(405);
  });

  test('that was not built says so', async () => {
    expect(readPageFiles(join(tmpdir(), 'nowhere-at-all') + sep).size).toBe(0);
    const { status, body } = await visit.ask('GET', '/', { host: visit.host });
    expect([status, body]).toEqual([404, expect.stringContaining('npm run build')]);
  });
});

describe('the node is started again', () => {
  const file = (state: string): string => join(state, 'page.json');

  test('the page is where it was, and who was signed in still is, without their secrets on the disk', async () => {
    const state = mkdtempSync(join(tmpdir(), 'fyte-'));
    await visit.door.close();
    visit = await Visit.to(new Map(), pageMemory(state));
    const { port } = visit;
    const cookie = await visit.cookie();
    await visit.door.close();
    const kept = readFileSync(file(state), 'utf8');
    expect(kept).not.toContain(cookie.split('=')[1]);
    expect(statSync(file(state)).mode & 0o777).toBe(0o600);
    visit = await Visit.to(new Map(), pageMemory(state));
    expect(visit.port).toBe(port);
    const asked = (): Promise<Answer> => visit.ask('POST', '/v1/status', { ...visit.ours, cookie }, '{}');
    expect((await asked()).status).toBe(200);
    visit.now += SESSION_LIFE_MS + 1;
    expect((await asked()).status).toBe(401);
  });

  test('a memory that is damaged, or a port that was taken meanwhile, only costs a new link', async () => {
    const state = mkdtempSync(join(tmpdir(), 'fyte-'));
    pageMemory(state).write({ port: visit.port, sessions: [] });
    const second = await Visit.to(new Map(), pageMemory(state));
    expect(second.port).not.toBe(visit.port);
    await second.door.close();
    writeFileSync(file(state), '{"port":');
    const third = await Visit.to(new Map(), pageMemory(state));
    expect((await third.signIn(third.token())).status).toBe(200);
    await third.door.close();
  });
});

test('a port that is taken is a sentence', async () => {
  const { port, random } = visit;
  const second = await servePage({ port, now: () => 0, random, pluginToken: PLUGIN_TOKEN });
  expect(second).toMatchObject({ ok: false, error: { code: 'page-port-taken' } });
});
