import { signList, signSuspicion } from '@fyteclub/election';
import type { MemberId } from '@fyteclub/identity';
import { authorOp, encodeOp, rotationFor, type OpBody } from '@fyteclub/phonebook';
import type { Attacker } from './attacker.ts';
import { flipped, inTheNameOf } from './bytes.ts';
import type { Rogue } from './rogue.ts';
import { beaconOf, elsewhere, operation, recordOf, someone, tellAll, tokenFor } from './words.ts';

/** How long a node waits for histories to be compared, and a moment. */
const SYNC_TIMEOUT_MS = 31_000;

/**
 * Forges: operations, tokens, beacons, witness lists, records and frames that somebody else would have had to sign,
 * that belong to another group, or that were changed on the way. Stopped by signatures over labelled, canonical bytes
 * that name their group (P1 P2 P3 P4), by authority that chains to the genesis (P5 P29), by a token being worth nothing
 * without its key (P9) and records nothing without theirs (P24), and by seals that count (P10).
 */
export const forger: Attacker = {
  name: 'forger',
  tries: 'speaks in the names of others, and for other groups',
  properties: [1, 2, 3, 4, 5, 9, 10, 24, 29],
  acts: [
    {
      name: 'an operation in somebody else’s name',
      run: (rogue, dice) => {
        const victim = someone(rogue, dice);
        tellAll(rogue, inTheNameOf(operation(rogue, dice.pick(deeds(rogue, victim))), rogue.me, victim));
      },
    },
    {
      name: 'an operation with a changed bit',
      run: (rogue, dice) => {
        const old = dice.pick(rogue.known.ops).signed;
        const bytes = dice.next() < 0.5 ? encodeOp(old) : operation(rogue, { type: 'leave' });
        // The last byte counts the signatures.
        tellAll(rogue, new Uint8Array([...flipped(bytes.subarray(0, -1), dice), bytes.at(-1) ?? 0]));
      },
    },
    {
      name: 'an operation with a second spelling',
      run: (rogue) => {
        const bytes = operation(rogue, { type: 'leave' });
        tellAll(rogue, new Uint8Array([...bytes.subarray(0, -97), 0, ...bytes.subarray(-97)]));
      },
    },
    {
      name: 'a tombstone by a stranger',
      run: (rogue, dice) => {
        const stranger = rogue.stranger();
        const body = { type: 'remove', target: someone(rogue, dice), reason: '' } as const;
        tellAll(rogue, encodeOp(authorOp(stranger, rogue.known.graph, body, rogue.now()).signed));
      },
    },
    {
      name: 'an operation of another group',
      run: (rogue, dice) => {
        const graph = { ...rogue.known.graph, shell: elsewhere(rogue) };
        const body = dice.pick(deeds(rogue, someone(rogue, dice)));
        tellAll(rogue, encodeOp(authorOp(rogue.ring, graph, body, rogue.now()).signed));
      },
    },
    {
      name: 'an operation out of its chain',
      run: (rogue) => {
        const skipped = { type: 'password', verifier: new Uint8Array(), sequence: 77 } as const;
        tellAll(rogue, operation(rogue, skipped));
      },
    },
    {
      name: 'a lease in somebody else’s name',
      run: (rogue, dice) => {
        for (const to of rogue.lines.keys()) {
          const victim = someone(rogue, dice, to);
          const token = inTheNameOf(tokenFor(rogue, to), rogue.me, victim);
          rogue.say(to, 'membership', { type: 'membership.token', token });
        }
      },
    },
    {
      name: 'a lease for somebody else',
      run: (rogue, dice) => {
        for (const to of rogue.lines.keys()) {
          const token = tokenFor(rogue, someone(rogue, dice, to));
          rogue.say(to, 'membership', { type: 'membership.token', token });
        }
      },
    },
    {
      name: 'a token shown without its key',
      run: async (rogue, dice) => {
        const to = someone(rogue, dice);
        const token = tokenFor(rogue, someone(rogue, dice, to));
        await rogue.meet(to, rogue.claim({ kind: 'reconnect', token }));
      },
    },
    {
      name: 'a token by a stranger',
      run: async (rogue, dice) => {
        const token = tokenFor(rogue, rogue.me, rogue.stranger());
        await rogue.meet(someone(rogue, dice), rogue.claim({ kind: 'reconnect', token }));
        // The issuer might be somebody of whom they will hear once histories are compared, which we never do.
        await rogue.pause(SYNC_TIMEOUT_MS);
      },
    },
    {
      name: 'a sign of life in somebody else’s name',
      run: (rogue, dice) => {
        const victim = someone(rogue, dice);
        const farewell = beaconOf(rogue, { leaving: dice.next() < 0.5, incarnation: rogue.now() + 60_000 });
        for (const to of rogue.lines.keys())
          rogue.gossip(to, { beacons: [inTheNameOf(farewell, rogue.me, victim)] });
      },
    },
    {
      name: 'a witness list in somebody else’s name',
      run: (rogue, dice) => {
        const { ring, shell, instance } = rogue;
        const entries = [{ subject: someone(rogue, dice), instance, since: 1 }];
        const list = signList(ring, { shell, sequence: rogue.now() + 60_000, entries });
        const victim = someone(rogue, dice);
        for (const to of rogue.lines.keys())
          rogue.gossip(to, { lists: [inTheNameOf(list, rogue.me, victim)] });
      },
    },
    {
      name: 'a suspicion of another group',
      run: (rogue, dice) => {
        const suspicion = { shell: elsewhere(rogue), subject: someone(rogue, dice), incarnation: 1 };
        const signed = signSuspicion(rogue.ring, suspicion);
        for (const to of rogue.lines.keys()) rogue.gossip(to, { suspicions: [signed] });
      },
    },
    {
      name: 'an address in somebody else’s name',
      run: (rogue, dice) => {
        const [victim, record] = [someone(rogue, dice), recordOf(rogue)];
        for (const to of rogue.lines.keys()) rogue.tellRecords(to, inTheNameOf(record, rogue.me, victim));
      },
    },
    {
      name: 'an address of another group',
      run: (rogue) => {
        const record = recordOf(rogue, { shell: elsewhere(rogue) });
        for (const to of rogue.lines.keys()) rogue.tellRecords(to, record);
      },
    },
    {
      name: 'a frame under no seal of theirs',
      run: (rogue, dice) => {
        const line = rogue.lines.get(someone(rogue, dice));
        const frame = new Uint8Array([1, dice.integer(0, 1), ...rogue.random(dice.integer(16, 200))]);
        line?.connection.channel.send(frame);
      },
    },
  ],
};

/** What would hurt, if it counted. */
const deeds = ({ known, random }: Rogue, victim: MemberId): readonly OpBody[] => [
  { type: 'leave' },
  { type: 'remove', target: victim, reason: 'forged' },
  { type: 'password', verifier: random(32) },
  rotationFor(known.roster, random(32), random),
];
