import { z } from 'zod';
import { count, memberNamed, shellNamed, time } from './fields.ts';
import { removalShown } from './membership.ts';

/** A line of `up --json`, and a server-sent event of `/v1/events`. */
export const nodeEvent = z
  .discriminatedUnion('event', [
    z.strictObject({
      event: z.literal('ready'),
      page: z.string().nullable(),
      pid: z.int(),
      home: z.string(),
    }),
    z.strictObject({
      event: z.enum(['joined', 'left', 'removed', 'online', 'offline']),
      shell: shellNamed,
      member: memberNamed,
    }),
    z
      .strictObject({ event: z.literal('lease'), shell: shellNamed, state: z.enum(['expired', 'renewed']) })
      .describe('our own lease ran out, or somebody renewed it after it had'),
    z.strictObject({ event: z.literal('removed-me'), shell: shellNamed }).describe('we are out'),
    z
      .strictObject({ event: z.literal('back'), shell: shellNamed })
      .describe('we are in after all: whoever removed us was out by then'),
    z
      .strictObject({ event: z.literal('removal'), shell: shellNamed, removal: removalShown })
      .describe('a removal was proposed, signed, carried out, or came to nothing'),
    z.strictObject({ event: z.literal('host'), shell: shellNamed, host: memberNamed.nullable() }),
    z.strictObject({
      event: z.literal('received'),
      shell: shellNamed,
      mod: z.string(),
      member: memberNamed,
      path: z.string(),
    }),
    z
      .strictObject({
        event: z.literal('held'),
        shell: shellNamed,
        mod: z.string(),
        hash: z.string().describe('what "release" takes'),
        member: memberNamed,
        bytes: count,
      })
      .describe('a mod waits for our word, because it is bigger than we take unasked'),
  ])
  .meta({ id: 'NodeEvent' });
/** What happened in the node or in one of its syncshells, told once. */
export type NodeEvent = z.infer<typeof nodeEvent>;
/** What `/v1/events/kept` answers. */
export const keptEvents = z
  .strictObject({
    last: z.string().describe('where whoever has read these stands, for Last-Event-ID'),
    events: z
      .array(z.strictObject({ id: z.string(), at: time, event: nodeEvent }))
      .describe('the oldest first'),
  })
  .meta({ id: 'KeptEvents' });
/** The last thousand events of this run at most; whoever missed more looks at everything anew. */
export type KeptEvents = z.infer<typeof keptEvents>;
