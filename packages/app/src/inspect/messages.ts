import { z } from 'zod';
import type { StateValue } from './definition.rules.ts';

/**
 * What the inspector tells, in the format of Stately's own tools. They are schemas, because the API's description is
 * written from them.
 */
const value: z.ZodType<StateValue> = z
  .lazy(() => z.union([z.string(), z.record(z.string(), value)]))
  .meta({ id: 'StateValue' });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const shown = z.record(z.string(), scalar).describe('harmless values; of all others the kind and the size');
const event = z.object({ type: z.string() }).catchall(scalar);

const snapshot = z
  .strictObject({
    status: z.enum(['active', 'done', 'error', 'stopped']),
    value: value.optional(),
    context: shown,
  })
  .meta({ id: 'ActorSnapshot' });

const common = {
  sessionId: z.string().describe('of the actor that it is about'),
  rootId: z.string().optional(),
  createdAt: z.string().describe('ms since 1970'),
  id: z.null(),
  _version: z.string(),
};

const actor = z
  .strictObject({
    type: z.literal('@xstate.actor'),
    ...common,
    name: z.string(),
    parentId: z.string().optional(),
    definition: z.string().describe('the machine as JSON, in the shape of an XState configuration'),
    snapshot,
  })
  .meta({ id: 'InspectedActor' });
export type InspectedActor = z.infer<typeof actor>;

const sent = z
  .strictObject({
    type: z.literal('@xstate.event'),
    ...common,
    sourceId: z.string().optional(),
    event,
  })
  .meta({ id: 'InspectedEvent' });

const step = z
  .strictObject({ type: z.literal('@xstate.snapshot'), ...common, event, snapshot })
  .meta({ id: 'InspectedSnapshot' });
export type InspectedSnapshot = z.infer<typeof step>;

export const inspected = z.union([actor, sent, step]).meta({ id: 'Inspected' });
export type Inspected = z.infer<typeof inspected>;

export const inspectedNow = z
  .strictObject({
    actors: z.array(actor).describe('each as it stands now, parents first'),
    recent: z.array(z.union([sent, step])).describe('what happened of late, the oldest first'),
  })
  .meta({ id: 'InspectedNow' });
export type InspectedNow = z.infer<typeof inspectedNow>;
