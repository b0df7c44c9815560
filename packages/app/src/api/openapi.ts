import { z } from 'zod';
import { inspected, inspectedNow } from '../inspect/messages.ts';
import { keptEvents, nodeEvent } from '../shown/index.ts';
import { VERSION } from '../version.ts';
import type { Verb } from './verb.ts';
import { verbs } from './verbs.ts';

const failure = z
  .strictObject({
    error: z.strictObject({
      code: z.string().describe('stable, kebab-case'),
      message: z.string().describe('one sentence for people'),
      next: z.string().describe('what to do about it'),
    }),
  })
  .meta({ id: 'Failure' });

type Fields = Readonly<Record<string, unknown>>;

/** As OpenAPI has it: names stand with the components, and a schema says nothing of itself. */
function pointed(schema: Fields): Fields {
  const own = Object.entries(schema).filter(([key]) => !['$schema', '$defs', 'id'].includes(key));
  const text = JSON.stringify(Object.fromEntries(own));
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Fields;
}

/** Schemas that have a name of their own, collected from all that mention them. */
class Named {
  readonly schemas: Record<string, Fields> = {};

  /** A schema in JSON; what has a name is only pointed to. */
  describe(schema: z.ZodType, io: 'input' | 'output'): Fields {
    const whole = z.toJSONSchema(schema, { io }) as Fields;
    const defined = (whole['$defs'] ?? {}) as Readonly<Record<string, Fields>>;
    for (const [name, each] of Object.entries(defined)) this.#keep(name, each);
    const { id } = whole;
    return typeof id === 'string' ? this.#keep(id, whole) : pointed(whole);
  }

  #keep(name: string, schema: Fields): Fields {
    this.schemas[name] = pointed(schema);
    return { $ref: `#/components/schemas/${name}` };
  }
}

function describeVerb({ summary, input, answer, streams, doors }: Verb, named: Named): object {
  const type = streams ? 'application/x-ndjson' : 'application/json';
  const content = (schema: z.ZodType): object => ({ [type]: { schema: named.describe(schema, 'output') } });
  return {
    summary,
    description: `Through: ${doors.join(', ')}.${streams ? ' One answer per line.' : ''}`,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: named.describe(input, 'input') } },
    },
    responses: {
      200: { description: 'done', content: content(answer) },
      default: { description: 'not done', content: content(failure) },
    },
  };
}

const describeEvents = (named: Named): object => ({
  summary: 'What happens, as server-sent events',
  description:
    'Each has an id; whoever shows the last one it heard is first told what came after it. "missed" says that some of that is forgotten.',
  parameters: [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }],
  responses: {
    200: {
      description: 'events',
      content: { 'text/event-stream': { schema: named.describe(nodeEvent, 'output') } },
    },
  },
});

const describeKept = (named: Named): object => ({
  summary: 'What has happened since the node was started, as far as it is still known',
  responses: {
    200: {
      description: 'done',
      content: { 'application/json': { schema: named.describe(keptEvents, 'output') } },
    },
  },
});

const describeInspector = (named: Named): object => ({
  summary: 'What every machine of the node does, as server-sent events',
  description:
    'Only behind the page, and only of a node that runs with "--inspect". "now" tells how everything stands, first and to whoever fell behind; "told" is one message.',
  responses: {
    200: {
      description: 'events',
      content: {
        'text/event-stream': {
          schema: { anyOf: [named.describe(inspectedNow, 'output'), named.describe(inspected, 'output')] },
        },
      },
    },
    409: {
      description: 'it runs without',
      content: { 'application/json': { schema: named.describe(failure, 'output') } },
    },
  },
});

/** The local API, described for programs (OpenAPI 3.1); written from the schemas that check it. */
export function openApi(): object {
  const named = new Named();
  const paths = {
    ...Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [
        `/v1/${name}`,
        { post: describeVerb(verb as Verb, named) },
      ]),
    ),
    '/v1/events': { get: describeEvents(named) },
    '/v1/events/kept': { get: describeKept(named) },
    '/v1/inspect/events': { get: describeInspector(named) },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'FyteClub, on this machine',
      version: VERSION,
      description: 'The routes of a running node, behind its control socket and its page.',
    },
    paths,
    components: { schemas: named.schemas },
  };
}
