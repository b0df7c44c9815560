import { request, type IncomingHttpHeaders } from 'node:http';
import { err, ok } from '@fyteclub/identity';
import { Subject } from 'rxjs';
import type { FyteNode } from '../../node/node.ts';
import type { NodeEvent } from '../../shown/index.ts';
import type { InspectorLog } from '../../inspect/inspector-log.ts';
import { describe } from '../../problems.ts';
import { EventLog } from '../event-log.ts';
import { servePage, type PageDoor } from '../page-door.ts';
import type { PageFile } from '../page-files.ts';
import { shortMemory, type PageMemory } from '../page-memory.ts';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export type Headers = Readonly<Record<string, string>>;

export const PLUGIN_TOKEN = 'p'.repeat(43);
export const JSON_BODY = { 'content-type': 'application/json' };

export const codeOf = ({ body }: Answer): unknown =>
  (JSON.parse(body) as { error?: { code: string } }).error?.code;

/** The page's door of a node of which only what is asked here is there, and everybody who comes to it. */
export class Visit {
  readonly happens = new Subject<NodeEvent>();
  /** What was asked of the node to create. */
  readonly created: unknown[] = [];
  now = 0;
  #door: PageDoor | undefined;
  #counter = 0;

  static async to(
    files: ReadonlyMap<string, PageFile> = new Map(),
    memory: PageMemory = shortMemory(),
    inspector?: InspectorLog,
  ): Promise<Visit> {
    const visit = new Visit();
    const { random } = visit;
    const opened = await servePage({
      port: 0,
      now: () => visit.now,
      random,
      pluginToken: PLUGIN_TOKEN,
      files,
      memory,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    visit.#door = opened.value;
    visit.#door.open(visit.#node(), new EventLog(visit.happens, 'run', () => visit.now), inspector);
    return visit;
  }

  readonly random = (length: number): Uint8Array => new Uint8Array(length).fill(++this.#counter);

  get door(): PageDoor {
    if (this.#door === undefined) throw new Error('the door is not open');
    return this.#door;
  }
  get host(): string {
    return new URL(this.door.url).host;
  }
  get port(): number {
    return Number(new URL(this.door.url).port);
  }
  /** The headers of our own page. */
  get ours(): Headers {
    return { host: this.host, 'sec-fetch-site': 'same-origin', ...JSON_BODY };
  }
  get plugin(): Headers {
    return { host: this.host, ...JSON_BODY, authorization: `Bearer ${PLUGIN_TOKEN}` };
  }
  /** Of a fresh link. */
  token(): string {
    return this.door.link().split('#')[1] ?? '';
  }
  signIn(token: string, headers = this.ours): Promise<Answer> {
    return this.ask('POST', '/v1/session', headers, JSON.stringify({ token }));
  }
  async cookie(): Promise<string> {
    const { headers } = await this.signIn(this.token());
    return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  }
  async signedIn(change: Headers = {}): Promise<Headers> {
    return { ...this.ours, cookie: await this.cookie(), ...change };
  }

  /** Any request at all: what `fetch` would not let a test say, an attacker's program says. */
  ask(method: string, path: string, headers: Headers, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        agent: false,
        hostname: '127.0.0.1',
        port: this.port,
        method,
        path,
        headers,
        setHost: false,
      };
      const call = request(options, (response) => {
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

  /** So many server-sent events, while one thing happens after the other. */
  listen(headers: Headers, events: number, happening: NodeEvent): Promise<string> {
    return this.listenTo('/v1/events', headers, events, () => {
      this.happens.next(happening);
    });
  }

  /** The same at any place that tells. */
  listenTo(path: string, headers: Headers, events: number, happen: () => void): Promise<string> {
    return new Promise((resolve) => {
      const options = { agent: false, hostname: '127.0.0.1', port: this.port, path, headers };
      const call = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.split('\n\n').length <= events) happen();
          else {
            resolve(text);
            call.destroy();
          }
        });
      });
      call.on('error', () => undefined);
      call.end();
    });
  }

  #node(): FyteNode {
    const quiet = (): undefined => undefined;
    return {
      log: { info: quiet, warn: quiet, error: quiet },
      status: () => ok({ node: { version: '0', pid: 1, uptimeSeconds: 0, page: null }, shells: [] }),
      create: (input: unknown) => {
        this.created.push(input);
        return Promise.resolve(err(describe('bad-password')));
      },
      near: () => ok({ near: [] }),
    } as unknown as FyteNode;
  }
}
