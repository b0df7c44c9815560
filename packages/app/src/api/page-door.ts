import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { err, ok } from '@fyteclub/identity';
import type { Hono } from 'hono';
import { z } from 'zod';
import { describe, type Outcome } from '../problems.ts';
import { systemCode } from '../system-errors.ts';
import { closing } from './closing.ts';
import type { OpenDoor } from './control-door.ts';
import {
  admitRequest,
  cookieName,
  guardHeaders,
  NOT_SIGNED_IN,
  type Knocking,
  type Refused,
} from './guard.rules.ts';
import { readPageFiles, type PageFile } from './page-files.ts';
import { shortMemory, type PageMemory } from './page-memory.ts';
import { createRoutes, line } from './routes.ts';
import { isSecret, secretHash, Sessions } from './sessions.ts';

const LOOPBACK = '127.0.0.1';
const MAX_CONNECTIONS = 128;
const MAX_SIGN_IN_BYTES = 1024;
const signIn = z.strictObject({ token: z.string().max(128) });

interface Setting {
  /** 0 has the system choose one. */
  readonly port: number;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** What a plugin of the game shows. */
  readonly pluginToken: string;
  readonly files?: ReadonlyMap<string, PageFile>;
  readonly memory?: PageMemory;
}

export interface PageDoor extends OpenDoor {
  readonly url: string;
  /** A link that signs one browser in, once and soon: the token is in the fragment, which no server is ever sent. */
  link(path?: string): string;
}

/** Opens the door for the page, and for a plugin of the game: TCP, on this machine only. */
export async function servePage({
  port,
  pluginToken,
  files = readPageFiles(),
  memory = shortMemory(),
  ...source
}: Setting): Promise<Outcome<PageDoor>> {
  let [page, plugin]: Hono[] = [];
  let bound = port;
  const sessions = new Sessions({
    ...source,
    known: memory.read().sessions,
    keep: (known) => {
      memory.write({ port: bound, sessions: [...known] });
    },
  });
  const plugins = secretHash(pluginToken);
  const keeping = () => ({
    port: bound,
    isSession: (session: string) => sessions.holds(session),
    isPlugin: (token: string) => isSecret(token, plugins),
  });

  async function answer(request: Request): Promise<Response> {
    const entrance = admitRequest(knockingOf(request), keeping());
    if ('status' in entrance) return refusal(entrance);
    if (entrance.as === 'file') return fileOf(files, request);
    if (page === undefined || plugin === undefined)
      return new Response(line(err(describe('starting'))), { status: 503 });
    if (entrance.as === 'sign-in') return letIn(await tokenOf(request));
    return await (entrance.as === 'plugin' ? plugin : page).fetch(request);
  }
  function letIn(token: string | undefined): Response {
    const session = token === undefined ? undefined : sessions.signIn(token);
    if (session === undefined) return refusal(NOT_SIGNED_IN);
    const cookie = `${cookieName(bound)}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    return new Response(line(ok({ signedIn: true })), {
      headers: { 'content-type': 'application/json', 'set-cookie': cookie },
    });
  }

  const server = createAdaptorServer({
    fetch: async (request) => {
      const response = await answer(request);
      for (const [name, value] of Object.entries(guardHeaders(new URL(request.url).pathname)))
        response.headers.set(name, value);
      return response;
    },
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  // A page that is open finds the node again where it was, unless the port was taken meanwhile.
  const before = port === 0 ? memory.read().port : 0;
  let failure = await listen(server, before === 0 ? port : before);
  if (failure !== undefined && before !== 0) failure = await listen(server, 0);
  if (failure !== undefined)
    return err(describe('page-port-taken', { port, detail: systemCode(failure) ?? 'unknown' }));
  bound = (server.address() as AddressInfo).port;
  if (bound !== before) memory.write({ ...memory.read(), port: bound });
  const url = `http://${LOOPBACK}:${bound}/`;
  return ok({
    url,
    link: (path = '') => `${url}${path}#${sessions.mint()}`,
    open: (node, events, inspector) => {
      page = createRoutes(node, 'page', events, inspector);
      plugin = createRoutes(node, 'plugin', events);
    },
    close: closing(server),
  });
}

const listen = (server: Server, port: number): Promise<unknown> =>
  new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, LOOPBACK, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });

function knockingOf({ method, headers, url }: Request): Knocking {
  const header = (name: string): string | undefined => headers.get(name) ?? undefined;
  return {
    method,
    path: new URL(url).pathname,
    host: header('host'),
    origin: header('origin'),
    secFetchSite: header('sec-fetch-site'),
    contentType: header('content-type'),
    authorization: header('authorization'),
    cookie: header('cookie'),
    upgrade: header('upgrade'),
  };
}

const refusal = ({ status, code, detail }: Refused): Response =>
  new Response(line(err(describe(code, { detail }))), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const NOT_BUILT = 'The page has not been built here. Run "npm run build", and start the node again.\n';

function fileOf(files: ReadonlyMap<string, PageFile>, { url, method }: Request): Response {
  const file = files.get(new URL(url).pathname);
  if (file === undefined) {
    const text = files.size === 0 ? NOT_BUILT : 'There is nothing here.\n';
    return new Response(text, { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  }
  const headers = { 'content-type': file.type };
  return new Response(method === 'HEAD' ? null : Buffer.from(file.bytes), { headers });
}

async function tokenOf(request: Request): Promise<string | undefined> {
  const text = await request.text().catch(() => '');
  if (text.length > MAX_SIGN_IN_BYTES) return undefined;
  try {
    return signIn.parse(JSON.parse(text)).token;
  } catch {
    return undefined;
  }
}
