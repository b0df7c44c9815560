import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { err, ok } from '@fyteclub/identity';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { stream } from 'hono/streaming';
import { describe, type Outcome } from '../problems.ts';
import { messageOf } from '../system-errors.ts';
import type { FyteNode } from '../node/node.ts';
import { holdSocket, PID_PATH } from './control-socket.ts';
import { verbs } from './verbs.ts';

const line = (outcome: Outcome<unknown>): string =>
  `${JSON.stringify(outcome.ok ? outcome.value : { error: outcome.error })}\n`;

/**
 * The node's routes: `POST /v1/VERB` with a JSON body, answered by JSON lines. They are the same behind every
 * door; a door adds who may come in.
 */
export function createRoutes(node: FyteNode): Hono {
  const routes = new Hono();
  routes.use(bodyLimit({ maxSize: 64 * 1024 }));
  for (const [name, verb] of Object.entries(verbs)) {
    routes.post(`/v1/${name}`, async (context) => {
      const input: unknown = await context.req.json().catch(() => undefined);
      context.header('content-type', 'application/x-ndjson');
      return stream(context, async (out) => {
        const gone = new AbortController();
        out.onAbort(() => {
          gone.abort();
        });
        try {
          for await (const answer of verb(node, input, gone.signal)) await out.write(line(answer));
        } catch (error) {
          node.log.error({ verb: name, error: messageOf(error) }, 'a verb failed unexpectedly');
          await out.write(line(err(describe('internal', { detail: messageOf(error) }))));
        }
      });
    });
  }
  routes.notFound((context) =>
    context.text(line(err(describe('usage', { detail: 'There is no such verb.' }))), 404),
  );
  return routes;
}

/** The socket is held (and with it the lock) before the node exists; verbs work once it is given. */
export interface ControlDoor {
  open(node: FyteNode): void;
  close(): Promise<void>;
}

/** Opens the command line's door on the control socket; refuses when another node holds it. */
export async function serveControlSocket(path: string): Promise<Outcome<ControlDoor>> {
  let routes: Hono | undefined;
  const starting = line(err(describe('starting')));
  const server = createAdaptorServer({
    fetch: (request) => {
      if (new URL(request.url).pathname === PID_PATH) return new Response(line(ok({ pid: process.pid })));
      return routes?.fetch(request) ?? new Response(starting, { status: 503 });
    },
  }) as Server;
  const held = await holdSocket(server, path);
  if (!held.ok) return held;
  return ok({
    open: (node) => {
      routes = createRoutes(node);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  });
}
