import { signList } from '@fyteclub/election';
import type { KeyRing } from '@fyteclub/identity';
import { authorOp, encodeOp } from '@fyteclub/phonebook';
import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Attacker } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { admissionOf, cosigned, inviteOf, publish, recordOf, someone, tellAll } from './words.ts';

/**
 * Brings in keys of its own and signs with them as if they were people. What no signature can tell it cannot be
 * denied: keys that were in when a removal was proposed may sign it. Stopped short of more by each key counting once and
 * never without its signature (P2 P31), by keys that came later, or at the same time, not counting at all (P30 P31); and
 * for good by everybody seeing who brought whom, and a removal that takes along all of them (P33 P34).
 */
export const sybilInviter: Attacker = {
  name: 'sybil-inviter',
  tries: 'brings in keys of its own, to sign and to witness with them',
  properties: [2, 30, 31, 33, 34],
  acts: [
    {
      name: 'brings a key',
      run: (rogue) => {
        bring(rogue);
      },
    },
    {
      name: 'gives its keys addresses',
      run: (rogue, dice) => {
        // The address of a friend, who gets to know how many dial it.
        const endpoint = rogue.known.recordOf(someone(rogue, dice))?.endpoint;
        for (const puppet of rogue.puppets)
          for (const to of rogue.lines.keys())
            rogue.tellRecords(to, recordOf(rogue, endpoint === undefined ? {} : { endpoint }, puppet));
      },
    },
    {
      name: 'has its keys witness for it',
      run: (rogue) => {
        const { shell, me: subject, instance } = rogue;
        const entries = [{ subject, instance, since: 1 }];
        const lists = rogue.puppets.map((puppet) =>
          signList(puppet, { shell, sequence: rogue.now(), entries }),
        );
        for (const to of rogue.lines.keys()) rogue.gossip(to, { lists });
      },
    },
    {
      name: 'signs a removal twice with one key',
      run: (rogue, dice) => {
        const removal = proposal(rogue, dice);
        if (removal !== undefined) tellAll(rogue, cosigned(removal, [rogue.ring]));
      },
    },
    {
      name: 'signs a removal with keys that nobody let in',
      run: (rogue, dice) => {
        const removal = proposal(rogue, dice);
        if (removal !== undefined) tellAll(rogue, cosigned(removal, [rogue.stranger(), rogue.stranger()]));
      },
    },
    {
      name: 'signs a removal with keys that come in after it',
      run: (rogue, dice) => {
        const removal = proposal(rogue, dice);
        if (removal === undefined) return;
        rogue.known.takeOps([encodeOp(removal.signed)]);
        tellAll(rogue, encodeOp(removal.signed));
        tellAll(rogue, cosigned(removal, [bring(rogue), bring(rogue)]));
      },
    },
    {
      name: 'signs a removal with keys that come in beside it',
      run: (rogue, dice) => {
        const removal = proposal(rogue, dice);
        // The admissions do not know of the removal, nor it of them.
        if (removal !== undefined) tellAll(rogue, cosigned(removal, [bring(rogue), bring(rogue)]));
      },
    },
  ],
};

/** A group that such a member fills up would take ages to simulate. */
const MAX_PUPPETS = 10;

/** Invites and admits one more key of its own. */
function bring(rogue: Rogue): KeyRing {
  const last = rogue.puppets.at(-1);
  if (rogue.puppets.length >= MAX_PUPPETS && last !== undefined) return last;
  const { keys, body } = inviteOf(rogue);
  publish(rogue, body);
  const puppet = rogue.stranger();
  publish(rogue, admissionOf(rogue, keys, puppet));
  rogue.puppets.push(puppet);
  return puppet;
}

/** Its own word against a friend, which is not enough in a group of that size; in a smaller one it would be. */
function proposal(rogue: Rogue, dice: SeededRandom) {
  const { ring, known, now } = rogue;
  const people = rogue
    .others()
    .filter((member) => rogue.puppets.every(({ memberId }) => memberId !== member));
  const isLarge = Object.keys(known.roster.members).length >= known.roster.policy.quorumAt;
  if (!isLarge || people.length === 0) return undefined;
  const body = { type: 'remove', target: dice.pick(people), reason: 'Sybil says so' } as const;
  return authorOp(ring, known.graph, body, now());
}
