import { consentToJoin, type InviteKeys, type KeyRing } from '@fyteclub/identity';
import { addOps, authorOp, emptyGraph, encodeOp, resolve, type OpBody, type OpOf } from '@fyteclub/phonebook';
import type { SeededRandom } from '../../corpus/seeded-random.ts';
import type { Attacker } from './attacker.ts';
import type { Rogue, Ticket } from './rogue.ts';
import { admissionOf, inviteOf, publish, someone, tellAll } from './words.ts';

/**
 * Uses an invite more than once: with several keys, one after the other and at once, at members who cannot hear of each
 * other; an invite that is closed, over, or of somebody who has gone; one that it overheard; and a proof that somebody
 * else made. Whoever knows of the first use refuses the second; two that nobody could know of both stand, shown to
 * everybody, and evict nobody (P38). What is closed admits nobody (P39), and a proof admits the keys that it names
 * (P40).
 */
export const doubleSpender: Attacker = {
  name: 'double-spender',
  tries: 'uses one invite for several keys',
  properties: [38, 39, 40],
  acts: [
    {
      name: 'one invite at two members at once',
      run: async (rogue, dice) => {
        const ticket = await invite(rogue);
        const doors = rogue.people().filter((member) => rogue.lines.has(member));
        await Promise.all(twoOf(doors, dice).map((member) => rogue.join(member, ticket, rogue.stranger())));
      },
    },
    {
      name: 'one invite a second time',
      run: async (rogue, dice) => {
        const ticket = await invite(rogue);
        await rogue.join(someone(rogue, dice), ticket, rogue.stranger());
        await rogue.pause(HEARD_MS);
        await rogue.join(someone(rogue, dice), ticket, rogue.stranger());
      },
    },
    {
      name: 'an invite that is over',
      run: async (rogue, dice) => {
        const ticket = await invite(rogue, -60_000);
        await rogue.join(someone(rogue, dice), ticket, rogue.stranger());
      },
    },
    {
      name: 'an invite that is closed',
      run: async (rogue, dice) => {
        const ticket = await invite(rogue);
        publish(rogue, { type: 'revoke', invite: ticket.keys.id });
        await rogue.pause(HEARD_MS);
        await rogue.join(someone(rogue, dice), ticket, rogue.stranger());
      },
    },
    {
      name: 'an invite of a friend who has gone',
      run: async (rogue, dice) => {
        const gone = rogue.friends().find(({ me }) => rogue.known.roster.members[me] === undefined);
        const ticket = gone?.tickets.at(-1);
        if (ticket !== undefined) await rogue.join(someone(rogue, dice), ticket, rogue.stranger());
      },
    },
    {
      name: 'an invite that it overheard',
      run: async (rogue, dice) => {
        const tickets = rogue.overheard();
        if (tickets.length > 0) await rogue.join(someone(rogue, dice), dice.pick(tickets), rogue.stranger());
      },
    },
    {
      name: 'two admissions of its own by one invite',
      run: async (rogue) => {
        const { keys } = await invite(rogue);
        const puppets = [rogue.stranger(), rogue.stranger()];
        const { graph } = rogue.known;
        for (const puppet of puppets) {
          const op = authorOp(rogue.ring, graph, admissionOf(rogue, keys, puppet), rogue.now());
          tellAll(rogue, encodeOp(op.signed));
          rogue.puppets.push(puppet);
        }
      },
    },
    {
      name: 'a proof that somebody else made',
      run: (rogue, dice) => {
        const { ops } = rogue.known;
        // Where the invite was still open, or its being used would be reason enough.
        const chances = ops.flatMap(({ op }, place) => {
          if (op.type !== 'admit') return [];
          const before = addOps(emptyGraph(rogue.shell), ops.slice(0, place)).graph;
          return resolve(before).members[rogue.me] === undefined ? [] : [{ before, op }];
        });
        if (chances.length === 0) return;
        const { before, op } = dice.pick(chances);
        const stolen = stolenFrom(rogue, op, rogue.stranger());
        tellAll(rogue, encodeOp(authorOp(rogue.ring, before, stolen, rogue.now()).signed));
      },
    },
  ],
};

/** Long enough for everybody to hear of it. */
const HEARD_MS = 2_000;

/** Any member can invite; that only hosts do is a matter of manners. */
async function invite(rogue: Rogue, lifeMs?: number): Promise<Ticket & { readonly keys: InviteKeys }> {
  const made = inviteOf(rogue, lifeMs);
  publish(rogue, made.body);
  rogue.tickets.push(made);
  await rogue.pause(HEARD_MS);
  return made;
}

/** Two of them, the second not the first unless there is no other. */
function twoOf<T>(items: readonly T[], dice: SeededRandom): readonly T[] {
  if (items.length < 2) return items;
  const first = dice.integer(0, items.length - 1);
  const second = (first + dice.integer(1, items.length - 1)) % items.length;
  return [first, second].flatMap((place) => items[place] ?? []);
}

/** Everything of somebody's admission but the keys that it names. */
function stolenFrom({ shell }: Rogue, theirs: OpOf<'admit'>, puppet: KeyRing): OpBody {
  const { invite: id, transcript, proof } = theirs;
  const said = { invite: id, joiner: puppet.memberId, joinerKx: puppet.kxPublic, transcript };
  return { type: 'admit', ...said, proof, consent: consentToJoin(puppet, { shell, ...said }) };
}
