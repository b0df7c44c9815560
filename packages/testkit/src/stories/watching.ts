import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CastMember } from '../processes/cast.ts';
import { linkTo } from './browser.ts';

/** Somebody who has the inspector open, and keeps all that it tells. */
export interface Watcher {
  readonly told: () => string;
  /** What signs its browser in. */
  readonly secrets: readonly string[];
  /** Asks a verb as the page does. */
  ask(verb: string, input: object): Promise<string>;
  stop(): void;
}

/** Signs in by a link, as a browser does, and watches every machine of a node that runs with `--inspect`. */
export async function watch(person: CastMember): Promise<Watcher> {
  const { host, port, hash } = new URL(await linkTo(person, 'inspect'));
  const token = hash.slice(1);
  const ours = { host, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const ask = (method: string, path: string, cookie: string, body?: object): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, method, path, headers: { ...ours, cookie }, agent: false };
      const call = request(options, resolve);
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const signedIn = await ask('POST', '/v1/session', '', { token });
  const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const events = await ask('GET', '/v1/inspect/events', cookie);
  if (events.statusCode !== 200) throw new Error(`${person.name} does not show it: ${await text(events)}`);
  let told = '';
  events.setEncoding('utf8');
  events.on('data', (piece: string) => (told += piece));
  events.on('error', () => undefined);
  return {
    told: () => told,
    secrets: [token, cookie.split('=')[1] ?? ''],
    ask: async (verb, input) => text(await ask('POST', `/v1/${verb}`, cookie, input)),
    stop: () => events.destroy(),
  };
}
