import { expect, test } from '@jest/globals';
import { createCoverage } from '@fyteclub/identity/testing';
import { createActor, SimulatedClock } from 'xstate';
import { toDirectedGraph } from 'xstate/graph';
import { electionMachine } from './election.machine.ts';
import { ada, ben, beaconOf, cleo, gossip, NOON, run, SHELL, suspicionOf } from './testing/cast.ts';
import { Network } from './testing/network.ts';

test('every transition is walked', async () => {
  const coverage = createCoverage(electionMachine);
  const net = new Network([ada, ben, cleo]);
  const node = net.start(ada, run(1), coverage.inspect);
  const { actor } = node;
  const up = { type: 'PEER_UP', member: ben.memberId, instance: run(2), now: NOON } as const;
  const beacons = [ben, cleo].map((ring) => beaconOf(ring, NOON, { instance: run(2) }));
  const told = { type: 'MESSAGE', from: ben.memberId, message: gossip({ beacons }), now: NOON } as const;
  // The settle time starts with the node; a new peer in it starts nothing anew.
  actor.send(up);
  actor.send({ ...up, member: cleo.memberId });
  actor.send(told);
  expect(node.isGathering).toBe(true);
  await net.pass(2_000);
  expect(node.isGathering).toBe(false);
  // Somebody takes us for gone.
  const { incarnation } = node.context.lives[ada.memberId]!.beacon;
  const suspicions = [suspicionOf(cleo, ada.memberId, incarnation)];
  actor.send({ ...told, message: gossip({ suspicions }) });
  await net.pass(1_000);
  expect(node.context.lives[ada.memberId]!.beacon.incarnation).toBeGreaterThan(incarnation);
  // A link that is back with the same run is no news.
  actor.send({ type: 'PEER_DOWN', member: ben.memberId });
  actor.send(up);
  expect(node.isGathering).toBe(false);
  // Lost for good: asked about, suspected, gone; and rounds go by meanwhile.
  actor.send({ type: 'PEER_DOWN', member: ben.memberId });
  await net.pass(10_000);
  expect(node.context.lives[ben.memberId]).toMatchObject({ standing: 'gone' });
  actor.send({ ...up, instance: run(3) });
  expect(node.isGathering).toBe(true);
  actor.send({ type: 'MEMBERS', members: [ada.memberId] });
  expect(node.isGathering).toBe(false);
  actor.send({ type: 'RESIGN' });
  expect(actor.getSnapshot()).toMatchObject({ value: 'resigned', status: 'done' });

  // Nobody signs the last word of this one.
  const clock = new SimulatedClock();
  const input = { shell: SHELL, me: ada.memberId, instance: run(1) };
  const mute = createActor(electionMachine, { input, clock, inspect: coverage.inspect }).start();
  mute.send({ type: 'RESIGN' });
  mute.send({ type: 'SIGNED', kind: 'list', bytes: new Uint8Array(), now: NOON });
  expect(mute.getSnapshot().value).toBe('leaving');
  clock.increment(1_000);
  expect(mute.getSnapshot().value).toBe('resigned');
  expect(coverage.missing()).toEqual([]);
});

test('the machine can be drawn without being run', () => {
  expect(toDirectedGraph(electionMachine).children.map(({ id }) => id)).toEqual([
    'election.present',
    'election.leaving',
    'election.resigned',
  ]);
});
