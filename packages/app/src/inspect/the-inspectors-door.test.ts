import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { codeOf, Visit, type Answer } from '../api/testing/visit.ts';
import { InspectorLog } from './inspector-log.ts';

const EVENTS = '/v1/inspect/events';

let visit: Visit;
let log: InspectorLog;
beforeEach(async () => {
  log = new InspectorLog();
  visit = await Visit.to(new Map(), undefined, log);
});
afterEach(() => visit.door.close());

const told = { type: '@xstate.event', event: { type: 'GO' }, sessionId: 'x:1' } as const;
const message = { ...told, createdAt: '0', id: null, _version: '0' };

test('whoever is signed in watches', async () => {
  const heard = await visit.listenTo(EVENTS, await visit.signedIn(), 2, () => {
    log.tell(message);
  });
  expect(heard).toBe(
    `event: now\ndata: {"actors":[],"recent":[]}\n\nevent: told\ndata: ${JSON.stringify(message)}\n\n`,
  );
});

test('a node that runs without says so, and how it would run with one', async () => {
  await visit.door.close();
  visit = await Visit.to();
  const answer = await visit.ask('GET', EVENTS, await visit.signedIn());
  expect([answer.status, codeOf(answer)]).toEqual([409, 'not-inspecting']);
  expect(answer.body).toContain('--inspect');
});

describe('P88 nobody else watches', () => {
  const knock = async (change: Readonly<Record<string, string>>): Promise<Answer> =>
    visit.ask('GET', EVENTS, await visit.signedIn(change));

  test.each<[string, number, string, () => Promise<Answer>]>([
    ['somebody without a cookie', 401, 'not-signed-in', () => visit.ask('GET', EVENTS, visit.ours)],
    ['a name made to point here', 403, 'wrong-host', () => knock({ host: 'evil.example' })],
    ['a page of another site', 403, 'wrong-origin', () => knock({ 'sec-fetch-site': 'cross-site' })],
    ['a page of another port here', 403, 'wrong-origin', () => knock({ 'sec-fetch-site': 'same-site' })],
    ['a page that came from elsewhere', 403, 'wrong-origin', () => knock({ origin: 'http://localhost:1' })],
    ['a socket', 400, 'usage', () => knock({ connection: 'Upgrade', upgrade: 'websocket' })],
    ['a plugin of the game', 404, 'usage', () => visit.ask('GET', EVENTS, visit.plugin)],
  ])('%s', async (_, status, code, come) => {
    const answer = await come();
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test('a link to it is good once, like every other', async () => {
    const link = visit.door.link('inspect/');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/inspect\/#[\w-]{43}$/);
    const token = link.split('#')[1] ?? '';
    expect([(await visit.signIn(token)).status, (await visit.signIn(token)).status]).toEqual([200, 401]);
  });

  test('only the inspector’s page may talk to a window that it opened', async () => {
    const opener = async (path: string) =>
      (await visit.ask('GET', path, { host: visit.host })).headers['cross-origin-opener-policy'];
    expect(await opener('/inspect/')).toBe('same-origin-allow-popups');
    for (const path of ['/', '/inspect', '/inspect/x', EVENTS, '/v1/status'])
      expect([path, await opener(path)]).toEqual([path, 'same-origin']);
  });
});
