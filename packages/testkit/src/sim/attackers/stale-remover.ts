import {
  addOps,
  authorOp,
  emptyGraph,
  encodeOp,
  rotationFor,
  resolve,
  type OpBody,
  type OpGraph,
} from '@fyteclub/phonebook';
import type { Attacker } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { admissionOf, inviteOf, someone, tellAll, tokenFor } from './words.ts';

/**
 * Signs as if it had not seen what it has seen: after it was removed it removes, admits, rotates and leases on the
 * history from before that, told by friends who are still in; and in a large group it proposes on a frontier on which
 * the group was small. Stopped by removals taking away whatever their author had not seen (P33), by mutual ones being
 * settled alike everywhere (P32), by admissions at the same time counting for the quorum (P30), by leases naming the
 * history of their issuer (P8), and by keys that a removed member was given never being sealed under (P35 P37).
 * What is senior to whoever removed it wins against that, as P32 says, until somebody senior to it has had enough.
 */
export const staleRemover: Attacker = {
  name: 'stale-remover',
  tries: 'signs on an old frontier what it could not sign on the one it knows',
  properties: [8, 30, 32, 33, 35, 37],
  acts: [
    {
      name: 'removes whoever removed it',
      run: (rogue) => {
        const [mine] = removalsOf(rogue);
        if (mine !== undefined) backdate(rogue, { type: 'remove', target: mine.by, reason: 'I was first' });
      },
    },
    {
      name: 'removes somebody after its end',
      run: (rogue, dice) => {
        if (isOut(rogue)) backdate(rogue, { type: 'remove', target: someone(rogue, dice), reason: '' });
      },
    },
    {
      name: 'lets somebody in after its end',
      run: (rogue) => {
        if (!isOut(rogue)) return;
        const { keys, body } = inviteOf(rogue);
        backdate(rogue, body);
        const puppet = rogue.stranger();
        rogue.puppets.push(puppet);
        backdate(rogue, admissionOf(rogue, keys, puppet));
      },
    },
    {
      name: 'begins an epoch after its end',
      run: (rogue) => {
        const roster = resolve(beforeTheEnd(rogue));
        if (isOut(rogue)) backdate(rogue, rotationFor(roster, rogue.random(32), rogue.random));
      },
    },
    {
      name: 'leases to a friend after its end',
      run: async (rogue, dice) => {
        const [friend] = rogue.friends();
        if (friend === undefined || !isOut(rogue)) return;
        // Whatever date it bears: it names the history that it was issued in.
        const token = tokenFor(rogue, friend.me, rogue.ring, dice.pick([0, 60_000, 86_400_000]));
        await friend.meet(someone(friend, dice, rogue.me), friend.claim({ kind: 'reconnect', token }));
      },
    },
    {
      name: 'comes by the group’s own door after its end',
      run: async (rogue, dice) => {
        const own = rogue.claim({ kind: 'reconnect', token: rogue.token });
        if (isOut(rogue)) await rogue.meet(someone(rogue, dice), own, dice.pick(rogue.groupDoors()));
      },
    },
    {
      name: 'proposes where the group was small',
      run: (rogue, dice) => {
        const { ring, known, now } = rogue;
        const { members, policy } = known.roster;
        const small = prefix(rogue, (graph) => Object.keys(resolve(graph).members).length < policy.quorumAt);
        const target = someone(rogue, dice);
        // Where it is small still, that would be no attack.
        if (Object.keys(members).length < policy.quorumAt || resolve(small).members[target] === undefined)
          return;
        tellAll(rogue, encodeOp(authorOp(ring, small, { type: 'remove', target, reason: '' }, now()).signed));
      },
    },
  ],
};

const isOut = ({ known, me }: Rogue): boolean => known.roster.former[me] === 'removed';

const removalsOf = ({ known, me }: Rogue) =>
  Object.values(known.roster.removals).filter(({ target, state }) => target === me && state === 'accepted');

/** The longest beginning of the history, as it came in, of which that holds. */
function prefix({ known, shell }: Rogue, holds: (graph: OpGraph) => boolean): OpGraph {
  let graph = emptyGraph(shell);
  for (const op of known.ops) {
    const longer = addOps(graph, [op]).graph;
    if (!holds(longer)) return graph;
    graph = longer;
  }
  return graph;
}

/** What it would know if nobody had told it of its end, and what it has signed upon that. */
function beforeTheEnd(rogue: Rogue): OpGraph {
  const ends = new Set(removalsOf(rogue).map(({ id }) => id));
  const before = prefix(rogue, ({ ops }) => ![...ends].some((end) => ops.has(end)));
  return addOps(before, rogue.hidden).graph;
}

/** Signs upon the old history, and has everybody tell it who still can. */
function backdate(rogue: Rogue, body: OpBody): void {
  const graph = beforeTheEnd(rogue);
  const at = Math.max(...[...graph.ops.values()].map(({ op }) => op.at));
  const op = authorOp(rogue.ring, graph, body, at + 1);
  rogue.hidden = [...rogue.hidden, op];
  const chain = rogue.hidden.map(({ signed }) => encodeOp(signed));
  for (const teller of [rogue, ...rogue.friends()]) tellAll(teller, ...chain);
}
