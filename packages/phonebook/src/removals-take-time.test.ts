import { describe, expect, test } from '@jest/globals';
import { createCoverage } from '@fyteclub/identity/testing';
import { createActor, SimulatedClock, type InspectionEvent } from 'xstate';
import { epochMachine } from './epoch.machine.ts';
import { removalMachine, type RemovalState } from './removal.machine.ts';
import { PROPOSAL_LIFE_MS, signProblem, type Removal } from './removal.rules.ts';
import { NOON, party, type ada } from './testing/cast.ts';

const DAY = 24 * 60 * 60_000;

function follow(inspect?: (event: InspectionEvent) => void, known = false) {
  const clock = new SimulatedClock();
  const actor = createActor(removalMachine, {
    input: { at: NOON, known },
    clock,
    ...(inspect ? { inspect } : {}),
  });
  const told: RemovalState[] = [];
  actor.on('STATE_CHANGED', ({ state }) => told.push(state));
  actor.start();
  const see = (state: Removal['state'], now = NOON): void => actor.send({ type: 'SEEN', state, now });
  return { clock, told, see };
}

describe('a removal', () => {
  test('settles for one round of gossip before the word is final', () => {
    const { clock, told, see } = follow();
    see('proposed');
    see('accepted');
    see('accepted');
    clock.increment(45_000);
    expect(told).toEqual(['proposed', 'settling', 'removed']);
  });

  test('is over after 7 days without a second, on whatever day we hear of it', () => {
    const { clock, told, see } = follow();
    see('proposed', NOON + DAY);
    see('proposed', NOON + 2 * DAY);
    clock.increment(6 * DAY - 1);
    expect(told).toEqual(['proposed']);
    clock.increment(1);
    expect(told).toEqual(['proposed', 'expired']);
    const late = follow();
    late.see('proposed', NOON + 8 * DAY);
    expect(late.told).toEqual(['expired']);
  });

  test('that is dated ahead, and would wait for ever, is over at once; a clock may be a day wrong', () => {
    const { told, see } = follow();
    see('proposed', NOON - DAY - 1);
    expect(told).toEqual(['expired']);
    const soon = follow();
    soon.see('proposed', NOON - DAY);
    expect(soon.told).toEqual(['proposed']);
    soon.clock.increment(8 * DAY);
    expect(soon.told).toEqual(['proposed', 'expired']);
  });

  test('that a restart finds carried out is carried out; one that comes later settles', () => {
    const { told, see } = follow(undefined, true);
    see('accepted');
    see('proposed');
    see('accepted');
    expect(told).toEqual(['removed', 'proposed', 'settling']);
  });

  test('can be turned round, and even an expired one by signatures that were made in time', () => {
    const { clock, told, see } = follow();
    see('accepted');
    see('proposed');
    see('accepted');
    clock.increment(45_000);
    see('void');
    see('proposed', NOON + 8 * DAY);
    see('proposed', NOON + 8 * DAY);
    see('accepted', NOON + 8 * DAY);
    expect(told).toEqual(['settling', 'proposed', 'settling', 'removed', 'void', 'expired', 'settling']);
  });
});

describe('who may sign', () => {
  const { copy, people } = party(10);
  const { id } = copy.remove(people[1]!, people[9]!);
  const removal = copy.roster.removals[id]!;

  test('every other member who was there, once, within 7 days', () => {
    expect(signProblem(removal, people[2]!.memberId, NOON + PROPOSAL_LIFE_MS)).toBeUndefined();
    expect(signProblem(removal, people[2]!.memberId, NOON + PROPOSAL_LIFE_MS + 1)).toBe('removal-expired');
    expect(signProblem(removal, people[2]!.memberId, NOON - DAY)).toBeUndefined();
    expect(signProblem(removal, people[2]!.memberId, NOON - DAY - 1)).toBe('removal-expired');
    expect(signProblem(removal, people[1]!.memberId, NOON)).toBe('removal-signed');
    expect(signProblem(removal, people[9]!.memberId, NOON)).toBe('removal-not-yours');
    expect(signProblem(removal, 'f'.repeat(64) as typeof ada.memberId, NOON)).toBe('removal-too-late');
    const alone = { ...removal, electors: [] };
    expect(signProblem(alone, people[2]!.memberId, NOON)).toBe('removal-too-late');
    const accepted = { ...removal, state: 'accepted' } as const;
    expect(signProblem(accepted, people[2]!.memberId, NOON)).toBeUndefined();
    expect(signProblem({ ...accepted, electors: [] }, people[2]!.memberId, NOON)).toBe('removal-over');
  });
});

function rotating(inspect?: (event: InspectionEvent) => void) {
  const clock = new SimulatedClock();
  const actor = createActor(epochMachine, { clock, ...(inspect ? { inspect } : {}) });
  let rotations = 0;
  actor.on('ROTATE', () => (rotations += 1));
  actor.start();
  const stale = (rank: number, eager = false): void =>
    actor.send({ type: 'STALE', rank, eager, jitter: 0.5 });
  return { clock, actor, stale, rotations: () => rotations };
}

describe('a new epoch', () => {
  test('is made at once by whoever ended the last', () => {
    const { clock, stale, rotations } = rotating();
    stale(7, true);
    clock.increment(0);
    expect(rotations()).toBe(1);
  });

  test('is made by the lowest online within two seconds, and by the next one only if none comes', () => {
    const [first, second] = [rotating(), rotating()];
    first.stale(0);
    second.stale(1);
    for (const { clock } of [first, second]) clock.increment(1_000);
    expect([first.rotations(), second.rotations()]).toEqual([1, 0]);
    second.actor.send({ type: 'FRESH' });
    second.clock.increment(60_000);
    expect(second.rotations()).toBe(0);
  });

  test('is tried again when the first one did not do, and our own act makes it urgent', () => {
    const { clock, stale, rotations } = rotating();
    stale(0);
    clock.increment(1_000);
    clock.increment(4_000);
    clock.increment(1_000);
    expect(rotations()).toBe(2);
    stale(3);
    stale(3);
    clock.increment(12_000);
    expect(rotations()).toBe(2);
    stale(3, true);
    clock.increment(0);
    expect(rotations()).toBe(3);
  });
});

test('every transition of both machines is walked', () => {
  const removal = createCoverage(removalMachine);
  const { clock, see } = follow(removal.inspect);
  for (const state of ['proposed', 'accepted', 'accepted', 'proposed', 'void'] as const) see(state);
  see('accepted');
  clock.increment(45_000);
  see('proposed');
  clock.increment(7 * DAY);
  follow(removal.inspect).see('proposed', NOON + 9 * DAY);
  follow(removal.inspect, true).see('accepted');
  expect(removal.missing()).toEqual([]);

  const epoch = createCoverage(epochMachine);
  const { actor, stale, clock: ticking } = rotating(epoch.inspect);
  stale(1);
  stale(1, true);
  ticking.increment(0);
  stale(0);
  ticking.increment(1_000);
  ticking.increment(4_000);
  actor.send({ type: 'FRESH' });
  expect(epoch.missing()).toEqual([]);
});
