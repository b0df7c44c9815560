import { err } from '@fyteclub/identity';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { stream, streamSSE } from 'hono/streaming';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FyteNode } from '../node/node.ts';
import type { KeptEvents } from '../shown/index.ts';
import { describe, exitCodeOf, type Failure, type Outcome } from '../problems.ts';
import { messageOf } from '../system-errors.ts';
import type { InspectorLog } from '../inspect/inspector-log.ts';
import type { EventLog } from './event-log.ts';
import { openApi } from './openapi.ts';
import type { Door, Verb } from './verb.ts';
import { verbs } from './verbs.ts';

const MAX_BODY_BYTES = 64 * 1024;
/** A listener that has gone is noticed by what it does not take. */
const HEARTBEAT_MS = 15_000;

export const line = (outcome: Outcome<unknown>): string =>
  `${JSON.stringify(outcome.ok ? outcome.value : { error: outcome.error })}\n`;

/** HTTP's word for what the command line says with its exit code. */
const STATUS: Readonly<Record<number, ContentfulStatusCode>> = { 2: 400, 3: 503, 4: 403, 5: 504 };
const statusOf = ({ code }: Failure): ContentfulStatusCode =>
  code === 'internal' ? 500 : (STATUS[exitCodeOf(code)] ?? 409);

/** Every answer of a verb; what goes wrong unexpectedly is an answer too. */
async function* answers(
  node: FyteNode,
  [name, verb]: readonly [string, Verb],
  input: unknown,
  signal: AbortSignal,
): AsyncGenerator<Outcome<unknown>> {
  try {
    yield* verb.run(node, input, signal);
  } catch (error) {
    node.log.error({ verb: name, error: messageOf(error) }, 'a verb failed unexpectedly');
    yield err(describe('internal', { detail: messageOf(error) }));
  }
}

/**
 * The node's routes behind one door: `POST /v1/VERB` with a JSON body, answered by JSON, or by lines of it where a verb
 * streams; what happens as server-sent events; and the description of all that.
 */
export function createRoutes(node: FyteNode, door: Door, events: EventLog, inspector?: InspectorLog): Hono {
  const routes = new Hono();
  const tooLong = line(err(describe('usage', { detail: 'What was sent is too long.' })));
  routes.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => context.text(tooLong, 413) }));
  for (const [name, verb] of Object.entries(verbs) as [string, Verb][]) {
    if (!verb.doors.includes(door)) continue;
    routes.post(`/v1/${name}`, async (context) => {
      const input: unknown = await context.req.json().catch(() => undefined);
      if (verb.streams) return inLines(context, (signal) => answers(node, [name, verb], input, signal));
      for await (const answer of answers(node, [name, verb], input, context.req.raw.signal)) {
        context.header('content-type', 'application/json');
        return context.body(line(answer), answer.ok ? 200 : statusOf(answer.error));
      }
      return context.body(null, 204);
    });
  }
  routes.get('/v1/openapi.json', (context) => context.json(openApi()));
  routes.get('/v1/events/kept', (context) =>
    context.json({ last: events.last, events: [...events.kept] } satisfies KeptEvents),
  );
  routes.get('/v1/events', (context) => asEvents(context, happenings(context, events)));
  if (door === 'page') routes.get('/v1/inspect/events', (context) => watching(context, inspector));
  routes.notFound((context) =>
    context.text(line(err(describe('usage', { detail: 'There is no such verb here.' }))), 404),
  );
  return routes;
}

function inLines(context: Context, tell: (signal: AbortSignal) => AsyncIterable<Outcome<unknown>>): Response {
  context.header('content-type', 'application/x-ndjson');
  return stream(context, async (out) => {
    const gone = new AbortController();
    out.onAbort(() => {
      gone.abort();
    });
    for await (const answer of tell(gone.signal)) await out.write(line(answer));
  });
}

interface ServerSent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** What happens, told from where the listener stands. */
const happenings = (context: Context, events: EventLog) =>
  async function* (signal: AbortSignal): AsyncGenerator<ServerSent> {
    const after = context.req.header('last-event-id');
    // Whoever listens from now on knows where it stands, should it have to ask again.
    yield { event: 'listening', data: '{}', id: after ?? events.last };
    for await (const told of events.follow(after, signal)) {
      if ('missed' in told) yield { event: 'missed', data: '{}', id: told.id };
      else yield { event: told.event.event, data: JSON.stringify(told.event), id: told.id };
    }
  };

function watching(context: Context, inspector: InspectorLog | undefined): Response {
  if (inspector === undefined) return context.text(line(err(describe('not-inspecting'))), 409);
  return asEvents(context, async function* (signal) {
    for await (const { kind, data } of inspector.follow(signal))
      yield { event: kind, data: JSON.stringify(data) };
  });
}

function asEvents(context: Context, tell: (signal: AbortSignal) => AsyncIterable<ServerSent>): Response {
  return streamSSE(context, async (out) => {
    const gone = new AbortController();
    out.onAbort(() => {
      gone.abort();
    });
    const beat = setInterval(() => {
      void out.write(': still here\n\n');
    }, HEARTBEAT_MS);
    try {
      for await (const event of tell(gone.signal)) await out.writeSSE(event);
    } finally {
      clearInterval(beat);
    }
  });
}
