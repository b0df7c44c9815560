import { signList } from '@fyteclub/election';
import { toHex, type InstanceId, type MemberId } from '@fyteclub/identity';
import { rotationFor } from '@fyteclub/phonebook';
import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Attacker } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { beaconOf, inviteOf, operation, recordOf, someone } from './words.ts';

/**
 * Says two things at once: two operations in one place of its chain, two records, signs of life or witness lists of one
 * number, one to some and the other to the rest. Stopped by everybody telling everybody: whoever has both has the
 * proof and shows it (P21 P41), all settle on the same (P19 P27 P42), and of two epochs on one (P37). It evicts nobody,
 * the equivocator included.
 */
export const equivocator: Attacker = {
  name: 'equivocator',
  tries: 'tells some one thing and the others another',
  properties: [19, 21, 27, 37, 41, 42],
  acts: [
    {
      name: 'two operations in one place',
      run: (rogue, dice) => {
        const pair = [inviteOf(rogue), inviteOf(rogue)].map(({ body }) => operation(rogue, body));
        tellHalves(rogue, dice, pair, (to, op) => rogue.tellOps(to, op));
      },
    },
    {
      name: 'two epochs in one place',
      run: (rogue, dice) => {
        const { known, random } = rogue;
        const pair = [random(32), random(32)].map((secret) =>
          operation(rogue, rotationFor(known.roster, secret, random)),
        );
        tellHalves(rogue, dice, pair, (to, op) => rogue.tellOps(to, op));
      },
    },
    {
      name: 'two records of one number',
      run: (rogue, dice) => {
        const sequence = rogue.now();
        const pair = ['Eve', 'Not Eve'].map((name) => recordOf(rogue, { sequence, name }));
        tellHalves(rogue, dice, pair, (to, record) => rogue.tellRecords(to, record));
      },
    },
    {
      name: 'two signs of life of one number',
      run: (rogue, dice) => {
        const incarnation = rogue.now();
        const run = toHex(rogue.random(16)) as InstanceId;
        const pair = [rogue.instance, run].map((instance) => beaconOf(rogue, { incarnation, instance }));
        tellHalves(rogue, dice, pair, (to, beacon) => rogue.gossip(to, { beacons: [beacon] }));
      },
    },
    {
      name: 'two witness lists of one number',
      run: (rogue, dice) => {
        const { ring, shell, instance } = rogue;
        const sequence = rogue.now();
        const pair = [1, 2].map((since) =>
          signList(ring, { shell, sequence, entries: [{ subject: someone(rogue, dice), instance, since }] }),
        );
        tellHalves(rogue, dice, pair, (to, list) => rogue.gossip(to, { lists: [list] }));
      },
    },
    {
      name: 'leaves some and stays with the others',
      run: (rogue, dice) => {
        const pair = [{ type: 'leave' } as const, inviteOf(rogue).body].map((body) => operation(rogue, body));
        tellHalves(rogue, dice, pair, (to, op) => rogue.tellOps(to, op));
      },
    },
  ],
};

/** The first of two to some of those whom it is linked to, the second to the rest; each to somebody, if there are two. */
function tellHalves(
  rogue: Rogue,
  dice: SeededRandom,
  [one, other]: readonly Uint8Array[],
  tell: (to: MemberId, what: Uint8Array) => void,
): void {
  const peers = [...rogue.lines.keys()].sort();
  const from = dice.integer(1, Math.max(1, peers.length - 1));
  for (const [place, to] of peers.entries()) {
    const what = place < from ? one : other;
    if (what !== undefined) tell(to, what);
  }
}
