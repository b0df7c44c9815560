import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { err, ok } from '@fyteclub/identity';
import type { Hono } from 'hono';
import { describe, type Outcome } from '../problems.ts';
import type { FyteNode } from '../node/node.ts';
import { holdSocket, PID_PATH } from './control-socket.ts';
import { closing } from './closing.ts';
import type { EventLog } from './event-log.ts';
import type { InspectorLog } from '../inspect/inspector-log.ts';
import { createRoutes, line } from './routes.ts';

/** A way in, held before the node exists; verbs work once it is given. */
export interface OpenDoor {
  /** @param inspector what the node's machines do, if somebody may watch. */
  open(node: FyteNode, events: EventLog, inspector?: InspectorLog): void;
  close(): Promise<void>;
}

/** Opens the command line's door on the control socket, which is also the lock; refuses when another node holds it. */
export async function serveControlSocket(path: string): Promise<Outcome<OpenDoor>> {
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
    open: (node, events) => {
      routes = createRoutes(node, 'socket', events);
    },
    close: closing(server),
  });
}
