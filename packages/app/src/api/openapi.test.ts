import { expect, test } from '@jest/globals';
import { openApi } from './openapi.ts';
import { verbs } from './verbs.ts';

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

test('every verb is described, with what it takes and what it answers', () => {
  const { openapi, paths } = openApi() as Described;
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths)).toEqual([
    ...Object.keys(verbs).map((name) => `/v1/${name}`),
    '/v1/events',
    '/v1/events/kept',
    '/v1/inspect/events',
  ]);
  expect(paths['/v1/invite']?.['post']).toMatchObject({
    summary: 'Make an invite for one friend',
    requestBody: {
      content: {
        'application/json': {
          schema: {
            type: 'object',
            additionalProperties: false,
            properties: { expiresInMs: { type: 'integer' }, shell: { type: 'string' } },
          },
        },
      },
    },
    responses: {
      200: {
        content: { 'application/json': { schema: { required: ['id', 'code', 'expiresAt', 'shell'] } } },
      },
    },
  });
  expect(paths['/v1/join']?.['post']).toMatchObject({
    responses: { 200: { content: { 'application/x-ndjson': {} } } },
  });
});
