import { describe, expect, test } from '@jest/globals';
import { createActor, SimulatedClock } from 'xstate';
import { getShortestPaths, toDirectedGraph } from 'xstate/graph';
import { transferSessionMachine } from './transfer-session.machine.ts';
import { transferStatus } from './transfer-status.ts';
import type { TransferSessionEvent, TransferSessionInput } from './transfer-session.types.ts';
import { ben } from './testing/mods.ts';

const near = { mine: true, theirs: true };
const events: TransferSessionEvent[] = [
  { type: 'SIGHT', sight: near },
  { type: 'SIGHT', sight: { mine: true, theirs: false } },
  { type: 'OFFERED' },
  { type: 'REQUESTED', transfer: '00'.repeat(16) },
  { type: 'ACCEPTED' },
  { type: 'REFUSED', code: 'busy' },
  { type: 'BULK_OPEN' },
  { type: 'PROGRESS', bytes: 5 },
  { type: 'DONE' },
  { type: 'STALE' },
  { type: 'DISK_FULL' },
  { type: 'LOST', code: 'channel-lost' },
  { type: 'LOST', code: 'manifest-forged' },
  { type: 'INSTALLED' },
  { type: 'INSTALL_FAILED', code: 'folder-in-use' },
  { type: 'INSTALL_FAILED', code: 'disk-full' },
  { type: 'MISSING' },
  { type: 'PAUSE' },
  { type: 'RESUME' },
  { type: 'WITHDRAWN', code: 'withdrawn' },
];
const inputs: TransferSessionInput[] = (['inbound', 'outbound'] as const).map((direction) => ({
  peer: ben.memberId,
  mod: 'ab'.repeat(32),
  name: 'Robe',
  direction,
  total: 10,
  sight: { mine: false, theirs: false },
  paused: false,
}));

const paths = inputs.map((input) => ({
  input,
  paths: getShortestPaths(transferSessionMachine, {
    input,
    events,
    limit: 20_000,
    // Attempts only lengthen a wait: states that differ in nothing else are the same to these tests.
    serializeState: ({ value, context }) => JSON.stringify([value, context.sight, context.paused]),
  }),
}));

describe('every path to every state', () => {
  test('reaches every state that the picture shows', () => {
    const drawn: string[] = [];
    const collect = (node: ReturnType<typeof toDirectedGraph>): void => {
      if (node.children.length === 0) drawn.push(node.stateNode.path.join('.'));
      node.children.forEach(collect);
    };
    collect(toDirectedGraph(transferSessionMachine));
    const leaf = (value: unknown): string =>
      typeof value === 'string'
        ? value
        : Object.entries(value as object)
            .map(([key, inner]) => `${key}.${leaf(inner)}`)
            .join();
    const reached = new Set(paths.flatMap((each) => each.paths.map(({ state }) => leaf(state.value))));
    expect(drawn.filter((state) => !reached.has(state))).toEqual([]);
  });

  test('P55 bytes can only be moving while both see each other and nobody paused', () => {
    for (const { state } of paths.flatMap((each) => each.paths)) {
      if (!state.matches({ near: 'moving' })) continue;
      expect(state.context.sight).toEqual(near);
      expect(state.context.paused).toBe(false);
    }
  });

  test('whenever a pump was started, leaving by any way but the end cuts it', () => {
    for (const { input, paths: each } of paths) {
      for (const { steps } of each) {
        const actor = createActor(transferSessionMachine, { input, clock: new SimulatedClock() });
        let running = false;
        actor.on('START', () => {
          running = true;
        });
        actor.on('ABORT', () => {
          running = false;
        });
        actor.start();
        for (const { event } of steps) {
          const name: string = event.type;
          if (name === 'xstate.init') continue;
          actor.send(event);
          if (event.type === 'DONE') running = false;
          expect(running).toBe(actor.getSnapshot().matches({ near: { moving: 'flowing' } }));
        }
        expect(transferStatus(actor.getSnapshot()).state).toMatch(/^[a-z-]+$/);
        actor.stop();
      }
    }
  });
});
