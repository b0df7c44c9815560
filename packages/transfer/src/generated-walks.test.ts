import { expect, test } from '@jest/globals';
import { walkEverywhere } from '@fyteclub/identity/testing';
import { createActor, SimulatedClock } from 'xstate';
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
  { type: 'INSTALL_FAILED', code: 'disk-error' },
  { type: 'MISSING' },
  { type: 'TURN', mine: false },
  { type: 'TURN', mine: true },
  { type: 'PAUSE' },
  { type: 'RESUME' },
  { type: 'RELEASED' },
  { type: 'WITHDRAWN', code: 'withdrawn' },
];
const inputs: TransferSessionInput[] = (
  [
    ['inbound', false],
    ['inbound', true],
    ['outbound', false],
  ] as const
).map(([direction, held]) => ({
  peer: ben.memberId,
  mod: 'ab'.repeat(32),
  name: 'Robe',
  direction,
  total: 10,
  sight: { mine: false, theirs: false },
  paused: false,
  held,
  turn: true,
}));

test('P55 wherever a transfer goes, bytes move only while both see each other, nobody paused, nobody wants to be asked and it has its turn', () => {
  const missing = walkEverywhere(
    transferSessionMachine,
    {
      inputs,
      events,
      // Attempts only lengthen a wait, until there were five of them, which is a story of its own.
      apart: ({ sight, paused, held, turn }) => [sight, paused, held, turn],
    },
    (walk) => {
      let running = false;
      for (const { event, after, emitted } of walk) {
        for (const { type } of emitted) {
          if (type === 'START') running = true;
          if (type === 'ABORT') running = false;
        }
        if (event.type === 'DONE') running = false;
        // Whatever leaves while a pump runs cuts it.
        expect(running).toBe(after.matches({ near: { moving: 'flowing' } }));
        if (after.matches({ near: 'moving' }))
          expect(after.context).toMatchObject({ sight: near, paused: false, held: false, turn: true });
        expect(transferStatus(after).state).toMatch(/^[a-z-]+$/);
      }
    },
  );
  expect(missing).toEqual(['transferSession.installing INSTALL_FAILED -> transferSession.failed']);
});

test('a disk that fails five times while a mod is put in its place has failed', () => {
  const clock = new SimulatedClock();
  const input = { ...inputs[0]!, sight: near };
  const actor = createActor(transferSessionMachine, { input, clock }).start();
  for (const type of ['ACCEPTED', 'BULK_OPEN', 'DONE'] as const) actor.send({ type });
  for (let tries = 0; tries < 5; tries++) {
    actor.send({ type: 'INSTALL_FAILED', code: 'disk-error' });
    expect(actor.getSnapshot().value).toBe('waitingToInstall');
    clock.increment(60 * 60_000);
    expect(actor.getSnapshot().value).toBe('installing');
  }
  actor.send({ type: 'INSTALL_FAILED', code: 'disk-error' });
  expect(actor.getSnapshot().value).toBe('failed');
});
