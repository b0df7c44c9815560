import { expect, test } from '@jest/globals';
import { createCoverage } from '@fyteclub/identity/testing';
import { toDirectedGraph } from 'xstate/graph';
import { phonebookMachine } from './phonebook.machine.ts';
import { ada, ben, cleo, NOON, recordOf, trio } from './testing/cast.ts';
import { Network } from './testing/network.ts';
import { encodeOp } from './op-codec.ts';

test('every transition is walked', () => {
  const coverage = createCoverage(phonebookMachine);
  const { inspect } = coverage;
  const copy = trio();
  const net = new Network();
  const { actor } = net.add(
    ada,
    copy.ops.map(({ signed }) => encodeOp(signed)),
    copy.graph.shell,
    { inspect },
  );
  const now = NOON;
  const peer = ben.memberId;
  actor.send({ type: 'SYNC_WITH', peer });
  actor.send({ type: 'PEER_DOWN', peer });
  actor.send({ type: 'PEER_UP', peer, now });
  actor.send({ type: 'PEER_UP', peer: cleo.memberId, now });
  actor.send({ type: 'MESSAGE', from: peer, message: { type: 'phonebook.ops', ops: [] }, now });
  actor.send({ type: 'LOCAL_OP', op: copy.author(ada, { type: 'leave' }), now });
  actor.send({ type: 'LOCAL_RECORD', record: recordOf(ada, copy.graph.shell), now });
  net.clock.increment(45_000);
  expect(actor.getSnapshot().value).toBe('gossiping');
  actor.send({ type: 'PEER_DOWN', peer: cleo.memberId });
  expect(actor.getSnapshot().value).toBe('gossiping');
  actor.send({ type: 'PEER_DOWN', peer });
  expect(actor.getSnapshot().value).toBe('alone');
  expect(coverage.missing()).toEqual([]);
});

test('the machine can be drawn without being run', () => {
  expect(toDirectedGraph(phonebookMachine).children.map(({ id }) => id)).toEqual([
    'phonebook.alone',
    'phonebook.gossiping',
  ]);
});
