import { expect, test } from '@jest/globals';
import type { KeyRing } from '@fyteclub/identity';
import { walkEverywhere } from '@fyteclub/identity/testing';
import { electionMachine } from './election.machine.ts';
import { beaconOf, byKeyHash, gossip, NOON, person, run, SHELL, suspicionOf } from './testing/cast.ts';

// As long as nobody is witnessed the friend hosts, so the host can be lost.
const [ben, ada, cleo] = byKeyHash([1, 2, 3].map(person)) as [KeyRing, KeyRing, KeyRing];
const [me, friend, other] = [ada, ben, cleo].map(({ memberId }) => memberId);
const now = NOON;

test('wherever an election goes, only a member is host, and who resigned says nothing more', () => {
  const beacons = [ben, cleo].map((ring) => beaconOf(ring, NOON));
  const missing = walkEverywhere(
    electionMachine,
    {
      inputs: [{ shell: SHELL, me: me!, instance: run(1) }],
      events: [
        { type: 'MEMBERS', members: [me!, friend!, other!] },
        { type: 'MEMBERS', members: [me!] },
        { type: 'PEER_UP', member: friend!, instance: run(1), now },
        { type: 'PEER_UP', member: friend!, instance: run(2), now },
        { type: 'PEER_DOWN', member: friend!, how: 'lost' },
        { type: 'MESSAGE', from: friend!, message: gossip({ beacons }), now },
        {
          type: 'MESSAGE',
          from: friend!,
          message: gossip({ suspicions: [suspicionOf(cleo, friend!, NOON)] }),
          now,
        },
        { type: 'SIGNED', kind: 'beacon', bytes: beaconOf(ada, NOON), now },
        { type: 'SIGNED', kind: 'farewell', bytes: beaconOf(ada, NOON + 1, { leaving: true }), now },
        { type: 'RESIGN' },
        { type: 'JUDGE' },
        { type: 'PROBE_OVER', member: friend!, probe: 1 },
        { type: 'SUSPICION_OVER', member: friend!, incarnation: NOON },
        { type: 'RENEW' },
        { type: 'WRITE' },
      ],
      apart: ({ links, members, host }) => [Object.keys(links), members.length, host],
    },
    (walk) => {
      for (const { before, after, emitted } of walk) {
        if (before.status === 'done') expect(emitted).toEqual([]);
        for (const effect of emitted)
          if (effect.type === 'HOST_CHANGED' && effect.host !== null)
            expect(after.context.members).toContain(effect.host);
      }
    },
  );
  expect(missing).toEqual([]);
});
