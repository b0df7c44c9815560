import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useFakeSignatures } from '@fyteclub/identity/testing';
import fc from 'fast-check';
import { electionMachine } from './election.machine.ts';
import { MINUTE } from './testing/cast.ts';
import { groupOf, grown } from './testing/meshes.ts';
import { onlineMembers } from './view.rules.ts';

let restore = (): void => undefined;
beforeAll(() => {
  restore = useFakeSignatures();
});
afterAll(() => restore());

const HOUR = 60 * MINUTE;
/** A month of rounds of ten seconds is a quarter of a million: here one takes an hour. */
const unhurried = electionMachine.provide({ delays: { round: HOUR } });

test('P50 while nobody comes or goes the host stays for a month, whatever the clocks do', async () => {
  const month = fc.record({
    size: fc.integer({ min: 3, max: 5 }),
    more: fc.integer({ min: 0, max: 6 }),
    dice: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 20 }),
    drifts: fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 5, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(month, async ({ size, more, dice, drifts }) => {
      const { net, nodes } = await groupOf(grown(size, more, dice).mesh, unhurried);
      nodes.forEach((node, i) => {
        node.drift = drifts[i]!;
      });
      const host = nodes[0]!.host;
      expect(nodes.map((node) => node.host)).toEqual(nodes.map(() => host));
      const announced = nodes.map(({ hosts }) => hosts.length);
      for (let hours = 0; hours < 30 * 24; hours += 6) {
        await net.pass(6 * HOUR);
        for (const { context } of nodes) expect(onlineMembers(context)).toHaveLength(size);
        // Nobody reads again what was said in a month.
        net.sent.length = 0;
        for (const { emitted } of nodes) emitted.length = 0;
      }
      expect(nodes.map(({ hosts }) => hosts.length)).toEqual(announced);
    }),
    {
      numRuns: 3,
      // Friends of friends, who only hear of each other.
      examples: [[{ size: 4, more: 0, dice: [0, 0, 1, 2], drifts: [200, -200, 200, -200, 0] }]],
    },
  );
}, 60_000);
