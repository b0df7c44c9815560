import { pairSeal, toHex, utf8, type MemberId, type OpId } from '@fyteclub/identity';
import { NO_OP, authorOp, encodeOp, rotationFor } from '@fyteclub/phonebook';
import type { Attacker } from './attacker.ts';
import type { Rogue } from './rogue.ts';
import { tellAll } from './words.ts';

/**
 * Abuses what every member may do: begins epochs whose keys others cannot get, or only some, and fills the places in
 * which operations, records and keys wait for what they depend on. Stopped by whoever cannot open its box beginning
 * another epoch, which then counts (P37), by everything that waits being bounded for each author (P28), and by asking
 * again for what there was no room for.
 */
export const saboteur: Attacker = {
  name: 'saboteur',
  tries: 'begins epochs that others cannot open, and fills up every place where things wait',
  properties: [28, 35, 37],
  acts: [
    {
      name: 'begins an epoch that nobody else can open',
      run: (rogue) => {
        spoil(rogue, () => true);
      },
    },
    {
      name: 'begins an epoch that some cannot open',
      run: (rogue, dice) => {
        spoil(rogue, () => dice.next() < 0.5);
      },
    },
    {
      name: 'fills the places of operations that wait',
      run: (rogue, dice) => {
        const authors = [rogue.stranger(), rogue.stranger()];
        const ops = authors.flatMap((author) =>
          Array.from({ length: 64 }, () => {
            const parents = [toHex(rogue.random(32)) as OpId];
            const body = { type: 'leave', parents, previous: NO_OP, sequence: 1 } as const;
            return encodeOp(authorOp(author, rogue.known.graph, body, dice.integer(0, rogue.now())).signed);
          }),
        );
        tellAll(rogue, ...ops);
      },
    },
    {
      name: 'fills the places of keys that came early',
      run: (rogue) => {
        for (const to of rogue.lines.keys()) for (let key = 0; key < 5; key++) giveKey(rogue, to);
      },
    },
  ],
};

/** Of so many that it could have signed it takes the one with the lowest name: of two epochs that one counts. */
const TRIES = 64;

/** Begins an epoch in which the boxes of some hold nothing. */
function spoil(rogue: Rogue, isSpoilt: (member: MemberId) => boolean): void {
  const { ring, known, random } = rogue;
  const rotation = rotationFor(known.roster, random(32), random);
  const boxes = rotation.boxes.map(({ member, box }) =>
    member !== rogue.me && isSpoilt(member) ? { member, box: random(box.length) } : { member, box },
  );
  const candidates = Array.from({ length: TRIES }, (_, earlier) =>
    authorOp(ring, known.graph, { ...rotation, boxes }, rogue.now() - earlier),
  );
  const [lowest] = candidates.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (lowest === undefined) return;
  const bytes = encodeOp(lowest.signed);
  known.takeOps([bytes]);
  tellAll(rogue, bytes);
}

/** The key of an epoch that will never be. */
function giveKey(rogue: Rogue, to: MemberId): void {
  const { ring, shell, random, known } = rogue;
  const kx = known.roster.members[to]?.kx;
  if (kx === undefined) return;
  const box = pairSeal({ ring, shell, peer: { member: to, kx } }, utf8('epoch key handed over'), random(32));
  const epoch = toHex(random(32));
  if (box.ok) rogue.say(to, 'membership', { type: 'membership.epoch', epoch, box: box.value });
}
