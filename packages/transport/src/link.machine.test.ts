import { expect, test } from '@jest/globals';
import { createCoverage } from '@fyteclub/identity/testing';
import { createActor, SimulatedClock } from 'xstate';
import { toDirectedGraph } from 'xstate/graph';
import { linkMachine, type LinkEmitted, type LinkEvent } from './link.machine.ts';

/** A number lets that many ms pass. */
type Step = LinkEvent | number;

const STORIES: readonly (readonly [readonly Step[], readonly LinkEmitted[]])[] = [
  [
    [10_000],
    [
      { type: 'HANG_UP', gently: false },
      { type: 'ENDED', end: 'handshake-timed-out' },
    ],
  ],
  [
    [{ type: 'SECURED' }, 2_000, { type: 'HEARD' }, 7_999, { type: 'CLOSE' }],
    [
      ...Array<LinkEmitted>(4).fill({ type: 'BEAT' }),
      { type: 'HANG_UP', gently: true },
      { type: 'ENDED', end: 'closed-here' },
    ],
  ],
  [
    [{ type: 'SECURED' }, 8_000, { type: 'HEARD' }, 8_000, 250],
    [
      ...Array<LinkEmitted>(8).fill({ type: 'BEAT' }),
      { type: 'HANG_UP', gently: false },
      { type: 'ENDED', end: 'silent' },
    ],
  ],
  [
    [{ type: 'ABORT' }],
    [
      { type: 'HANG_UP', gently: false },
      { type: 'ENDED', end: 'closed-here' },
    ],
  ],
  [[{ type: 'CHANNEL_CLOSED' }], [{ type: 'ENDED', end: 'closed-there' }]],
  [
    [{ type: 'SECURED' }, { type: 'FAILED', end: 'bad-frame' }],
    [
      { type: 'HANG_UP', gently: false },
      { type: 'ENDED', end: 'bad-frame' },
    ],
  ],
];

test('every story ends as it should, and together they walk every transition', () => {
  const coverage = createCoverage(linkMachine);
  for (const [steps, emitted] of STORIES) {
    const clock = new SimulatedClock();
    const actor = createActor(linkMachine, { clock, inspect: coverage.inspect });
    const said: LinkEmitted[] = [];
    actor.on('*', (event) => said.push(event));
    actor.start();
    for (const step of steps) {
      if (typeof step !== 'number') actor.send(step);
      else for (let left = step; left > 0; left -= 1_000) clock.increment(Math.min(left, 1_000));
    }
    expect(said).toEqual(emitted);
    expect(actor.getSnapshot().status).toBe('done');
  }
  expect(coverage.missing()).toEqual([]);
});

test('it can be drawn without being run', () => {
  expect(toDirectedGraph(linkMachine).children.map(({ id }) => id)).toEqual([
    'link.handshaking',
    'link.live',
    'link.ended',
  ]);
});
