import { describe, expect, test } from '@jest/globals';
import { linkMachine } from '@fyteclub/transport';
import fc from 'fast-check';
import { nodeMachine } from '../node/actors.ts';
import { productMachines } from '../node/parts.ts';
import { definitionShown, valueShown } from './definition.rules.ts';
import { OPEN_FIELDS } from './fields.rules.ts';
import { actorShown, contextShown, eventShown, kindOf, machineShown } from './shown.rules.ts';

interface Machine {
  readonly id: string;
  readonly config: unknown;
}

const machines = [nodeMachine, linkMachine, ...Object.values<Machine>({ ...productMachines })].map(
  ({ id, config }: Machine) => ({ id, config: config as object }),
);
const fieldsOf = (machine: string): readonly string[] => Object.values({ ...OPEN_FIELDS[machine] }).flat();

/** A secret as somebody might have put it into a context. */
const secret = fc.uint8Array({ minLength: 16, maxLength: 64 });
const spellings = (bytes: Uint8Array): readonly unknown[] => [
  bytes,
  [...bytes],
  Buffer.from(bytes).toString('hex'),
  Buffer.from(bytes).toString('base64'),
  Buffer.from(bytes).toString('base64url'),
  new Map([['key', bytes]]),
  new Set([bytes]),
  { nested: { key: Buffer.from(bytes).toString('hex') } },
];

describe('P89 what may be seen of a context and of an event', () => {
  test('there is a list for each machine that a node runs, so that none is forgotten', () => {
    expect(machines.map(({ id }) => id).sort()).toEqual(Object.keys(OPEN_FIELDS).sort());
  });

  test('however a secret is put into any field, it does not come out', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...machines), fc.string(), (bytes, { id }, other) => {
        for (const spelling of spellings(bytes))
          for (const field of [...fieldsOf(id), 'password', other]) {
            const out = JSON.stringify([
              contextShown(id, { [field]: spelling }),
              eventShown(id, { type: 'JOIN', [field]: spelling }),
            ]);
            // Of an id the first four bytes are shown.
            expect(out).not.toContain(Buffer.from(bytes).toString('hex').slice(0, 9));
            expect(out).not.toContain(Buffer.from(bytes).toString('base64').slice(0, 9));
            expect(out).not.toContain(bytes.subarray(0, 5).join());
          }
      }),
      { numRuns: 50 },
    );
  });

  test('a field is shown if it is on the list and is what the list says', () => {
    const context = {
      peer: 'ab'.repeat(32),
      direction: 'inbound',
      total: 7,
      paused: false,
      name: 'My coat',
      reason: 'Correct Horse 1',
      mod: 'not an id',
      sight: { mine: 3, theirs: null },
      brandNew: 5,
    };
    expect(contextShown('transferSession', context)).toEqual({
      peer: 'abababab…',
      direction: 'inbound',
      total: 7,
      paused: false,
      name: 'text(7)',
      reason: 'text(15)',
      mod: 'text(9)',
      sight: 'object(2)',
      brandNew: 'number',
    });
  });

  test('of a machine that nobody has thought about nothing is shown, nor of what is no context', () => {
    expect(contextShown('unheardOf', { total: 7, peer: 'ab'.repeat(32) })).toEqual({ context: 'object(2)' });
    expect(contextShown('toString', { total: 7 })).toEqual({ context: 'object(1)' });
    expect(eventShown('unheardOf', { type: 'GO', total: 7 })).toEqual({ type: 'GO' });
    expect(contextShown('election', new Uint8Array(32))).toEqual({});
    expect(contextShown('election', null)).toEqual({});
  });

  test('an event is called what its machine calls it, or nothing', () => {
    const typed = (type: unknown) => eventShown('epoch', { type, rank: 2 });
    expect(typed('STALE')).toEqual({ type: 'STALE', rank: 2 });
    expect(typed('xstate.after.turn.epoch.waiting')).toEqual({ type: 'xstate.after.turn.epoch.waiting' });
    for (const type of ['FC1nPqkq', 'ab'.repeat(16), 'xstate.init.9f86d081884c', 7, undefined])
      expect(typed(type)).toMatchObject({ type: 'hidden' });
    expect(eventShown('epoch', 'STALE')).toEqual({ type: 'hidden' });
    const started = eventShown('membership', { type: 'xstate.init', input: { standing: 'member' } });
    expect(started).toEqual({ type: 'xstate.init' });
  });

  test('actors and machines have names of our making', () => {
    expect(actorShown('136577cb/removal/9f86d081', 'removal')).toBe('136577cb/removal/9f86d081');
    for (const name of ['a'.repeat(64), 'a b', '', 7]) expect(actorShown(name, 'removal')).toBe('removal');
    expect([machineShown('election'), machineShown('a'.repeat(64)), machineShown(7)]).toEqual([
      'election',
      'hidden',
      'hidden',
    ]);
  });

  test('of everything else its kind and its size are told', () => {
    const all = [
      new Uint8Array(32),
      'abc',
      [1, 2],
      new Map([[1, 2]]),
      new Set(),
      { a: 1 },
      7,
      true,
      7n,
      null,
    ];
    expect(all.map(kindOf)).toEqual([
      'bytes(32)',
      'text(3)',
      'list(2)',
      'map(1)',
      'set(0)',
      'object(1)',
      'number',
      'boolean',
      'bigint',
      null,
    ]);
    expect(kindOf(() => 'secret')).toBe('function');
  });
});

describe('the picture of a machine', () => {
  /** Names of all states, as paths. */
  const paths = (of: { states?: object }, at = ''): string[] =>
    Object.entries(of.states ?? {}).flatMap(([name, state]) => [
      `${at}.${name}`,
      ...paths(state as object, `${at}.${name}`),
    ]);

  test.each(machines.map((machine) => [machine.id, machine] as const))('of %s is whole', (_, machine) => {
    const picture = definitionShown(machine.config);
    expect(paths(picture)).toEqual(paths(machine.config));
    expect(JSON.stringify(picture)).not.toMatch(/inline|"(context|params|input|output|meta)":/);
  });

  test('holds names alone', () => {
    const picture = definitionShown({
      id: 'door',
      context: { key: 'secret' },
      initial: 'shut',
      states: {
        shut: {
          on: {
            OPEN: [{ target: 'open', guard: () => 'secret', actions: { type: 'turn', params: 'secret' } }],
          },
          after: { 500: 'open' },
          meta: 'secret',
        },
        open: { invoke: { src: 'bell', input: { key: 'secret' } }, exit: () => 'secret' },
        'not a name: secret': {},
      },
    });
    expect(picture).toEqual({
      id: 'door',
      initial: 'shut',
      states: {
        shut: {
          on: { OPEN: [{ target: 'open', guard: 'inline', actions: ['turn'] }] },
          after: { 500: [{ target: 'open' }] },
        },
        open: { invoke: [{ src: 'bell' }], exit: ['inline'] },
      },
    });
    expect(valueShown(picture, 'open')).toBe('open');
    for (const value of ['secret', { secret: 'open' }, 7, null, 'toString'])
      expect(valueShown(picture, value)).toBeNull();
  });

  test('says where every region stands', () => {
    const picture = definitionShown(productMachines.election.config);
    const value = { present: { friends: 'watching', gossip: 'silent' } };
    expect(valueShown(picture, value)).toEqual(value);
  });
});
