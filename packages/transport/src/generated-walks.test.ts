import { expect, test } from '@jest/globals';
import { person, walkEverywhere } from '@fyteclub/identity/testing';
import { introductionMachine } from './introduction.machine.ts';
import { linkMachine } from './link.machine.ts';

test('wherever a link goes, it says its end once, and beats only while it is live', () => {
  const missing = walkEverywhere(
    linkMachine,
    {
      inputs: [undefined],
      events: [
        { type: 'SECURED' },
        { type: 'HEARD' },
        { type: 'FAILED', end: 'bad-frame' },
        { type: 'FAILED', end: 'overrun' },
        { type: 'CLOSE' },
        { type: 'ABORT' },
        { type: 'CHANNEL_CLOSED' },
      ],
    },
    (walk) => {
      for (const { before, after, emitted } of walk) {
        const said = emitted.map(({ type }) => type);
        if (said.includes('BEAT')) expect(before.value).toHaveProperty('live');
        if (before.status === 'done') expect(said).toEqual([]);
        expect(said.includes('ENDED')).toBe(before.status !== 'done' && after.status === 'done');
      }
    },
  );
  expect(missing).toEqual([]);
});

const [ben, cleo, dora, eve] = ['Ben', 'Cleo', 'Dora', 'Eve'].map((name) => person(name).id);
const [id, other] = ['ab'.repeat(16), 'cd'.repeat(16)];
const sealed = Uint8Array.of(1, 2, 3);

test('wherever an introduction goes, Ada meets only whom she asked for, and it ends in one way', () => {
  const missing = walkEverywhere(
    introductionMachine,
    {
      inputs: [{ to: ben!, id, sealed, relays: [cleo!, dora!] }],
      events: [
        { type: 'ANSWERED', from: ben!, id, sealed },
        { type: 'ANSWERED', from: eve!, id, sealed },
        { type: 'ANSWERED', from: ben!, id: other, sealed },
        { type: 'REFUSED', by: cleo!, id },
        { type: 'REFUSED', by: dora!, id },
        { type: 'REFUSED', by: eve!, id },
        { type: 'RELAY_LOST', relay: cleo! },
        { type: 'RELAY_LOST', relay: dora! },
        { type: 'MET' },
        { type: 'MEETING_FAILED' },
      ],
      apart: ({ relays }) => relays,
    },
    (walk) => {
      for (const { before, event, after, emitted } of walk) {
        const said = emitted.map(({ type }) => type);
        if (said.includes('MEET')) expect(event).toEqual({ type: 'ANSWERED', from: ben, id, sealed });
        // Each relay is asked once.
        if (said.includes('SEND')) expect(after.context.relays.length).toBe(before.context.relays.length - 1);
        const ends = said.filter((type) => type === 'INTRODUCED' || type === 'FAILED');
        expect(ends).toHaveLength(before.status !== 'done' && after.status === 'done' ? 1 : 0);
      }
    },
  );
  expect(missing).toEqual([]);
});
