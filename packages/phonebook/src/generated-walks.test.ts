import { expect, test } from '@jest/globals';
import { walkEverywhere } from '@fyteclub/identity/testing';
import { epochMachine } from './epoch.machine.ts';
import { encodeOp } from './op-codec.ts';
import { phonebookMachine } from './phonebook.machine.ts';
import { removalMachine } from './removal.machine.ts';
import { PROPOSAL_LIFE_MS } from './removal.rules.ts';
import { ada, ben, cleo, dan, NOON, recordOf, trio } from './testing/cast.ts';

test('wherever an epoch goes, nobody rotates while there is a fresh one', () => {
  const missing = walkEverywhere(
    epochMachine,
    {
      inputs: [undefined],
      events: [
        { type: 'FRESH' },
        { type: 'STALE', rank: 0, eager: true, jitter: 0.5 },
        { type: 'STALE', rank: 3, eager: false, jitter: 0.5 },
      ],
      apart: ({ eager }) => eager,
    },
    (walk) => {
      let stale = false;
      for (const { event, emitted } of walk) {
        if (event.type === 'FRESH') stale = false;
        if (event.type === 'STALE') stale = true;
        if (emitted.length > 0) expect(stale).toBe(true);
      }
    },
  );
  expect(missing).toEqual([]);
});

test('wherever a removal goes, it is called carried out only while the roster says so', () => {
  const missing = walkEverywhere(
    removalMachine,
    {
      inputs: [
        { at: NOON, known: false },
        { at: NOON, known: true },
      ],
      events: (['proposed', 'accepted', 'void'] as const).flatMap((state) => [
        { type: 'SEEN', state, now: NOON },
        { type: 'SEEN', state, now: NOON + PROPOSAL_LIFE_MS + 1 },
      ]),
      apart: ({ seen, known, now }) => [seen, known, now > NOON],
    },
    (walk) => {
      for (const { after, emitted } of walk) {
        const { seen } = after.context;
        for (const { state } of emitted)
          if (state === 'settling' || state === 'removed') expect(seen).toBe('accepted');
        if (after.value === 'removed' || after.value === 'settling') expect(seen).toBe('accepted');
        if (after.value === 'proposed' || after.value === 'expired') expect(seen).toBe('proposed');
      }
    },
  );
  expect(missing).toEqual([]);
});

test('wherever a phonebook goes, nobody hears of presence before it is connected for good', () => {
  const copy = trio();
  const ops = copy.ops.map(({ signed }) => encodeOp(signed));
  const told = copy.bring(ada, dan, 1);
  const now = NOON;
  const peers = [ben.memberId, cleo.memberId];
  const { shell } = copy.graph;
  const missing = walkEverywhere(
    phonebookMachine,
    {
      inputs: [{ shell, me: ada.memberId, ops, records: [recordOf(cleo, shell)], now }],
      events: [
        ...peers.flatMap((peer) => [
          { type: 'SYNC_WITH', peer } as const,
          { type: 'PEER_UP', peer, now } as const,
          { type: 'PEER_DOWN', peer } as const,
        ]),
        {
          type: 'MESSAGE',
          from: ben.memberId,
          message: { type: 'phonebook.ops', ops: [encodeOp(told.signed)] },
          now,
        },
        { type: 'LOCAL_RECORD', record: recordOf(ada, shell), now },
        { type: 'LOCAL_OP', op: copy.author(ada, { type: 'leave' }), now },
      ],
      apart: ({ peers: linked }) => Object.entries(linked).map(([peer, { connected }]) => [peer, connected]),
    },
    (walk) => {
      const connected = new Set<string>();
      for (const { event, before, after, emitted } of walk) {
        if (event.type === 'PEER_UP') connected.add(event.peer);
        if (event.type === 'PEER_DOWN') connected.delete(event.peer);
        for (const effect of emitted)
          if (effect.type === 'SEND' && effect.message.type === 'phonebook.records')
            expect([...connected]).toContain(effect.to);
        expect([...after.context.graph.ops.keys()]).toEqual(
          expect.arrayContaining([...before.context.graph.ops.keys()]),
        );
      }
    },
  );
  expect(missing).toEqual([]);
});
