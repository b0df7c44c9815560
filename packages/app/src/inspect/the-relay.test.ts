import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createInspector } from '@statelyai/inspect';
import { assign, createActor, emit, setup } from 'xstate';
import type { InstanceId, MemberId, ShellId } from '@fyteclub/identity';
import { createActors, type Inspect } from '../node/actors.ts';
import { productMachines } from '../node/parts.ts';
import { definitionShown } from './definition.rules.ts';
import { InspectorLog, KEPT_MESSAGES, type InspectorNews } from './inspector-log.ts';
import { inspected, type Inspected } from './messages.ts';
import { createRelay } from './relay.ts';

const SECRET = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** A machine that is careless with a secret in every way there is. */
const careless = setup({
  types: {
    input: {} as { seed: string },
    events: {} as { type: 'JOIN'; code: string },
    emitted: {} as { type: 'TOLD'; key: string },
  },
  actions: { tell: emit((_, { key }: { key: string }) => ({ type: 'TOLD', key })) },
}).createMachine({
  id: 'membership',
  context: { seed: SECRET, kept: new Map([['key', SECRET]]) },
  initial: 'outside',
  meta: { key: SECRET },
  states: {
    outside: {
      on: { JOIN: { target: 'member', actions: [assign({ seed: ({ event }) => event.code })] } },
    },
    member: { type: 'final', entry: { type: 'tell', params: { key: SECRET } }, tags: [SECRET] },
  },
  output: SECRET,
});

async function run(inspect: Inspect): Promise<void> {
  const actors = createActors({ setTimeout, clearTimeout }, inspect);
  const actor = actors.spawn('136577cb/membership', careless, { seed: SECRET }, () => undefined);
  actor.send({ type: 'JOIN', code: SECRET });
  actors.stopAll();
  const link = createActor(careless, { inspect, input: { seed: SECRET } }).start();
  link.send({ type: 'JOIN', code: SECRET });
  await sleep(20); // the adapter converts when nothing else is to be done
}

const firstOf = async (log: InspectorLog): Promise<InspectorNews> => {
  for await (const news of log.follow(new AbortController().signal)) return news;
  throw new Error('nothing was told');
};

describe('P89 whatever a machine carries about', () => {
  test('comes out of the adapter alone, and not out of the relay', async () => {
    const bare: string[] = [];
    const official = createInspector({ send: (message) => bare.push(JSON.stringify(message)) });
    await run((event) => official.inspect.next?.(event));
    expect(bare.filter((text) => text.includes(SECRET)).length).toBeGreaterThan(3);

    const { inspect, log } = createRelay();
    await run(inspect);
    const { data } = await firstOf(log);
    expect(JSON.stringify(data)).not.toContain(SECRET.slice(0, 9));
  });

  test('a machine’s picture comes out whole, however deep it nests', async () => {
    const { inspect, log } = createRelay();
    const machine = productMachines.election;
    const input = { shell: 'ab' as ShellId, me: 'cd' as MemberId, instance: 'ef' as InstanceId };
    createActor(machine, { inspect, input }).start().stop();
    await sleep(20);
    const { data } = (await firstOf(log)) as Extract<InspectorNews, { kind: 'now' }>;
    expect(JSON.parse(data.actors[0]?.definition ?? '')).toEqual(definitionShown(machine.config));
  });

  test('is told as it is described, with every actor, event and state', async () => {
    const { inspect, log } = createRelay();
    await run(inspect);
    const { kind, data } = await firstOf(log);
    expect(kind).toBe('now');
    const { actors, recent } = data as Extract<InspectorNews, { kind: 'now' }>['data'];
    for (const message of [...actors, ...recent]) inspected.parse(JSON.parse(JSON.stringify(message)));
    expect(actors.map(({ name, snapshot: { value, status } }) => [name, value, status])).toEqual([
      ['node', undefined, 'stopped'],
      ['136577cb/membership', 'member', 'done'],
      ['membership', 'member', 'done'],
    ]);
    const [node, member] = actors;
    expect(member?.parentId).toBe(node?.sessionId);
    const sent = recent.filter(({ type }) => type === '@xstate.event').map(({ event }) => event);
    expect(sent).toContainEqual({ type: 'JOIN', code: 'text(64)' });
  });
});

describe('whoever watches', () => {
  const message = (at: number): Inspected => ({
    type: '@xstate.event',
    event: { type: 'GO' },
    sessionId: `x:${at}`,
    createdAt: '0',
    id: null,
    _version: '0',
  });

  test('hears all that happens, in its order, and how all stands if it is too slow', async () => {
    const log = new InspectorLog();
    const watching = log.follow(new AbortController().signal);
    const next = async (): Promise<InspectorNews> => (await watching.next()).value as InspectorNews;
    log.tell(message(0));
    expect(await next()).toEqual({ kind: 'now', data: { actors: [], recent: [message(0)] } });
    const late = next();
    log.tell(message(1));
    expect(await late).toEqual({ kind: 'told', data: message(1) });
    for (let at = 0; at <= KEPT_MESSAGES; at++) log.tell(message(at));
    expect((await next()).kind).toBe('now');
    log.tell(message(7));
    expect(await next()).toEqual({ kind: 'told', data: message(7) });
  });

  test('stops when it wants to', async () => {
    const gone = new AbortController();
    const watching = new InspectorLog().follow(gone.signal);
    await watching.next();
    const last = watching.next();
    gone.abort();
    expect((await last).done).toBe(true);
  });

  test('can look at a few that have ended, and at everybody else', async () => {
    const log = new InspectorLog();
    const common = { createdAt: '0', id: null, _version: '0' };
    for (let at = 0; at < 100; at++) {
      const sessionId = `x:${at}`;
      const snapshot = { status: 'active', context: {} } as const;
      log.tell({ ...common, type: '@xstate.actor', sessionId, name: 'link', definition: '{}', snapshot });
      if (at % 2 === 0) continue;
      const ended = { ...snapshot, status: 'done' } as const;
      log.tell({ ...common, type: '@xstate.snapshot', sessionId, event: { type: 'GO' }, snapshot: ended });
    }
    const { data } = (await firstOf(log)) as Extract<InspectorNews, { kind: 'now' }>;
    const statuses = data.actors.map(({ snapshot }) => snapshot.status);
    expect(statuses.filter((status) => status === 'active')).toHaveLength(50);
    expect(statuses.filter((status) => status === 'done')).toHaveLength(32);
  });
});
