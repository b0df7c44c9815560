import { expect, test } from '@jest/globals';
import { inviteKeys } from './invite-keys.ts';
import { membershipMachine } from './membership.machine.ts';
import { reconnectMachine } from './reconnect.machine.ts';
import { person, seededRandom, walkEverywhere } from './testing/index.ts';

const ben = person('Ben');
const peer = { member: ben.id, kx: ben.ring.kxPublic, instance: ben.instance };
const { id: invite } = inviteKeys(seededRandom('invite')(16));
const join = {
  invite,
  proof: new Uint8Array(64),
  consent: new Uint8Array(64),
  transcript: new Uint8Array(32),
};
const now = 1_800_000_000_000;

test('wherever a connection goes, it counts only after proof, sync and a second look', () => {
  const missing = walkEverywhere(
    reconnectMachine,
    {
      inputs: [{ role: 'initiator' }, { role: 'responder' }],
      events: [
        { type: 'FRAME_RECEIVED' },
        { type: 'PROVEN', purpose: 'reconnect', ...peer },
        { type: 'PROVEN', purpose: 'join', ...peer, join },
        { type: 'DENIED', code: 'token-expired' },
        { type: 'ADMITTED' },
        { type: 'REFUSED', code: 'invite-used' },
        { type: 'WELCOMED' },
        { type: 'SYNCED' },
        { type: 'MEMBERSHIP', member: true, removed: false },
        { type: 'MEMBERSHIP', member: false, removed: true },
        { type: 'MEMBERSHIP', member: false, removed: false },
        { type: 'CHANNEL_LOST' },
      ],
    },
    (walk) => {
      const happened = walk.map(({ event }) => event.type);
      const said = walk.flatMap(({ emitted }) => emitted.map(({ type }) => type));
      if (said.includes('CONNECTED')) {
        expect(happened.indexOf('PROVEN')).toBeGreaterThanOrEqual(0);
        expect(happened.indexOf('SYNCED')).toBeGreaterThan(happened.indexOf('PROVEN'));
        expect(walk.some(({ event }) => event.type === 'MEMBERSHIP' && event.member)).toBe(true);
      }
      // Closed once, as the last thing that is said.
      expect(said.filter((type) => type === 'CLOSE')).toHaveLength(
        walk.at(-1)?.after.status === 'done' ? 1 : 0,
      );
      if (said.includes('CLOSE')) expect(said.at(-1)).toBe('CLOSE');
    },
  );
  expect(missing).toEqual([]);
});

test('wherever a membership goes, nobody is called before an invite, and a removal ends it for good', () => {
  const missing = walkEverywhere(
    membershipMachine,
    {
      inputs: [{ standing: 'outside' }, { standing: 'member' }],
      events: [
        { type: 'JOIN', invite, expiresAt: now + 60_000, now, useReply: false },
        { type: 'JOIN', invite, expiresAt: now - 1, now, useReply: true },
        { type: 'CREATED' },
        { type: 'CANCEL' },
        { type: 'REACHED' },
        { type: 'UNREACHABLE' },
        { type: 'PROVEN' },
        { type: 'DENIED', code: 'invite-used' },
        { type: 'WELCOMED' },
        { type: 'REFUSED', code: 'welcome-malformed' },
        { type: 'CHANNEL_LOST' },
        { type: 'LEASE', expiresAt: now + 1, now },
        { type: 'LEASE', expiresAt: now - 1, now },
        { type: 'REMOVED' },
        { type: 'LEFT' },
      ],
      apart: ({ leaseOver, replying }) => [leaseOver, replying],
    },
    (walk) => {
      for (const { before, event, after, emitted } of walk) {
        for (const { type } of emitted)
          if (type === 'DIAL' || type === 'MEET')
            expect([
              'JOIN',
              'UNREACHABLE',
              'CHANNEL_LOST',
              'xstate.after.direct.membership.joining.dialling',
            ]).toContain(event.type);
        if (event.type === 'REMOVED' && !before.matches('outside') && before.status === 'active') {
          expect(after.value).toBe('removed');
          expect(emitted).toContainEqual({ type: 'SHUT_DOWN', why: 'removed' });
        }
        if (before.status === 'done') expect(emitted).toEqual([]);
      }
    },
  );
  expect(missing).toEqual([]);
});
