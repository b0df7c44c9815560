import { z } from 'zod';
import { nodeEvent } from '../node/shown.ts';
import { VERSION } from '../version.ts';
import { verbs, type Verb } from './verbs.ts';

const failure = z.strictObject({
  error: z.strictObject({
    code: z.string().describe('stable, kebab-case'),
    message: z.string().describe('one sentence for people'),
    next: z.string().describe('what to do about it'),
  }),
});

const inJson = (schema: z.ZodType, io: 'input' | 'output'): object => z.toJSONSchema(schema, { io });

function describeVerb({ summary, input, answer, streams, doors }: Verb): object {
  const type = streams ? 'application/x-ndjson' : 'application/json';
  return {
    summary,
    description: `Through: ${doors.join(', ')}.${streams ? ' One answer per line.' : ''}`,
    requestBody: { required: true, content: { 'application/json': { schema: inJson(input, 'input') } } },
    responses: {
      200: { description: 'done', content: { [type]: { schema: inJson(answer, 'output') } } },
      default: { description: 'not done', content: { [type]: { schema: inJson(failure, 'output') } } },
    },
  };
}

/** The local API, described for programs (OpenAPI 3.1); written from the schemas that check it. */
export const openApi = (): object => ({
  openapi: '3.1.0',
  info: {
    title: 'FyteClub, on this machine',
    version: VERSION,
    description: 'The routes of a running node, behind its control socket and its page.',
  },
  paths: {
    ...Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [`/v1/${name}`, { post: describeVerb(verb as Verb) }]),
    ),
    '/v1/events': {
      get: {
        summary: 'What happens, as server-sent events',
        description:
          'Each has an id; the header Last-Event-ID has those told first that came after it. An event "missed" says that some of them are forgotten.',
        parameters: [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'events',
            content: { 'text/event-stream': { schema: inJson(nodeEvent, 'output') } },
          },
        },
      },
    },
  },
});
