import { expect, test } from '@jest/globals';
import { createCoverage } from '@fyteclub/identity/testing';
import { toDirectedGraph } from 'xstate/graph';
import { electionMachine } from './election.machine.ts';
import { ada, ben, listOf, NOON, run } from './testing/cast.ts';
import { Network } from './testing/network.ts';

test('every transition is walked', async () => {
  const coverage = createCoverage(electionMachine);
  const net = new Network(ada, ben);
  const { actor } = net.start(ada, run(1), coverage.inspect);
  const members = net.members;
  const up = { type: 'PEER_UP', member: ben.memberId, instance: run(2), now: NOON } as const;
  const list = listOf(ben, [[ada, NOON]]).bytes;
  const told = {
    type: 'MESSAGE',
    from: ben.memberId,
    message: { type: 'election.witness', lists: [list] },
    now: NOON,
  } as const;
  const everything = async (): Promise<void> => {
    actor.send({ type: 'MEMBERS', members });
    actor.send(told);
    actor.send({ type: 'LIST_SIGNED', list });
    actor.send({ type: 'PEER_DOWN', member: ben.memberId });
    await net.pass(4_000);
  };
  actor.send(up);
  await net.pass(1_999);
  actor.send({ type: 'MEMBERS', members });
  actor.send({ type: 'SUSPICION_OVER', member: ben.memberId });
  actor.send(up);
  actor.send(told);
  actor.send({ type: 'LIST_SIGNED', list });
  expect(actor.getSnapshot().value).toBe('gathering');
  await net.pass(1);
  expect(actor.getSnapshot().value).toBe('settled');
  actor.send(up);
  expect(actor.getSnapshot().value).toBe('settled');
  await everything();
  actor.send({ ...up, instance: run(3) });
  expect(actor.getSnapshot().value).toBe('gathering');
  actor.send({ type: 'MEMBERS', members: [ada.memberId] });
  expect(actor.getSnapshot().value).toBe('settled');
  actor.send({ type: 'RESIGN' });
  expect(actor.getSnapshot().value).toBe('resigned');
  expect(coverage.missing()).toEqual([]);
});

test('the machine can be drawn without being run', () => {
  expect(toDirectedGraph(electionMachine).children.map(({ id }) => id)).toEqual([
    'election.gathering',
    'election.settled',
    'election.resigned',
  ]);
});
