import { describe, expect, test } from '@jest/globals';
import type { Inspected, InspectedActor } from '../api-types.ts';
import {
  beginning,
  family,
  NOTHING,
  shortStates,
  sought,
  statesOf,
  told,
  type Watched,
} from './actors.rules.ts';
import { chartOf, litBy, type Box } from './chart.rules.ts';

const common = { createdAt: '7', id: null, _version: '0' } as const;
const actor = (sessionId: string, name: string, more: Partial<InspectedActor> = {}): InspectedActor => ({
  ...common,
  type: '@xstate.actor',
  sessionId,
  name,
  definition: '{}',
  snapshot: { status: 'active', value: 'alone', context: {} },
  ...more,
});
const sent = (sessionId: string, type: string): Inspected => ({
  ...common,
  type: '@xstate.event',
  sessionId,
  event: { type, from: 'abababab…' },
});
const stands = (sessionId: string, value: string, status: 'active' | 'done' = 'active'): Inspected => ({
  ...common,
  type: '@xstate.snapshot',
  sessionId,
  event: { type: 'GO' },
  snapshot: { status, value, context: { turn: 1 } },
});
const after = (...messages: Inspected[]): Watched => messages.reduce(told, NOTHING);
const linesOf = ({ lines }: Watched): readonly string[] => lines.map(({ name, text }) => `${name}: ${text}`);

describe('who is there', () => {
  test('stands where it stood last, and what it is sent and where it goes is told, newest first', () => {
    const all = after(actor('x:1', 'book'), sent('x:1', 'PEER_UP'), stands('x:1', 'gossiping'));
    expect(all.actors.get('x:1')).toMatchObject({ value: 'gossiping', context: { turn: 1 } });
    expect(linesOf(all)).toEqual(['book: gossiping', 'book: PEER_UP  from: abababab…']);
    expect(linesOf(told(all, stands('x:1', 'gossiping')))).toHaveLength(2); // it stayed
    expect(linesOf(told(all, stands('x:1', 'gone', 'done')))[0]).toBe('book: gone, (done)');
    expect(told(all, stands('x:9', 'gone')).lines).toHaveLength(2); // of somebody unheard of
  });

  test('whoever begins to watch sees all as they are now, and what they were sent', () => {
    const begun = beginning({
      actors: [actor('x:1', 'book')],
      recent: [sent('x:1', 'PEER_UP'), stands('x:1', 'elsewhere')] as never,
    });
    expect(begun.actors.get('x:1')?.value).toBe('alone');
    expect(linesOf(begun)).toEqual(['book: PEER_UP  from: abababab…']);
  });

  test('comes below whoever made it', () => {
    const messages = [
      actor('x:2', 'link'),
      actor('x:0', 'node'),
      actor('x:1', 'book', { parentId: 'x:0' }),
      actor('x:3', 'lost', { parentId: 'x:99' }),
    ];
    expect(family(after(...messages).actors).map(({ name, depth }) => [name, depth])).toEqual([
      ['link', 0],
      ['node', 0],
      ['book', 1],
      ['lost', 0],
    ]);
  });

  test('is forgotten a while after it has ended', () => {
    const messages = Array.from({ length: 100 }, (_, at) => [
      actor(`x:${at}`, 'link'),
      stands(`x:${at}`, 'ended', at < 90 ? 'done' : 'active'),
    ]).flat();
    expect(after(...messages).actors.size).toBe(42);
  });

  test('can be searched for, by every word', () => {
    const { lines } = after(actor('x:1', 'book'), sent('x:1', 'PEER_UP'), sent('x:1', 'MESSAGE'));
    expect(sought(lines, ' book  peer ', undefined).map(({ text }) => text.split(' ')[0])).toEqual([
      'PEER_UP',
    ]);
    expect(sought(lines, '', 'x:2')).toEqual([]);
  });
});

test('states are told by their paths, and in short', () => {
  const value = { present: { friends: 'watching', host: { settled: 'sure' } }, idle: {} };
  expect(statesOf(value)).toEqual(['present.friends.watching', 'present.host.settled.sure', 'idle']);
  expect(shortStates(value)).toBe('watching, sure, idle');
  expect([...litBy({ a: { b: 'c' } })]).toEqual(['a', 'a.b', 'a.b.c']);
  expect([statesOf(undefined), shortStates('alone')]).toEqual([[], 'alone']);
});

describe('the chart of a machine', () => {
  const chart = chartOf({
    id: 'door',
    initial: 'shut',
    on: { SLAM: [{ target: '.shut' }], KNOCK: [{ actions: ['bark'] }] },
    states: {
      shut: {
        on: { OPEN: [{ target: 'open', guard: 'unlocked' }], FORCE: [{ target: '#door.open.wide' }] },
        after: { night: [{ target: 'shut' }] },
      },
      open: {
        initial: 'ajar',
        states: {
          ajar: { always: [{ target: 'wide' }] },
          wide: { on: { SHUT: [{ target: '#door.shut' }] } },
        },
        onDone: [{ target: 'shut' }],
        on: { OPEN: [{ target: 'shut' }] },
      },
    },
  });
  const named = (box: Box): readonly string[] => [box.path, ...box.boxes.flatMap(named)];

  test('has a box for every state, and a mark where it begins', () => {
    expect(named(chart.root)).toEqual(['', '*', 'shut', 'open', 'open.*', 'open.ajar', 'open.wide']);
  });

  test('has one arrow from a state to another, with all that leads there', () => {
    expect(chart.arrows.map(({ from, to, labels }) => `${from} → ${to}: ${labels.join(', ')}`)).toEqual([
      'shut → open: OPEN [unlocked]',
      'shut → open.wide: FORCE',
      'open → shut: OPEN, done',
      'open.ajar → open.wide: always',
      'open.wide → shut: SHUT',
      'open.* → open.ajar: ',
      '* → shut: ',
    ]);
  });

  test('says in the box what stays in it', () => {
    expect(chart.root.lines).toEqual(['SLAM → shut', 'KNOCK']);
    expect(chart.root.boxes[1]?.lines).toEqual(['after night → itself']);
  });

  test('of a machine without states is one box', () => {
    expect(chartOf({ id: 'node', on: { STOP: [{}] } })).toEqual({
      root: { path: '', name: 'node', kind: 'state', lines: ['STOP'], boxes: [] },
      arrows: [],
    });
  });
});
